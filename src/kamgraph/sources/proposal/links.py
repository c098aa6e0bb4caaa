"""Columns that nothing takes, though their cells name rows of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.folding import fold_name
from kamgraph.sources.proposal.headings import load_knowledge
from kamgraph.sources.proposal.rolls import list_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kamgraph.sources.proposal.draft import Draft, Export
    from kamgraph.sources.proposal.rolls import Join
    from kamgraph.sources.proposal.sheet import Sheet

_NAMING = {"id", "mail", "name"}
_DIGITS = "0123456789"


class _Link(NamedTuple):
    """A column that nothing takes, and how it names the rows of a file."""

    column: str
    join: Join


def ask_links(drafts: Sequence[Draft], used: Collection[str], export: Export) -> None:
    """Ask for columns that nothing uses, though they name rows of files or units of people."""
    for draft in drafts:
        free = [*_list_free(draft.sheet, used)]
        for column, join in _find_links(draft, free, export):
            linked = join.roll.sheet
            names = "holds ids of" if join.key == "id" else "names"
            draft.ask(
                f'"{column}" {names} {linked.subject} in "{linked.name}": what are they to '
                "each row? Nothing takes them"
            )
        unit = draft.sheet.find_column("function")
        for column in _find_units(draft.sheet, unit, free) if unit else ():
            draft.ask(
                f'"{column}" names units of "{unit}": if each reports to it, whom does its head '
                "report to? Nothing takes it"
            )


def _list_free(sheet: Sheet, used: Collection[str]) -> Iterator[str]:
    """Yield the columns that nothing uses, and that no used one repeats."""
    known = {*used, *map(fold_name, sheet.list_columns("id"))}
    own = [sheet.read_texts(one) for one in sheet.columns if fold_name(one) in known]
    for column in sheet.columns:
        texts = sheet.read_texts(column)
        if fold_name(column) not in known and not any(texts.equals(other) for other in own):
            yield column


def _find_links(draft: Draft, free: Sequence[str], export: Export) -> Iterator[_Link]:
    """Yield those columns that name rows of files, and nothing else that is written so."""
    for column in free:
        join = export.join(draft, [column], *export.rolls)
        if join and join.key in _NAMING and _names_rows(draft.sheet, join):
            yield _Link(column, join)


def _names_rows(sheet: Sheet, join: Join) -> bool:
    """Return whether cells name rows: all of them; or most, where the heading says so."""
    own = join.roll.keys[join.key]
    if join.roll.sheet is sheet and join.column in own:
        return False  # it is by what its own rows are named
    known = {*join.roll.sheet.list_distinct(*own)}
    texts = {*list_parts(sheet, join)}
    if _tells_of_row(join.column):
        return 2 * len(texts & known) > len(texts)
    # A number may be that of anything.
    return texts <= known and not any(map(str.isdigit, texts))


def _tells_of_row(heading: str) -> bool:
    """Return whether a heading ends with a word for a thing, or for who or what is named."""
    things, keys = load_knowledge().things.values(), load_knowledge().keys
    plain = fold_name(heading).rstrip(_DIGITS).rstrip("s")
    if plain.endswith("id"):
        return True
    words = [word for thing in things for word in thing.words]
    words += [one for thing in things for refer in thing.refers.values() for one in refer.headings]
    ends = tuple(fold_name(word).rstrip("s") for word in words)
    bare = (plain.removesuffix(fold_name(key)) for key in ("", *keys["id"]))
    return any(one.endswith(ends) for one in bare)


def _find_units(sheet: Sheet, unit: str, free: Sequence[str]) -> Iterator[str]:
    """Yield those columns in which nothing stands but units of people, of others than a row's."""
    units = {*sheet.list_distinct(unit)}
    for column in free:
        texts = {*sheet.list_distinct(column)}
        if texts and texts <= units and not sheet.read_texts(column).equals(sheet.read_texts(unit)):
            yield column
