"""What is proposed for one file: uses of it, and questions that it leaves open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of
from kamgraph.model.folding import fold
from kamgraph.model.marks import Words
from kamgraph.sources.proposal.days import tell_order
from kamgraph.sources.proposal.rolls import (
    Join,
    Roll,
    Templates,
    find_join,
    list_clashes,
    make_roll,
)
from kamgraph.sources.translation.days import DaySettings, explain_day, read_day
from kamgraph.sources.translation.mapping import TableMapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kamgraph.sources.proposal.sheet import Sheet

US = {"id": "us", "name": "Us", "kind": "vendor"}
CUSTOMER = {"id": "customer", "name": "Customer", "kind": "customer"}
_PERSONS = {"people", "users"}
_SHOWN = 8
_DAYS = (
    *("since", "until", "met", "created", "closes", "date"),
    *("signed", "starts", "ends", "due", "paid"),
)

# Where a column of ours comes from: columns or templates, or such as name rows of other files.
Place: TypeAlias = str | Templates | Join
# What is known of the words for one of our columns: theirs, folded, and ours.
Lexicon: TypeAlias = "Callable[[str], dict[str, str]]"


@dataclass
class Draft:
    """What is proposed for a file."""

    sheet: Sheet
    uses: list[TableMapping] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    def use(
        self,
        table: str,
        found: Mapping[str, Place],
        *,
        fills: bool = False,
        percent: Sequence[str] = (),
        **options: Any,
    ) -> None:
        """Propose to make rows of a table, of those columns that were found."""
        options["only"] = {**self.sheet.only, **options.get("only", {})}
        joins = {ours: one for ours, one in found.items() if isinstance(one, Join)}
        theirs = {ours: one.names if isinstance(one, Join) else one for ours, one in found.items()}
        options["columns"] = theirs
        options["by"] = {ours: join.by for ours, join in joins.items()}
        options["split"] = {ours: join.marks for ours, join in joins.items()}
        options["remarks"] = self._list_remarks(theirs) | options.get("remarks", {})
        said = {key: _drop_empty(value) for key, value in options.items()}
        use = TableMapping(
            file=(self.sheet.name,), table=table, fills=fills, percent=tuple(percent), **said
        )
        if use not in self.uses:
            self.uses.append(use)

    def _list_remarks(
        self, found: Mapping[str, str | Templates]
    ) -> dict[str, dict[str, dict[str, str]]]:
        """Return what is remarked behind names and no part of them, by our columns of names."""
        return {
            ours: {remark: dict[str, str]() for remark in self.sheet.list_remarks(theirs)}
            for ours, theirs in found.items()
        }

    def complete(self, table: str, found: Mapping[str, Place]) -> dict[str, Place]:
        """Return what was found, and columns of the very names of ours that nobody looked for."""
        own = {one.name: self.sheet.record.raw.find_column(one.name) for one in columns(table)}
        more = {ours: theirs for ours, theirs in own.items() if theirs and ours not in found}
        return {**found, **more}

    def ask(self, question: str) -> None:
        """Leave a question open, once."""
        if question not in self.questions:
            self.questions.append(question)

    def ask_clashes(self, roll: Roll) -> None:
        """Ask whose an id is that rows with different names share."""
        raw = self.sheet.record.raw
        for id_, rows in list_clashes(roll)[:_SHOWN]:
            lines = first_of([f"{raw.unit} {raw.lines[row]}" for row in rows])
            self.ask(
                f'Whose is the {roll.id[0]} "{id_}"? Different names share it ({lines}): reading '
                "refuses them until the file tells them apart"
            )


class Export:
    """All files of an export, and how they name each other's rows."""

    def __init__(self, sheets: Sequence[Sheet], lexicon: Lexicon) -> None:
        """Find out by what the rows of each file may be named."""
        self.lexicon = lexicon
        self.drafts = [Draft(sheet) for sheet in sheets]
        self.rows: dict[str, list[dict[str, str]]] = {}
        self.order = _tell_common_order(sheets)
        self._asked_kinds = False
        self.rolls: dict[str, list[Roll]] = {}
        for thing in ("organizations", "people", "users", "deals"):
            named = [texts for sheet in sheets for texts in _list_naming(sheet, thing)]
            rolls = [make_roll(sheet, named) for sheet in sheets if sheet.subject == thing]
            self.rolls[thing] = [_set_apart(roll, sheets) for roll in rolls]
        for draft in self.drafts:
            if draft.sheet.subject in self.rolls:
                draft.ask_clashes(self.find_roll(draft.sheet))

    def is_about(self, thing: str) -> bool:
        """Return whether any file is about a thing."""
        return any(draft.sheet.subject == thing for draft in self.drafts)

    def find_roll(self, sheet: Sheet) -> Roll:
        """Return what a file lists."""
        return next(one for one in self.rolls[sheet.subject] if one.sheet is sheet)

    def join(self, draft: Draft, theirs: Sequence[str], *things: str) -> Join | None:
        """Return how columns of a file name things, None if none of their names is known."""
        rolls = [roll for thing in things for roll in self.rolls[thing]]
        return find_join(draft.sheet, theirs, rolls) if theirs else None

    def add_row(self, row: dict[str, str], table: str = "organizations") -> str:
        """Add a row that no file holds, and return its id."""
        rows = self.rows.setdefault(table, [])
        if row not in rows:
            rows.append(row)
        return row["id"]

    def find_organization(self, name: str) -> str:
        """Return the id of the organization that a file lists by a name; empty if none does."""
        for roll in self.rolls["organizations"]:
            names = roll.sheet.read_texts(*roll.keys.get("name", roll.id))
            found = roll.sheet.read_texts(*roll.id)[names.map(fold) == fold(name)]
            if len(found) == 1:
                return str(found.iloc[0])
        return ""

    def ask_kinds(self, draft: Draft) -> None:
        """Ask once, for all files, which organizations are no customers."""
        if not self._asked_kinds:
            draft.ask(
                "Which of these organizations are no customers? Now all are: kind is customer, "
                "vendor (us), partner or competitor"
            )
        self._asked_kinds = True

    def read_days(self, draft: Draft, part: str) -> str:
        """Return a column of days, and ask how those are written that no setting reads yet."""
        column = draft.sheet.find_column(part)
        settings = DaySettings(self.order or "iso", century=None, epoch="", zone="")
        asked: set[str] = set()
        for text in draft.sheet.list_distinct(column) if column else ():
            why = explain_day(text) if read_day(text, settings) == text else ""
            if why and why not in asked:
                asked.add(why)
                draft.ask(f'"{column}" holds days such as {text}, which {why}')
        return column

    def list_meanings(self, draft: Draft, ours: str, column: str) -> dict[str, str | None]:
        """Return for the words of a column our counterparts, None where none is known."""
        lexicon = self.lexicon(ours)
        return {
            word: _find_own(ours, word) or lexicon.get(fold(word))
            for word in draft.sheet.list_distinct(column)
        }

    def translate(self, draft: Draft, ours: str, column: str, default: str = "") -> dict[str, str]:
        """Return the counterparts of their words, and ask for those that none is known of."""
        name = ours.partition(".")[2]
        meanings = self.list_meanings(draft, ours, column)
        if strange := [word for word, our in meanings.items() if our is None]:
            meant = f"taken for {default}" if default else "left out"
            draft.ask(
                f"Which {name} of ours is {spell_some(strange)}? Now {meant}: see words.{name}"
            )
        return {
            word: default if our is None else our
            for word, our in meanings.items()
            if our is None or _find_own(ours, word) is None
        }

    def knows_words(self, draft: Draft, ours: str, column: str) -> bool:
        """Return whether most words of a column have a counterpart."""
        meanings = self.list_meanings(draft, ours, column).values()
        return 2 * sum(our is not None for our in meanings) >= len(meanings) > 0


def _set_apart(roll: Roll, sheets: Sequence[Sheet]) -> Roll:
    """Return a roll whose ids are nobody's in another table with a title of the same sheet."""
    # Two accounts may each have their Ann Lee.
    raw = roll.sheet.record.raw
    if not raw.title or roll.sheet.subject not in _PERSONS or not roll.is_by_name:
        return roll
    lists = (one.record.raw for one in sheets if one.subject in _PERSONS)
    titles = {one.name: one.title for one in lists if one.part_of == raw.part_of}
    is_own = [*titles.values()].count(raw.title) == 1
    return roll.set_apart(raw.title if is_own else raw.name) if len(titles) > 1 else roll


def _drop_empty(option: Mapping[str, Any]) -> dict[str, Any]:
    """Return an option without what there is nothing to say of."""
    return {name: said for name, said in option.items() if name and said}


def spell_some(words: Sequence[str]) -> str:
    """Return the first of some words in quotation marks."""
    return ", ".join(f'"{word}"' for word in words[:_SHOWN])


def as_template(column: str) -> str:
    """Return a column as part of a template."""
    return column if "{" in column else f"{{{column}}}"


def _tell_common_order(sheets: Sequence[Sheet]) -> str:
    """Return the one order in which days of all files are written, empty if none is told."""
    told = {
        tell_order(sheet.list_distinct(column))
        for sheet in sheets
        for part in _DAYS
        for column in sheet.list_columns(part)[:1]
    }
    orders = told & {"day_first", "month_first"}
    return orders.pop() if len(orders) == 1 else ""


def _find_own(ours: str, word: str) -> str | None:
    """Return the word of our vocabulary that is spelled so."""
    table, _, name = ours.partition(".")
    mark = next(one.mark(Words) for one in columns(table) if one.name == name)
    return mark.vocabulary.find(word) if mark else None


def _list_naming(sheet: Sheet, thing: str) -> Iterator[list[str]]:
    """Yield what each column of a file says that names things of others."""
    for column, meaning in sheet.meanings.items():
        names = meaning.part == "" or meaning.part in {
            "manager",
            "dotted",
            "head",
            "owner",
            "parent",
        }
        if meaning.thing == thing and names:
            yield sheet.list_distinct(column)
