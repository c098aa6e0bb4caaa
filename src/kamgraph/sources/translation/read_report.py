"""The account of a reading, and what it comes to in one line: taken, left out, what that means."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamgraph.errors import SourceError, spell_value
from kamgraph.model.counts import first_of, number_of
from kamgraph.model.exits import Exits
from kamgraph.model.tables import nature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

UNMET = "column_not_found"  # the finding on a column of the mapping that no file has
LIKE_OURS = "column_like_ours"  # that on one that nothing takes, for its name is nearly ours
OUTSIDE = "line_outside_table"  # that on notes and totals above and below the table of a file
PARTED = "parted_tables"  # that on a table that stands beside another one in the same rows
GROUPED = "grouped_columns"  # that on texts over all names of a table that may be titles of two
NAMELESS = "nameless_column"  # that on columns left out, as the header has no name for them
WORD_LEFT_OUT = "word_left_out"  # that on words of rows that were taken without what they say
CONTRADICTING = "contradicting_cells"  # that on rows of which two cells tell different things
# Those on what a plain graph does not say: that ids are texts, that ids are names, that weights are
# strengths, how weights are brought into the range of these, and that they are none.
ASSUMED = TEXT_IDS, ID_NAMES, TAKEN_WEIGHTS, SCALED_WEIGHTS, ODD_WEIGHTS = (
    "ids_as_text",
    "named_by_id",
    "weights_taken",
    "weights_scaled",
    "weights_odd",
)
_END = "until"  # the column of the first day on which rows hold no longer
_LITTLE = 0.05  # of the rows of the files in use; a reading of less is none
_NAMED = 5  # files in a line
_REASONS = 3  # why rows were not taken, in a line
_NOUNS = {"team": ("team member", "team members")}  # of rows that are called like those of roles
# Without rows of a table, what nothing in a book says.
_UNSAID = {
    "deals": "what we want to sell",
    "roles": "who decides",
    "ties": "who reports to whom",
    "interactions": "who meets whom",
}


@dataclass(frozen=True, eq=False, repr=False)
class ReadReport(Exits):
    """An account of a reading: for every file ``rows = taken + skipped``.

    Parameters
    ----------
    source
        What was read, and as what.
    tables
        How many rows the book has: ``table``, ``rows``, and ``count``, of how many different ids.
    files
        One row per file, sheet or object: ``file``, ``rows``, ``taken``, ``skipped``, ``note``, and
        ``derived``, true if its rows are cells of another file that hold several values.
    skipped
        One row for each row of a file that is not in the book: ``file``, ``line``, ``reason``, and
        ``lost``, false where the mapping means to leave it out.
    lost
        One row for each value that leads nowhere and is lost though the row of its file may be
        taken, such as a boss who is not in the export: ``file``, ``line``; ``table``, ``row`` (what
        else tells the row from others) and ``column`` of ours; ``value``, ``reason``, ``meant``
        (what reads alike), and ``whole``, whether the row of ours is lost with the value.
    left_out
        One row for each file that was not read: ``file``, ``reason``, and ``lost``, false where it
        holds no rows.
    columns
        One row per column of a file: ``file``, ``column``, ``used_as`` (our columns; empty where
        nothing uses it), and ``idle``, whether it holds something that nothing uses, in a file of
        which other columns are used.
    findings
        What is doubtful, as :func:`kamgraph.check` lists it.
    system
        The system or mapping by which it was read; empty for a book of ours.
    known_by
        By what the system was recognised; empty where it was named.
    sums
        Table of ours → columns that only sum up what its rows would tell.
    """

    source: str
    tables: pd.DataFrame
    files: pd.DataFrame
    skipped: pd.DataFrame
    lost: pd.DataFrame
    left_out: pd.DataFrame
    columns: pd.DataFrame
    findings: pd.DataFrame
    system: str = ""
    known_by: str = ""
    sums: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """One line: what was taken, what was left out, and what that means."""
        return _sum_up(self)

    @property
    def losses(self) -> list[str]:
        """What was lost, in words: rows that no mapping means to leave out, files, and columns."""
        return _list_losses(self)

    @property
    def assumptions(self) -> list[str]:
        """What a graph does not say and was taken to be so, in words."""
        told = self.findings[self.findings["finding"].isin(ASSUMED)]
        return [*(told["detail"] + " " + told["remedy"])]

    @property
    def lost_in_part(self) -> pd.DataFrame:
        """The rows of ours that are lost although the rows of files that say them are taken."""
        rows = self.lost[self.lost["whole"]].drop_duplicates(["file", "line", "table", "row"])
        skipped = pd.MultiIndex.from_frame(self.skipped[["file", "line"]])
        return rows[~pd.MultiIndex.from_frame(rows[["file", "line"]]).isin(skipped)]

    @property
    def reasons(self) -> pd.DataFrame:
        """How many rows of each file are not in the book for each reason, most first."""
        counted = self.skipped.groupby(["file", "reason"], as_index=False).size()
        counted = counted.rename(columns={"size": "rows"})
        return counted.sort_values("rows", ascending=False, kind="stable", ignore_index=True)

    def __repr__(self) -> str:
        """Say in one line what was taken."""
        return f"<ReadReport: {self.verdict}>"

    def __str__(self) -> str:
        """Sum it up: the verdict, every file and why what is missing is, then the findings."""
        reasons = self.reasons
        parts = self.lost_in_part
        lines = (
            line for one in self.files.itertuples() for line in _describe_file(one, reasons, parts)
        )
        found = (
            f"  {one.severity}: {one.detail} {one.remedy}" for one in self.findings.itertuples()
        )
        known = [f"  known by {self.known_by}"] if self.known_by else []
        unread = (f"  {one.file}: not read: {one.reason}" for one in self.left_out.itertuples())
        return "\n".join([self.verdict, *known, *lines, *unread, *found])


def _describe_file(file: Any, reasons: pd.DataFrame, parts: pd.DataFrame) -> list[str]:
    """Sum up what was taken of a file, and why the rest was left out."""
    note = f" ({file.note})" if file.note else ""
    in_part = int((parts["file"] == file.file).sum())
    note = f", {in_part:,} in part{note}" if in_part else note
    whys = reasons[reasons["file"] == file.file].itertuples()
    return [
        f"  {file.file}: {file.taken:,} of {file.rows:,} rows taken{note}",
        *(f"    {why.rows:,} left out: {why.reason}" for why in whys),
    ]


def refuse_little(report: ReadReport) -> None:
    """Refuse a reading in which nothing, next to nothing or nobody was taken though rows are."""
    if not report.system or not report.files["rows"].sum():
        return
    lost = report.skipped[report.skipped["lost"]]
    used = report.columns.loc[report.columns["used_as"] != "", "file"]
    taken = int(report.files["taken"].sum())
    of = taken + int(lost["file"].isin(used).sum())
    if not taken or taken < _LITTLE * of:
        rows = int(report.files.loc[~report.files["derived"], "rows"].sum())
        raise SourceError(_explain_refusal(report, f"{taken:,} of {rows:,} rows", report.skipped))
    people = report.columns.loc[report.columns["used_as"].str.contains(r"\bpeople\."), "file"]
    unmet = lost[lost["file"].isin(people)]
    if len(unmet) and "people" not in {*report.tables["table"]}:
        raise SourceError(_explain_refusal(report, "nobody", unmet))


def _sum_up(report: ReadReport) -> str:
    """Sum up a reading in one line."""
    parts = (
        f"{report.source}: {_count_taken_rows(report)}",
        _count_set_aside(report),
        _name_words(report),
        *_list_losses(report),
        _name_empty(report),
        _name_contradictions(report),
        _name_files(report.left_out[~report.left_out["lost"]], "other file"),
        _name_outside(report),
        _name_layout(report),
        _name_like_ours(report),
        _name_idle(report),
        _name_unsaid(report),
    )
    return "; ".join(filter(None, parts))


def _list_losses(report: ReadReport) -> list[str]:
    """Return in words what was lost against what a mapping says: rows, parts, files, columns."""
    rows = report.skipped[report.skipped["lost"]]
    parts = report.lost_in_part
    found = [
        f"{number_of(len(rows), 'row')} lost ({_name_reasons(rows, 1)})" if len(rows) else "",
        f"{number_of(len(parts), 'row')} lost in part ({_name_parts(parts)})" if len(parts) else "",
        _name_endless(report),
        _name_files(report.left_out[report.left_out["lost"]]),
        _name_unmet(report),
    ]
    return [*filter(None, found)]


def _name_endless(report: ReadReport) -> str:
    """Return how many rows are taken for current though a cell says that they have an end."""
    # Other cells that are left empty lack something; without its end a row says the contrary.
    rows = report.lost[(report.lost["column"] == _END) & ~report.lost["whole"]]
    if rows.empty:
        return ""
    return f"{number_of(len(rows), 'row')} taken without an end ({_name_parts(rows)})"


def _name_empty(report: ReadReport) -> str:
    """Return how many other cells were left empty, as nothing could be made of them."""
    cells = report.lost[(report.lost["column"] != _END) & ~report.lost["whole"]]
    if cells.empty:
        return ""
    return f"{number_of(len(cells), 'cell')} left empty ({_name_parts(cells)})"


def _name_contradictions(report: ReadReport) -> str:
    """Return how many rows were taken of which two cells tell different things."""
    told = report.findings.loc[report.findings["finding"] == CONTRADICTING, "subject"]
    rows = [row for subject in told for row in subject]
    return (
        f"{number_of(rows, 'row')} with cells that contradict each other ({first_of(rows, most=1)})"
        if rows
        else ""
    )


def _explain_refusal(report: ReadReport, taken: str, skipped: pd.DataFrame) -> str:
    """Say what was taken and why not more, and what would help."""
    way = "if it is from another system, or has columns of its own, give a mapping that fits"
    parts = (
        f"{report.source}: {taken} could be taken ({_name_reasons(skipped, _REASONS)})",
        _name_files(report.left_out),
        _name_unmet(report),
        f"{way} (kamgraph map proposes one)",
    )
    return "; ".join(filter(None, parts))


def _count_taken_rows(report: ReadReport) -> str:
    """Return how many rows were taken, and what they came to."""
    counted = report.tables[["table", "rows", "count"]].to_numpy()
    held = [
        number_of(count, *_NOUNS.get(table, (nature(table).noun, table)))
        + (f" with {rows:,} who took part" if rows > count else "")
        for table, rows, count in counted
    ]
    book = ", ".join(held) or "an empty book"
    files = report.files[~report.files["derived"]]
    if not files["rows"].sum():
        return book
    rows, taken = int(files["rows"].sum()), int(files["taken"].sum())
    return f"{taken:,} of {number_of(rows, 'row')} taken ({book})"


def _count_set_aside(report: ReadReport) -> str:
    derived = report.files.loc[report.files["derived"], "file"]
    rows = report.skipped[~report.skipped["lost"] & ~report.skipped["file"].isin(derived)]
    return (
        f"{number_of(len(rows), 'row')} set aside ({_name_reasons(rows, _REASONS)})"
        if len(rows)
        else ""
    )


def _name_words(report: ReadReport) -> str:
    """Return which words of rows that were taken mean nothing to us, so that they do not count."""
    told = report.findings["finding"] == WORD_LEFT_OUT
    found = report.findings.loc[told, ["table", "subject"]].to_numpy()
    quoted = [(table, [f"'{word}'" for word in words]) for table, words in found]
    named = [f"{table}: {first_of(words, most=_NAMED)}" for table, words in quoted]
    return f"words without a counterpart left out ({'; '.join(named)})" if named else ""


def _name_unmet(report: ReadReport) -> str:
    """Return which columns that the mapping names no file has."""
    unmet = report.findings.loc[report.findings["finding"] == UNMET, "subject"]
    names = [*dict.fromkeys(f"'{name}'" for subject in unmet for name in subject)]
    return f"no file has the {_name_columns(names)} of the mapping" if names else ""


def _name_like_ours(report: ReadReport) -> str:
    """Return which columns nothing takes though their names are nearly those of ours."""
    like = report.findings.loc[report.findings["finding"] == LIKE_OURS, ["table", "subject"]]
    names = [f"'{theirs}' of {table}" for table, (theirs,) in like.to_numpy()]
    return f"nothing takes the {_name_columns(names)}" if names else ""


def _name_idle(report: ReadReport) -> str:
    """Return how many columns of an export hold something that nothing uses, and the first."""
    columns = report.columns
    idle = columns[columns["idle"]]
    if idle.empty or not report.system:
        return ""
    elsewhere = {*columns.loc[columns["used_as"] != "", "column"]}
    names = [
        f"'{name}'" + (f" of {PurePath(file).name}" if name in elsewhere else "")
        for file, name in idle[["file", "column"]].to_numpy()
    ]
    names = [*dict.fromkeys(names)]
    return f"{number_of(names, 'column')} not used ({first_of(names, most=_NAMED)})"


def _name_columns(names: Sequence[str]) -> str:
    noun = "column" if len(names) == 1 else "columns"
    return f"{noun} {first_of(names, most=_NAMED)}"


def _name_outside(report: ReadReport) -> str:
    """Return how many lines of the files are of no table, with the first of them."""
    outside = report.findings.loc[report.findings["finding"] == OUTSIDE, "subject"]
    lines = [line for subject in outside for line in subject]
    shown = first_of([f"'{spell_value(line)}'" for line in lines], most=1)
    return f"{number_of(lines, 'line')} outside the tables ({shown})" if lines else ""


def _name_layout(report: ReadReport) -> str:
    """Return where tables were parted from others beside them, and how many columns left out."""
    found = report.findings[["finding", "table", "subject"]].to_numpy()
    parted = [f"'{name}' at {told[0]}" for code, name, told in found if code == PARTED]
    grouped = [
        first_of([f"'{one}'" for one in names]) for code, _, names in found if code == GROUPED
    ]
    nameless = [at for code, _, columns in found if code == NAMELESS for at in columns]
    return "; ".join(
        filter(
            None,
            [
                f"tables side by side parted: {first_of(parted, most=_NAMED)}" if parted else "",
                *(f"{names} taken for groups of columns of one table" for names in grouped),
                f"{number_of(nameless, 'column')} without a name left out" if nameless else "",
            ],
        )
    )


def _name_unsaid(report: ReadReport) -> str:
    """Return of what nothing in the book of an export tells."""
    there = {*report.tables["table"]}
    if not report.system:
        return ""
    if "people" not in there:
        return "nobody is in the book"
    unsaid = [what for table, what in _UNSAID.items() if table not in there]
    named = " or ".join(filter(None, [", ".join(unsaid[:-1]), *unsaid[-1:]]))
    said = f"nothing says {named}" if named else ""
    return "; ".join(filter(None, [said, *_name_sums(report, there)]))


def _name_sums(report: ReadReport, there: set[str]) -> Iterator[str]:
    """Yield which columns sum up what no rows tell, and what to export for that."""
    held = {*report.columns["column"]}
    for table, names in report.sums.items():
        found = [f"'{name}'" for name in names if name in held]
        if found and table not in there:
            yield (
                f"of {table} the export has only sums ({', '.join(found)}), of which none are "
                f"made: export the {table} themselves as well, one row for each"
            )


def _name_files(left_out: pd.DataFrame, noun: str = "file") -> str:
    """Count files that were not read, and name the first of them with their reasons in short."""
    if left_out.empty:
        return ""
    shown = left_out.head(_NAMED)[["file", "reason"]].to_numpy()
    named = [f"{PurePath(file).name}: {reason.partition('; ')[0]}" for file, reason in shown]
    more = [f"{len(left_out) - len(named):,} more"] if len(left_out) > len(named) else []
    several = noun.replace("file", "files")
    return f"{number_of(len(left_out), noun, several)} not read ({', '.join([*named, *more])})"


def _name_reasons(skipped: pd.DataFrame, most: int) -> str:
    reasons = skipped["reason"].value_counts()
    if len(reasons) == 1:
        return str(reasons.index[0])
    rest = number_of(len(reasons) - most, "more reason")
    more = [rest] if len(reasons) > most else []
    named = (f"{reason}: {count:,}" for reason, count in reasons.head(most).items())
    return "; ".join([*named, *more])


def _name_parts(parts: pd.DataFrame) -> str:
    one, *others = parts.itertuples()
    more = f"; and {len(others):,} more" if others else ""
    return f"line {one.line}: {one.column} '{one.value}' of {one.table} {one.reason}{more}"
