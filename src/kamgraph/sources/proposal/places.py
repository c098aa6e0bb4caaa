"""Where people work, whose deals are, and which of our people have to do with them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kamgraph.sources.proposal.draft import US, as_template
from kamgraph.sources.translation.near_misses import fold_reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.sources.proposal.draft import Draft, Export, Place
    from kamgraph.sources.proposal.rolls import Join, Templates

_OTHERS = 100  # names at most that are listed one by one


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
        elif not join.roll.sheet.is_whole and join.key == "name" and not join.marks:
            _draft_others(draft, join)
        return join
    ids = [one for one in theirs if sheet.meanings[one].by == "id"]
    id_ = ((*ids, *theirs)[0],)
    _draft_employers(draft, id_, fills=False)
    export.ask_kinds(draft)
    return id_


def _draft_others(draft: Draft, join: Join) -> None:
    """Propose those organizations that the rows which list some of them do not name."""
    known = {*map(fold_reference, join.roll.sheet.list_distinct(*join.roll.keys["name"]))}
    named = draft.sheet.list_distinct(join.column)
    others = tuple(name for name in named if fold_reference(name) not in known)
    if len(others) > _OTHERS:
        draft.ask(
            f'"{join.column}" names {len(others):,} organizations of which '
            f'"{join.roll.sheet.name}" gives no id: is there a list of all? Now their rows are '
            "left out"
        )
    elif others:
        _draft_employers(draft, (join.column,), fills=True, only={join.column: others})


def _draft_employers(
    draft: Draft,
    id_: Templates,
    *,
    fills: bool,
    only: Mapping[str, Templates] = MappingProxyType({}),
) -> None:
    """Propose the organizations that rows of something else name."""
    sheet = draft.sheet
    theirs = sheet.list_columns("", "organizations")
    names = [one for one in theirs if sheet.meanings[one].by != "id"]
    found: dict[str, Place] = {"id": id_, "name": tuple(dict.fromkeys((*names[:1], *id_)))}
    for part in ("industry", "region"):
        found[part] = tuple(sheet.list_columns(part, "organizations"))
    draft.use("organizations", found, constants={"kind": "customer"}, fills=fills, only=only)


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
