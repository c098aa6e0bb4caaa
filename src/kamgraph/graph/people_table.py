"""The columns of the table of people, each made of the arrays of a graph where it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamgraph.graph.codes import ORIGINS, read_dates, spell, spell_bits
from kamgraph.model.rows import Rows
from kamgraph.model.vocabulary import AXES, DECISION_ROLES, SIDES, TEAM_ROLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pandas._typing import ArrayLike

    from kamgraph.graph.measured import Measured
    from kamgraph.model.vocabulary import Vocabulary

    Make = Callable[[Measured, Rows, np.ndarray], ArrayLike]


def read_people(graph: Measured, table: Rows, column: str, nodes: np.ndarray) -> ArrayLike:
    """Return a column of people at some nodes of a graph's ``table``, or their ``id``."""
    make = _read_person("id") if column == "id" else PEOPLE_COLUMNS[column]
    return make(graph, table, nodes)


def _read_person(column: str) -> Make:
    return lambda graph, table, nodes: graph.part.texts_at("people", column, table["person"][nodes])


def _read_firm(column: str) -> Make:
    def read(graph: Measured, table: Rows, nodes: np.ndarray) -> ArrayLike:
        firm = graph.part.coded.posts["organization"][table["post"][nodes]]
        return graph.part.texts_at("organizations", column, firm)

    return read


def _read_title(graph: Measured, table: Rows, nodes: np.ndarray) -> ArrayLike:
    title = graph.part.coded.title
    return spell(title.codes[table["post"][nodes]], (*title.texts, None))


def _read_function(graph: Measured, _: Rows, nodes: np.ndarray) -> ArrayLike:
    return spell(graph.posts.function[nodes], (*graph.function_words, None))


def _read_level(graph: Measured, _: Rows, nodes: np.ndarray) -> ArrayLike:
    return pd.array(graph.posts.level[nodes], dtype="Int64")


def _read_post_origin(name: str) -> Make:
    return lambda graph, _, nodes: spell(getattr(graph.posts, name)[nodes], ORIGINS)


def _find_placeholders(graph: Measured, table: Rows, nodes: np.ndarray) -> np.ndarray:
    nobody = graph.part.coded.find_placeholders(graph.policy.placeholders)
    return nobody[table["person"][nodes]]


def _read_role_origins(graph: Measured, _: Rows, nodes: np.ndarray) -> np.ndarray:
    """Return of each of everybody's roles what it is known from."""
    found = Rows(**{role: graph.role_origin(role)[nodes] for role in DECISION_ROLES.words})
    distinct = found.keep_first(*found.names)
    codes = np.column_stack([distinct[role] for role in found.names]).tolist()
    spelled = np.empty(len(distinct), dtype=object)
    for number, row in enumerate(codes):
        spelled[number] = tuple(ORIGINS[code] for code in row if code)
    return spelled[found.locate(distinct, *found.names)]


def _copy(name: str) -> Make:
    return lambda _, table, nodes: table[name][nodes]


def _spell_words(name: str, words: tuple[str, ...]) -> Make:
    return lambda _, table, nodes: spell(table[name][nodes], words)


def _spell_sets(name: str, vocabulary: Vocabulary) -> Make:
    return lambda _, table, nodes: spell_bits(table[name][nodes], vocabulary)


def _read_certainty(number: int) -> Make:
    return lambda graph, _, nodes: graph.certainty[nodes, number]


def _read_date(name: str) -> Make:
    return lambda _, table, nodes: read_dates(table[name][nodes])


PEOPLE_COLUMNS: Mapping[str, Make] = {
    "name": _read_person("name"),
    "organization": _read_firm("id"),
    "organization_name": _read_firm("name"),
    "side": _spell_words("side", SIDES.words),
    "own": _copy("own"),
    "title": _read_title,
    "function": _read_function,
    "level": _read_level,
    "function_origin": _read_post_origin("function_origin"),
    "level_origin": _read_post_origin("level_origin"),
    "vacant": _copy("vacant"),
    "placeholder": _find_placeholders,
    "susceptibility": _copy("susceptibility"),
    "roles": _spell_sets("roles", DECISION_ROLES),
    "role_origins": _read_role_origins,
    "team": _spell_sets("team", TEAM_ROLES),
    **{f"{axis}_stance": _copy(axis) for axis in AXES.words},
    **{f"{axis}_known": _read_certainty(number) for number, axis in enumerate(AXES.words)},
    **{f"{axis}_origin": _spell_words(f"{axis}_origin", ORIGINS) for axis in AXES.words},
    **{f"{axis}_date": _read_date(f"{axis}_date") for axis in AXES.words},
}
