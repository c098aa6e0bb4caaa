"""What a SQLite file has beside the tables of a book when the book is live."""

from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.schema import CreateTable

from kamgraph.model.columns import columns
from kamgraph.model.entities import TABLES
from kamgraph.sources.database.layout import EXTRA, PREFIX, ROW, find_id_column
from kamgraph.sources.database.log import LOG

_VERBS = {"insert": (None, "NEW"), "update": ("OLD", "NEW"), "delete": ("OLD", None)}


@TABLES.remember
def list_statements() -> dict[str, str]:
    """Return what makes the log, an index of every table, and the triggers, by their names."""
    statements = {LOG.name: str(CreateTable(LOG).compile(create_engine("sqlite://")))}
    for name in TABLES:
        table = PREFIX + name
        statements[f"{table}_ids"] = (
            f'CREATE INDEX {table}_ids ON {table} ("{find_id_column(name)}")'
        )
        for verb, (before, after) in _VERBS.items():
            statements[f"{table}_{verb}"] = _spell_trigger(name, verb, before, after)
    return statements


def _spell_trigger(name: str, verb: str, before: str | None, after: str | None) -> str:
    table = PREFIX + name
    return (
        f"CREATE TRIGGER {table}_{verb} AFTER {verb.upper()} ON {table} BEGIN "
        f"INSERT INTO {LOG.name} (moment, name, {ROW}, before, after) VALUES ("
        f"strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '{name}', {after or before}.{ROW}, "
        f"{_spell_row(name, before)}, {_spell_row(name, after)}); END"
    )


def _spell_row(name: str, row: str | None) -> str:
    if row is None:
        return "NULL"
    cells = [f"'{one.name}', {_spell_cell(row, one.name, one.kind)}" for one in columns(name)]
    return f"json_object({', '.join(cells)}, '{EXTRA}', {row}.{EXTRA})"


def _spell_cell(row: str, column: str, kind: str) -> str:
    """Spell a cell; a number with all its digits."""
    cell = f'{row}."{column}"'
    if kind != "number":
        return cell
    return f"CASE typeof({cell}) WHEN 'real' THEN quote({cell}) ELSE {cell} END"
