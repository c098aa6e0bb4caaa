"""Names where ids are asked for, and names that stand beside ids: ids are put in their place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.model.columns import columns
from kamgraph.model.counts import first_of
from kamgraph.model.entities import TABLES
from kamgraph.model.finding import Finding
from kamgraph.model.labels import label_name_beside
from kamgraph.model.names import Names
from kamgraph.model.problems import describe_row_problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamgraph.model.columns import Column
    from kamgraph.sources.raw import RawTable


@dataclass(eq=False)
class References:
    """What the ids in tables that people have typed refer to, and what became of names there."""

    raws: Mapping[str, RawTable]  # our tables, by name
    findings: list[Finding] = field(default_factory=list)
    problems: list[pd.DataFrame] = field(default_factory=list)
    _names: dict[str, Names] = field(default_factory=dict)

    def settle(self, raw: RawTable) -> pd.DataFrame:
        """Return the cells of a table with ids in place of names, and no names beside ids."""
        cells = raw.cells
        for column in columns(raw.name):
            if column.references is None:
                continue
            if column.name in cells:
                cells = self._replace_names(raw, column, cells)
            beside = label_name_beside(raw.name, column.name, "en")
            if raw.letters and beside in cells:
                cells = self._take_beside(raw, column, beside, cells).drop(columns=beside)
        return cells

    def _name(self, table: str) -> Names:
        """Return the names of a table, collected when they are first asked for."""
        if table not in self._names:
            tables = {
                name: self.raws[name].cells if name in self.raws else pd.DataFrame()
                for name in TABLES
            }
            plain = {
                name: cells.reindex(columns=[one.name for one in columns(name)]).astype(object)
                for name, cells in tables.items()
            }
            filled = {name: cells.where(cells != "", None) for name, cells in plain.items()}
            self._names[table] = Names.of(filled, table)
        return self._names[table]

    def _find_strange(self, texts: pd.Series[str], table: str) -> list[str]:
        """Return the texts that are no id of a table."""
        # What is new behind the ids; looking up each text would take Arrow's texts one by one.
        empty = pd.Series([""], dtype=texts.dtype)
        cells = self.raws[table].cells if table in self.raws else pd.DataFrame()
        known = [empty, cells["id"].astype(texts.dtype)] if "id" in cells else [empty]
        count = len(pd.concat(known).unique())
        return sorted(pd.concat([*known, texts]).unique()[count:])

    def _replace_names(self, raw: RawTable, column: Column, cells: pd.DataFrame) -> pd.DataFrame:
        """Return cells in which a name that only one row has is the id of that row."""
        referred = column.references or ""
        strange = self._find_strange(cells[column.name], referred)
        found = {text: self._name(referred).find(text) for text in strange}
        ids = {text: ids[0] for text, ids in found.items() if len(ids) == 1}
        if not ids:
            return cells
        self.findings.append(_report_names(raw, column, ids))
        return cells.assign(**{column.name: cells[column.name].replace(ids)})

    def _take_beside(
        self, raw: RawTable, column: Column, beside: str, cells: pd.DataFrame
    ) -> pd.DataFrame:
        """Return cells with the ids of names that stand beside none; refuse names of others."""
        names = self._name(column.references or "")
        written = cells[beside]
        given = cells[column.name] if column.name in cells else pd.Series("", cells.index)
        rows = np.flatnonzero((written != "") & (given.map(names.names) != written))
        settled = given.astype(object).copy()
        wrong: dict[int, str] = {}
        old: list[int] = []
        for row in rows.tolist():
            one, problem = _settle_pair(names, given.iloc[row], written.iloc[row])
            settled.iloc[row] = one
            if problem:
                wrong[row] = problem
            elif not names.find(written.iloc[row]):
                old.append(row)
        if wrong:
            numbers = [row + 1 for row in wrong]
            self.problems.append(
                describe_row_problems(
                    raw.name, beside, numbers, written.iloc[[*wrong]], [*wrong.values()]
                )
            )
        if old:
            self.findings.append(_report_old(raw, beside, old, written))
        return cells.assign(**{column.name: settled})


def _settle_pair(names: Names, given: str, written: str) -> tuple[str, str]:
    """Return the id that an id and another name beside it mean, and what is wrong with the name."""
    meant = names.find(written)
    if given:
        known = given in names.names.index  # else the id is what is wrong
        if not meant or given in meant or not known:
            return given, ""
        return given, (
            f"is the name of {names.show(meant)}, but the id beside it is {names.show([given])}; "
            "empty the one that is wrong"
        )
    if len(meant) == 1:
        return meant[0], ""
    return given, f"is no name of one {names.noun}{names.hint(written)}"


def _report_names(raw: RawTable, column: Column, ids: Mapping[str, str]) -> Finding:
    shown = first_of([f"'{name}' is {one}" for name, one in ids.items()])
    return Finding(
        "low",
        "name_for_id",
        raw.name,
        tuple(sorted({*ids.values()})),
        f"The column {column.name} holds names in place of ids: {shown}.",
        "Nothing, unless somebody else is meant; the ids were taken.",
    )


def _report_old(raw: RawTable, beside: str, rows: list[int], written: pd.Series[str]) -> Finding:
    shown = first_of([f"{raw.name_place(row, beside)}: '{written.iloc[row]}'" for row in rows])
    return Finding(
        "low",
        "old_name_beside_id",
        raw.name,
        (),
        f"Names beside ids are nobody's name now: {shown}.",
        "Nothing; the ids were taken. Write the workbook anew to have the names of today.",
    )
