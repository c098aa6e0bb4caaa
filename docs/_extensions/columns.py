"""The directive ``columns``: the columns of a result, from the record beside its question.

A table of a class is named with it::

    ```{columns} comparison.people
    ```

Where the reference describes a question or such a class, the columns follow its docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

import kamgraph
from kamgraph.model.result import RESULTS, ScopedRecord, columns

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from kamgraph.model.result import ResultColumn

_LOADED = [getattr(kamgraph, name) for name in kamgraph.__all__]  # which fills RESULTS
_HOLDS = {
    "bool": "yes or no",
    "float64": "number",
    "int64": "count",
    "Int64": "count",
    "object": "tuple",
    "str": "text",
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive, and the columns to the reference."""
    app.add_directive("columns", Columns)
    app.connect("autodoc-process-docstring", _append_columns, priority=700)  # after napoleon
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class Columns(SphinxDirective):
    """Show the columns of a result as a table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        rows = ["| column | holds | meaning |", "| --- | --- | --- |", *_rows(self.arguments[0])]
        self.content = StringList(rows, source=self.get_source_info()[0])
        return self.parse_content_to_nodes()


def _rows(result: str) -> list[str]:
    record = RESULTS[result]
    scopes = ["| *`account`*, *`deal`* | id | where the graph has many scopes |"]
    lead = scopes if issubclass(record, ScopedRecord) else []
    return [*lead, *(_row(column) for column in columns(record))]


def _row(column: ResultColumn) -> str:
    name = f"*`{column.name}`*" if column.in_index else f"`{column.name}`"
    return f"| {name} | {_holds(column)} | {column.meaning} |"


def _holds(column: ResultColumn) -> str:
    if column.words:
        return ", ".join(column.words)
    return column.unit or _HOLDS.get(column.dtype, "day")


def _append_columns(_: Sphinx, __: str, name: str, *event: object) -> None:
    *_rest, lines = event
    called = name.rpartition(".")[2]
    for result in RESULTS:
        question, _, table = result.partition(".")
        if called in {question, question.capitalize() if table else ""} and isinstance(lines, list):
            lines += [f".. rubric:: Columns of ``{table}``" if table else ".. rubric:: Columns", ""]
            lines += [
                f"- ``{column.name}`` ({_holds(column)}): {column.meaning}"
                for column in columns(RESULTS[result])
            ]
            lines.append("")
