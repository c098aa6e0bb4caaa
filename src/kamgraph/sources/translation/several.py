"""Cells that hold more than one value: several people, or a remark on one of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.folding import fold, fold_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def split_values(piece: pd.DataFrame, name: str, marks: Sequence[str]) -> pd.DataFrame:
    """Make of each row as many as its cell in a column holds values between marks."""
    between = re.compile("|".join(map(re.escape, marks)))
    codes, distinct = pd.factorize(piece[name])
    parts = pd.Series([[one.strip() for one in between.split(text)] for text in distinct])
    several = parts.iloc[codes].set_axis(piece.index)
    return piece.assign(**{name: several}).explode(name, ignore_index=True)


def take_off_remarks(
    piece: pd.DataFrame, name: str, remarks: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Take remarks off the cells of a column, and let other columns say what they say."""
    longest_first = sorted(remarks, key=len, reverse=True)
    found = {text: find_remark(text, longest_first) for text in piece[name].unique()}
    bare = piece[name].map({text: value for text, (value, _) in found.items()})
    remark = piece[name].map({text: remark for text, (_, remark) in found.items()})
    piece = piece.assign(**{name: bare})
    for one, said in remarks.items():
        for column, value in said.items():
            before = piece.get(column, pd.Series("", piece.index, dtype=object))
            piece = piece.assign(**{column: before.mask(remark == one, value)})
    return piece


def find_remark(text: str, remarks: Iterable[str]) -> tuple[str, str]:
    """Return a text without its remark, and the remark; empty if it has none."""
    plain, starts = fold_units(text.strip())
    for remark in remarks:
        folded = fold(remark)
        if folded and plain.endswith(folded):
            return text.strip()[: starts[len(plain) - len(folded)]].rstrip(), remark
        if folded and plain.startswith(folded):
            return text.strip()[starts[len(folded)] :].lstrip(), remark
    return text, ""
