"""The columns of a table that show a result, as the record beside its question declares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ConfigDict

from kamgraph.model.result import Kind, columns
from kamgraph.model.voice import say, say_label

if TYPE_CHECKING:
    from kamgraph.model.result import Record, ResultColumn

AS_DATA = ConfigDict(
    arbitrary_types_allowed=True,
    extra="forbid",
    json_schema_serialization_defaults_required=True,
    serialize_by_alias=True,
    use_attribute_docstrings=True,
)


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    __pydantic_config__ = AS_DATA

    heading: str
    """Its title, in words."""
    kind: Kind = "text"
    """What it holds: name and text (texts), day (a text that stays on one line), score (0-100),
    error (points either way), share and reach (0-1), points (signed), count, or span."""
    below: str = ""
    """The key of the text that stands small below each value; empty for none."""
    name: str = ""
    """Its key in the rows, which its table sets."""


def show_columns(record: type[Record], *names: str) -> dict[str, Column]:
    """Return columns of a result, each by its name."""
    return {name: show_column(record, name) for name in names}


def show_column(record: type[Record], name: str, *, heading: str = "", below: str = "") -> Column:
    """Return a column of a result, with another heading where the table tells more."""
    [declared] = [column for column in columns(record) if column.name == name]
    said = say(f"columns.{heading}") if heading else say_heading(declared)
    return Column(said, declared.kind, below)


def say_heading(column: ResultColumn) -> str:
    """Return the heading of a result's column: its name in words."""
    vocabulary = column.headed_by
    return say_label(vocabulary, column.name) if vocabulary else say(f"columns.{column.name}")


def show_person() -> Column:
    """Return the column of the people that rows are about, with their places below."""
    return Column(say("columns.person"), "name", below="place")
