"""What people call the rows of a table: an id found by its name, and shown with it."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.errors import NotFoundError, ScopeError, quote, spell_value
from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of
from kamgraph.model.folding import fold
from kamgraph.model.nearest import find_nearest
from kamgraph.model.once import once
from kamgraph.model.tables import name_column, nature

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


_SHOWN = 5  # ids in a message
_NEAR = 3  # of them those that come close
_COMPARED = 20_000  # names that are compared letter by letter; of more, those that share most
_LIKELY = 1_000  # of those
_LENGTHS = 3  # letters by which they may be longer or shorter
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, eq=False)
class Names:
    """The ids of some rows of one table, with what people call them and where they belong."""

    noun: str  # what one of them is called
    names: pd.Series[str]  # by id; the id itself where there is no name
    places: pd.Series[str]  # by id, what tells rows of one name apart; empty where nothing does

    @classmethod
    def of(cls, tables: Mapping[str, pd.DataFrame], table: str) -> Names:
        """Return the names of a table that is one of a book's, or of what is to become one."""
        frame = tables[table].dropna(subset="id").drop_duplicates("id")
        ids = pd.Index(frame["id"])
        name = name_column(table)
        names = frame["id"] if name is None else frame[name].fillna(frame["id"])
        return cls(
            nature(table).noun,
            pd.Series(names.to_numpy(), ids, dtype=object),
            pd.Series(_name_places(tables, table, frame).to_numpy(), ids, dtype=object),
        )

    def among(self, ids: Iterable[str], noun: str = "") -> Names:
        """Return the names of some of the rows, and what these are called."""
        kept = self.names.index.isin(pd.Index(ids))
        return Names(noun or self.noun, self.names[kept], self.places[kept])

    def find(self, text: str) -> list[str]:
        """Return the id that a text is, else all whose name it is, in whatever case."""
        return [text] if text in self.names.index else self._by_name.get(fold(text), [])

    def suggest(self, text: str) -> list[str]:
        """Return the ids that come close to a text by their name or by themselves, best first."""
        plain, words = fold(text), {*_WORD.findall(fold(text))}
        if not plain:
            return []
        alike = [name for name in self._by_name if plain in name or _share_words(words, name)]
        for known in (self._by_name, self._by_id):
            alike += find_nearest(plain, _choose_likely(plain, known), most=_NEAR)
        found = [one for near in alike for one in self._by_id.get(near) or self._by_name[near]]
        return [*dict.fromkeys(found)][:_NEAR]

    def show(self, ids: Iterable[str], *, apart: bool = False) -> str:
        """Return ids as a list with their names, a few of many; with what tells them apart."""
        listed = [*ids]
        shown = [self._show_one(one, apart=apart) for one in listed[:_SHOWN]]
        return first_of(shown, total=len(listed))

    def hint(self, text: str) -> str:
        """Return what to say after a text that is no id: whose name it is, or comes close to."""
        if len(found := self.find(text)) > 1:
            count = f"it is the name of {len(found)}, give the id of one"
            return f"; {count}: {self.show(found, apart=True)}"
        near = found or self.suggest(text)
        return f"; is it {self.show(near)}?" if near else ""

    @once
    def _by_name(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for one, name in self.names.items():
            found[fold(name)].append(str(one))
        return dict(found)

    @once
    def _by_id(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for one in self.names.index:
            found[fold(one)].append(str(one))
        return dict(found)

    def _show_one(self, one: str, *, apart: bool) -> str:
        name = self.names[one]
        told = [name if name != one else "", self.places[one] if apart else ""]
        rest = ", ".join(spell_value(text) for text in told if text)
        return f"{spell_value(one)} ({rest})" if rest else spell_value(one)


def find_one(names: Names, text: str) -> str:
    """Return the one id that a text is or names; refuse one that is none, or several."""
    found = names.find(text)
    if len(found) == 1:
        return found[0]
    if found:
        count = f"the name of {len(found)}, give the id of one"
        raise ScopeError(f"{quote(text)} is {count}: {names.show(found, apart=True)}")
    known = names.names.index
    near = names.hint(text).removeprefix("; ")
    hint = near or (f"there is {names.show(known)}" if len(known) else "")
    raise NotFoundError(f"the book has no {names.noun} {quote(text)}", hint=hint)


def say_unknown(id_: str, names: Names) -> NotFoundError:
    """Return the error for an id that the book lacks, which names those that come close."""
    near = names.find(id_) or names.suggest(id_) or names.names.index
    has = f"it has {names.show(near)}" if len(near) else f"it has no {names.noun} at all"
    return NotFoundError(f"the book has no {names.noun} {quote(id_)}", hint=has)


def _name_places(
    tables: Mapping[str, pd.DataFrame], table: str, frame: pd.DataFrame
) -> pd.Series[str]:
    """Return what each row needs beside its id and name: where somebody works, a deal's account."""
    known = ("id", name_column(table))
    column = next((one for one in columns(table) if one.required and one.name not in known), None)
    if column is None or column.name not in frame:
        return pd.Series("", frame.index, dtype=object)
    texts = frame[column.name].astype(object)
    if column.references and (name := name_column(column.references)):
        others = tables[column.references].dropna(subset="id").drop_duplicates("id")
        names = texts.map(others.set_index("id")[name]).astype(object)  # floats where none is
        texts = names.fillna(texts)
    return texts.fillna("")


def _choose_likely(plain: str, known: Collection[str]) -> list[str]:
    """Return the names that are worth to be compared with one letter by letter."""
    if len(known) <= _COMPARED:
        return [*known]
    pairs = {plain[place : place + 2] for place in range(len(plain) - 1)}
    alike = [one for one in known if abs(len(one) - len(plain)) <= _LENGTHS]
    return heapq.nlargest(_LIKELY, alike, key=lambda one: sum(pair in one for pair in pairs))


def _share_words(words: set[str], name: str) -> bool:
    """Tell whether all words of one are in the other, in whatever order."""
    others = {*_WORD.findall(name)}
    return bool(words and others) and (words <= others or others <= words)
