"""Words of an export in ours: by the mapping, then by default, else unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from kamgraph.model.folding import fold, fold_name
from kamgraph.model.marks import Words
from kamgraph.model.nothing import list_nothing
from kamgraph.sources.translation.report import Wording
from kamgraph.sources.translation.rows import ROW

if TYPE_CHECKING:
    from collections.abc import Collection
    from collections.abc import Mapping as Dict
    from collections.abc import Set as AbstractSet

    from kamgraph.model.columns import Column
    from kamgraph.model.vocabulary import Vocabulary
    from kamgraph.sources.translation.mapping import Mapping, TableMapping
    from kamgraph.sources.translation.report import FileRecord


@dataclass(frozen=True)
class Counterparts:
    """What the words of one column mean."""

    exact: Dict[str, str]  # their word, folded → ours; empty where it has no counterpart
    # How words of the export begin, folded → ours; the longest that fits counts.
    beginnings: Dict[str, str]
    default: str  # what an empty cell and an unknown word mean; empty if they mean nothing
    # The words of ours that are as good as theirs; None where any are.
    vocabulary: Vocabulary | None

    @classmethod
    def from_mapping(cls, use: TableMapping, column: Column, mapping: Mapping) -> Self:
        """Collect what a mapping says of a column: for the file first, then for all files."""
        mark, name = column.mark(Words), column.name
        words = {**mapping.words.get(f"{use.table}.{name}", {}), **use.words.get(name, {})}
        closed = None if mark is None or mark.open else mark.vocabulary
        return cls.from_words(words, default=use.defaults.get(name, ""), vocabulary=closed)

    @classmethod
    def from_words(
        cls, words: Dict[str, str], *, default: str = "", vocabulary: Vocabulary | None = None
    ) -> Self:
        """Collect what words mean: ``Call*`` stands for all that begin so."""
        exact = {_fold_key(their): our for their, our in words.items() if not their.endswith("*")}
        begun = {_fold_key(their[:-1]): our for their, our in words.items() if their.endswith("*")}
        longest_first = dict(sorted(begun.items(), key=lambda one: -len(one[0])))
        return cls(exact, longest_first, default, vocabulary)

    def __bool__(self) -> bool:
        return bool(self.exact or self.beginnings or self.default)

    def find(self, text: str) -> str | None:
        """Return what the mapping says of a text, None if it says nothing."""
        known = _fold_key(text)
        if known in self.exact or not text:
            return self.exact.get(known)
        if self.vocabulary is not None and (own := self.vocabulary.find(text)) is not None:
            return own
        return next(
            (our for begin, our in self.beginnings.items() if known.startswith(begin)), None
        )

    def translate(self, text: str) -> str | None:
        """Return our word for theirs; None where it has no counterpart."""
        if (found := self.find(text)) is not None:
            return found or None
        if not text or self.is_strange(text):
            return self.default or text
        return text

    def is_strange(self, text: str) -> bool:
        """Return whether neither the mapping nor our vocabulary knows a word."""
        return bool(text) and self.vocabulary is not None and self.find(text) is None


def find_nothing(use: TableMapping, column: Column, mapping: Mapping) -> AbstractSet[str]:
    """Return what stands for nothing in a column: no word to which a mapping gives a meaning."""
    counterparts = Counterparts.from_mapping(use, column, mapping)
    if not counterparts and counterparts.vocabulary is None:
        return list_nothing(column.kind)
    return {text for text in list_nothing(column.kind) if counterparts.find(text) is None}


def translate_words(
    use: TableMapping, column: Column, piece: pd.DataFrame, record: FileRecord, mapping: Mapping
) -> pd.DataFrame:
    """Translate words into ours; rows with a word that has no counterpart are left out."""
    name, counterparts = column.name, Counterparts.from_mapping(use, column, mapping)
    if not (counterparts or name in use.decided_by) or name in use.constants:
        return piece
    decided = _decide(use, name, piece, record) if name in use.decided_by else None
    texts = piece[name] if decided is None else piece[name][decided.isna()]
    codes, distinct = pd.factorize(texts)
    meaning = {text: counterparts.translate(text) for text in distinct}
    record.met.setdefault(f"{use.table}.{name}", set()).update(meaning)
    ours = np.array([*meaning.values()], dtype=object)[codes]
    found = pd.Series(ours, texts.index, dtype=object)
    found = found if decided is None else decided.fillna(found)
    lost = {text for text, our in meaning.items() if text and our is None}
    by_default = {
        text for text in meaning if counterparts.default and counterparts.is_strange(text)
    }
    unknown = texts[texts.isin(lost | by_default)] if lost or by_default else texts[:0]
    for text, rows in piece.loc[unknown.index, ROW].groupby(unknown):
        word, at = str(text), rows.to_numpy(dtype=int)
        record.words.append(Wording(f"{use.table}.{name}", word, meaning[word], at))
    out = found.isna()
    if out.any():
        words = piece.loc[out, name]
        reasons = words.map({text: _explain(name, text) for text in words.unique()})
        at = piece.loc[out, ROW].to_numpy(dtype=int)
        record.skip(at, reasons.tolist(), fills=use.fills, meant=True)
    piece = piece.assign(**{name: found})
    return piece[~out] if out.any() else piece


def _decide(
    use: TableMapping, name: str, piece: pd.DataFrame, record: FileRecord
) -> pd.Series[str]:
    """Return what other columns make of a column of ours, missing where they decide nothing."""
    decided = pd.Series(None, piece.index, dtype=object)
    for theirs, words in use.decided_by.get(name, {}).items():
        if (column := record.raw.find_column(theirs)) is not None:
            record.use(column, f"{use.table}.{name}")
            texts = record.read_texts(column).iloc[piece[ROW]].set_axis(piece.index)
            known = Counterparts.from_words(words)
            decided = decided.fillna(
                texts.map({text: known.find(text.strip()) for text in texts.unique()})
            )
    return decided


def list_unmet(words: Collection[str], met: Collection[str]) -> list[str]:
    """Return the words to which a mapping gives a meaning, and that no cell holds."""
    held = {_fold_key(text) for text in met}
    # An empty word is an empty cell, and a star any other word: none of them may be there.
    return [
        word
        for word in words
        if word not in {"", "*"} and not any(_begins(text, word) for text in held)
    ]


def _begins(text: str, word: str) -> bool:
    """Return whether a text, folded, is a word of a mapping, or one of those it stands for."""
    key = _fold_key(word.removesuffix("*"))
    return text.startswith(key) if word.endswith("*") else text == key


def _fold_key(word: str) -> str:
    """Return a word as it is looked up; signs alone, which fold to nothing, are themselves."""
    return fold_name(word) or fold(word)


def _explain(name: str, text: str) -> str:
    return f"{name} '{text}' has no counterpart" if text else f"{name} is empty"
