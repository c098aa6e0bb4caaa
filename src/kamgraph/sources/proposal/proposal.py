"""A proposed mapping for files: what fits, what runs as it is, and the rest as questions."""

from __future__ import annotations

import json
from glob import escape
from typing import TYPE_CHECKING, Any

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.model.folding import fold_name
from kamgraph.sources.proposal.business import (
    draft_deals,
    draft_interactions,
    draft_organizations,
    draft_roles,
)
from kamgraph.sources.proposal.draft import Draft, Export
from kamgraph.sources.proposal.editions import find_older, list_same
from kamgraph.sources.proposal.headings import explain_unread, load_knowledge
from kamgraph.sources.proposal.links import ask_links
from kamgraph.sources.proposal.money import draft_contracts, draft_instalments, draft_quotas
from kamgraph.sources.proposal.people import draft_people
from kamgraph.sources.proposal.sheet import make_sheet
from kamgraph.sources.proposal.views import list_views
from kamgraph.sources.translation.mapping import (
    Evidence,
    Mapping,
    TableMapping,
    list_fields,
    list_required_columns,
    spell_table,
)
from kamgraph.sources.translation.report import FileRecord
from kamgraph.sources.translation.uses import is_about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamgraph.sources.proposal.draft import Lexicon
    from kamgraph.sources.raw import LeftOut, RawTable

_DRAFTERS: dict[str, Callable[[Draft, Export], None]] = {
    "organizations": draft_organizations,
    "people": draft_people,
    "users": draft_people,
    "deals": draft_deals,
    "contracts": draft_contracts,
    "instalments": draft_instalments,
    "quotas": draft_quotas,
    "roles": draft_roles,
    "interactions": draft_interactions,
}

_HEADER = """\
# A proposal: look at every line, complete it, then read with it:
#     kamgraph convert EXPORT book.json --mapping THIS_FILE --report
# `columns` maps our columns to theirs; `words` translates their words; `skip` names rows to
# leave out. Lines with "?" ask what the files do not tell. Columns after "not used" are in the
# files, but nothing takes them."""


def propose(raws: Sequence[RawTable], lexicon: Lexicon) -> str:
    """Propose a mapping for files of an unknown system, as TOML to look through and complete."""
    # What a file is about is told by its headings, and by what a column names by its values;
    # nothing is matched because it looks similar. Every column that nothing uses is a comment.
    own = [[*_list_own_uses(FileRecord(raw))] for raw in raws]
    things = _list_things(raws)
    views = [
        [] if uses else found for found, uses in zip(list_views(raws, things), own, strict=True)
    ]
    older = find_older([sheet for found in views for sheet in found])
    views = [[sheet for sheet in found if sheet.name not in older] for found in views]
    export = Export([sheet for found in views for sheet in found], lexicon)
    for draft in export.drafts:
        _DRAFTERS[draft.sheet.subject](draft, export)
    _ask_newest(export)
    totals = dict.fromkeys(word for draft in export.drafts for word in draft.sheet.totals)
    order = export.order or "iso"
    heading = Mapping(
        name="export",
        rows=export.rows,
        days=order,
        totals=tuple(totals),
        ignored={
            escape(name): f"older than {newest}, which lists the same"
            for name, newest in older.items()
        },
    )
    parts = [_HEADER, heading.to_toml()]
    for raw, sheets, uses in zip(raws, views, own, strict=True):
        if raw.name in older:
            parts += _spell_older(raw, older[raw.name])
            continue
        drafts = [one for one in export.drafts if any(one.sheet is sheet for sheet in sheets)]
        found = [use for one in drafts for use in one.uses] if drafts else uses
        ask_links(drafts, _list_used(found), export)
        parts += _spell_file(raw, found, drafts)
    return "\n".join([*parts, ""])


def _list_things(raws: Sequence[RawTable]) -> list[str]:
    """Return what files may be about: users are ours only beside what a CRM keeps of others."""
    things = [*load_knowledge().things]
    found = {sheet.subject for raw in raws if (sheet := make_sheet(raw, things))}
    return things if found - {"users"} else [one for one in things if one != "users"]


def covers_most(raws: Sequence[RawTable], known: Mapping) -> bool:
    """Return whether a known mapping has a use for most files that are about anything."""
    things = [*load_knowledge().things]
    about = [raw for raw in raws if make_sheet(raw, things)]
    used = [raw for raw in about if any(_list_known_uses(FileRecord(raw), known))]
    return 2 * len(used) >= len(about)


def follow_mapping(raws: Sequence[RawTable], known: Mapping) -> str:
    """Propose what a mapping that is known does with some files, as TOML to look through."""
    # Of a mapping that is given it is known for what it is.
    skip = {theirs: said for theirs, said in known.skip.items() if _has_any(raws, theirs)}
    heading = known.model_copy(update={"tables": (), "evidence": Evidence(), "skip": skip})
    parts = [_HEADER, heading.to_toml()]
    for raw in raws:
        parts += _spell_file(raw, [*_list_known_uses(FileRecord(raw), known)], ())
    return "\n".join([*parts, ""])


def _has_any(raws: Sequence[RawTable], theirs: str) -> bool:
    return any(raw.find_column(theirs) for raw in raws)


def comment_left_out(left_out: Sequence[LeftOut]) -> str:
    """Return as comments the files that could not be read, with the reasons."""
    told = (" ".join(f"{one.file} {one.reason}".split()) for one in left_out)
    return "".join(f"\n# not read: {one}\n" for one in told)


def _ask_newest(export: Export) -> None:
    """Ask which of two lists of the same things is newer, where nothing tells."""
    for one, other in list_same([draft.sheet for draft in export.drafts]):
        draft = next(draft for draft in export.drafts if draft.sheet is other)
        draft.ask(
            f'"{one.name}" lists the same {one.subject}: which is newer? Now the rows of whichever '
            "stands first here count; better read each by itself, and date what changed by sync"
        )


def _spell_older(raw: RawTable, newest: str) -> list[str]:
    """Return what is proposed for a list of which there is a newer one."""
    return [
        f"\n# {raw.place}: {len(raw.cells):,} rows",
        f"# left out: it lists the same as {newest}, and is older; to have both times in the book,",
        "# read each by itself, and date what changed: kamgraph sync OLDER NEWER --on THE_DAY",
    ]


def _spell_file(raw: RawTable, uses: Sequence[TableMapping], drafts: Sequence[Draft]) -> list[str]:
    """Return what is proposed for a file, the questions first and what is not used last."""
    questions = dict.fromkeys(question for one in drafts for question in one.questions)
    asked = [f"# ? {question}" for question in questions]
    spelled = [spell_table(use).rstrip() for use in uses]
    nothing = [] if uses else ["# nothing of ours fits; add a [[tables]] for it"]
    place = f"\n# {raw.place}: {len(raw.cells):,} rows"
    if raw.parted_at:
        asked.insert(0, f"# taken for a table of its own, parted at {raw.parted_at}")
    subject = drafts[0].sheet.subject if drafts else ""
    return [place, *asked, *nothing, *spelled, *_list_rest(raw, uses, subject)]


def _list_known_uses(record: FileRecord, known: Mapping) -> Iterator[TableMapping]:
    """Yield what a known mapping does with a file, with the columns that the file has."""
    for use in known.tables:
        if is_about(use, known, record):
            found = {
                ours: tuple(filter(record.has, theirs)) for ours, theirs in use.columns.items()
            }
            named = {ours: theirs for ours, theirs in found.items() if theirs}
            lost = use.columns.keys() - named.keys() - use.defaults.keys()
            if not lost & list_required_columns(use.table):
                yield _trim(use, record).model_copy(
                    update={"file": (record.raw.name,), "columns": named}
                )


def _trim(use: TableMapping, record: FileRecord) -> TableMapping:
    """Return a use of a file without what it keeps and by what it judges and is not there."""
    found = {key: _select_there(getattr(use, key), record) for key in ("skip", "prefer", "done")}
    decided = {ours: _select_there(by, record) for ours, by in use.decided_by.items()}
    kept = {name: tuple(filter(record.has, theirs)) for name, theirs in use.keep.items()}
    found["decided_by"] = {ours: by for ours, by in decided.items() if by}
    found["keep"] = {name: theirs for name, theirs in kept.items() if theirs}
    return use.model_copy(update=found)


def _select_there(judges: dict[str, Any], record: FileRecord) -> dict[str, Any]:
    return {theirs: said for theirs, said in judges.items() if record.has(theirs)}


def _list_own_uses(record: FileRecord) -> Iterator[TableMapping]:
    """Yield the table of ours all of whose required columns a file has by our names."""
    fits = []
    for table in (one for one in TABLES if one not in _DRAFTERS):
        named = {column.name: record.raw.find_column(column.name) for column in columns(table)}
        found = {ours: (theirs,) for ours, theirs in named.items() if theirs}
        same_name = fold_name(record.raw.name) == fold_name(table)
        if found and list_required_columns(table) <= found.keys():
            fits.append((same_name, len(found), table, found))
    if fits:
        _, _, table, found = max(fits, key=lambda fit: fit[:2])
        yield TableMapping(file=(record.raw.name,), table=table, columns=found)


def _list_rest(raw: RawTable, uses: Sequence[TableMapping], subject: str) -> Iterator[str]:
    """Yield as comments the columns that nothing uses, with the reason where one is known."""
    names = _list_used(uses)
    for column in map(str, raw.cells):
        if fold_name(column) not in names:
            why = explain_unread(column, subject) if subject else ""
            yield f"# not used: {_quote(column)}" + (f" ({why})" if why else "")


def _list_used(uses: Sequence[TableMapping]) -> set[str]:
    """Return the columns, folded, that uses of a file look at."""
    keys = (key for use in uses for theirs in use.by.values() for key in theirs)
    fields = (field for key in keys for field in list_fields(key) or [key])
    theirs = (column for use in uses for column in use.list_theirs())
    return {*map(fold_name, (*fields, *theirs))}


def _quote(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON leaves it bare
