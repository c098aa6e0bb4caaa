"""Where people work, whose deals are, and which of our people have to do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.sources.proposal.draft import US, as_template

if TYPE_CHECKING:
    from kamgraph.sources.proposal.draft import Draft, Export, Place
    from kamgraph.sources.proposal.rolls import Templates


def place_organization(draft: Draft, export: Export) -> Place:
    """Return what names the organization of each row; empty if none is named."""
    sheet = draft.sheet
    theirs = sheet.list_columns("", "organizations")
    if not theirs:
        return ()
    if join := export.join(draft, theirs, "organizations"):
        listed = {*join.roll.sheet.list_distinct(*join.roll.id)}
        if join.is_direct and {*sheet.list_distinct(join.column)} - listed:
            _draft_employers(draft, (join.column,), fills=True)
        return join
    ids = [one for one in theirs if sheet.meanings[one].by == "id"]
    id_ = ((*ids, *theirs)[0],)
    _draft_employers(draft, id_, fills=False)
    export.ask_kinds(draft)
    return id_


def _draft_employers(draft: Draft, id_: Templates, *, fills: bool) -> None:
    """Propose the organizations that rows of something else name."""
    sheet = draft.sheet
    theirs = sheet.list_columns("", "organizations")
    names = [one for one in theirs if sheet.meanings[one].by != "id"]
    found: dict[str, Place] = {"id": id_, "name": tuple(dict.fromkeys((*names[:1], *id_)))}
    for part in ("industry", "region"):
        found[part] = tuple(sheet.list_columns(part, "organizations"))
    draft.use("organizations", found, constants={"kind": "customer"}, fills=fills)


def place_owner(draft: Draft, export: Export) -> Place:
    """Return what names whichever of our people has to do with a row; empty if nobody is named."""
    sheet = draft.sheet
    theirs = [*sheet.list_columns("owner", "users"), *sheet.list_columns("", "users")]
    if not theirs:
        return ()
    if join := export.join(draft, theirs, "users"):
        return join
    ids = [one for one in theirs if sheet.meanings[one].by == "id"]
    names = [one for one in theirs if sheet.meanings[one].by != "id"]
    # One of us may be called as a contact is, or have the same number.
    id_ = (f"user {as_template((*ids, *theirs)[0])}",)
    draft.use(
        "people",
        {"id": id_, "name": (*names, *ids)[:1]},
        constants={"organization": export.add_row(US)},
        fills=True,
    )
    return id_
