"""Every table of every question has the columns that its record declares, of the types declared."""

import inspect
from collections import defaultdict
from functools import cache
from itertools import chain

import pytest
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.model.result import RESULTS, ScopedRecord, columns
from strategies import books, few

# Loaded, since a question declares its result when it is.
FUNCTIONS = [one for name in k.__all__ if inspect.isfunction(one := getattr(k, name))]
NOBODY = book(people="", organizations="")
EARLIER, LATER = "2026-01-01", "2026-09-01"


def whole_portfolio(graph):
    return k.portfolio(graph.book, as_of=LATER, since=EARLIER)


def one_of_ours(graph):
    ours = graph.index.get_level_values("person")[graph.ours]
    return ours[0] if len(ours) else None


# How to ask what is asked with more than a graph alone.
ASKED = {
    "handover": lambda graph: k.handover(graph, one_of_ours(graph)),
    "funnel": lambda graph: k.funnel(graph.book),
    "moves_of_people": lambda graph: k.moves_of_people(graph.book, since=EARLIER),
    "stage": lambda graph: k.stage(graph, since=EARLIER),
    "plan": lambda graph: k.plan(graph, budget=8),
    "what_ifs": lambda graph: k.what_ifs(graph, []),
    "trend": lambda graph: k.trend(graph, days=[EARLIER]),
    "workload": lambda graph: whole_portfolio(graph).workload,
    "comparison": lambda graph: k.compare(graph.at(EARLIER), graph),
    "portfolio": whole_portfolio,
}


def asked(result, graph, answers):
    """Ask a question, but once for all the tables of its answer."""
    question, _, table = result.partition(".")
    if question not in answers:
        answers[question] = ASKED.get(question, getattr(k, question, None))(graph)
    return getattr(answers[question], table) if table else answers[question]


def dtypes(table):
    return {name: str(dtype) for name, dtype in columns_of(table).dtypes.items()}


def assert_as_declared(result, graph, answers=None):
    record, table = RESULTS[result], asked(result, graph, {} if answers is None else answers)
    declared = {column.name: column.dtype for column in columns(record)}
    scopes = ["account", "deal"] if issubclass(record, ScopedRecord) and many(graph) else []
    index = [column.name for column in columns(record) if column.in_index]
    assert [name for name in table.index.names if name] == [*scopes, *index]
    assert list(table.columns) == list(declared)[len(index) :]
    assert dtypes(table) == dict.fromkeys(scopes, "str") | declared


def many(graph):
    return len(graph.scope_index) != 1


@cache
def demo(account):
    """Return a graph of the demo and the answers that all results of it share."""
    return k.build_graph(k.load_demo(), account=account, as_of=LATER), {}


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_of_the_demo_is_as_declared(result):
    assert_as_declared(result, *demo("yaochuan"))
    if result != "handover":
        assert_as_declared(result, *demo(None))


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_travels_with_who_it_is_about_its_types_and_units(result):
    graph, answers = demo("yaochuan")
    table = asked(result, graph, answers)
    units = {one.name: one.unit for one in columns(RESULTS[result]) if one.unit}
    named = "portfolio.workload" if result == "workload" else result
    assert table.attrs == {"result": named, "units": units}
    arrow = k.to_arrow(table)
    assert {*columns_of(table)} == {*arrow.column_names}
    assert k.to_arrow(table.head(0)).schema == arrow.schema
    for name, unit in units.items():
        assert arrow.schema.field(name).metadata[b"unit"].decode() == unit
    for name in arrow.column_names:
        assert arrow[name].null_count == columns_of(table)[name].isna().sum()


def columns_of(table):
    return table.reset_index() if any(table.index.names) else table


@pytest.mark.parametrize("result", sorted({*RESULTS} - {"handover"}))
def test_a_result_of_nobody_is_as_declared(result):
    assert_as_declared(result, k.build_graph(NOBODY, as_of=LATER))


def test_a_handover_of_nobody_is_as_declared():
    alone = book(people="vic us", team="vic lead_expert acme")
    assert_as_declared("handover", k.build_graph(alone, account="acme", as_of=LATER))


@pytest.mark.long
@few
@given(books(deals=1))
def test_results_of_drawn_books_are_as_declared(drawn):
    graph, answers = k.build_graph(drawn, as_of=LATER), {}
    for result in RESULTS:
        if result != "handover" or one_of_ours(graph):
            assert_as_declared(result, graph, answers)


def test_every_question_is_declared():
    asked = (one for one in FUNCTIONS if one.__annotations__.get("graph") == "RelationshipGraph")
    questions = {one.__name__ for one in asked}
    assert len(questions) > 15
    answered = {name.partition(".")[0] for name in RESULTS}
    assert questions - {"interactive_map", "review", "write_questions"} <= answered


def test_a_name_has_one_scale():
    scales = defaultdict(set)
    # Contributions are the parts of the acceptance, called as the axis of which they are.
    others = [record for name, record in RESULTS.items() if name != "contributions"]
    for column in chain.from_iterable(map(columns, others)):
        scales[column.name].add(column.unit)
    several = {name for name, units in scales.items() if len(units - {""}) > 1}
    # A comparison is on the scale of what it compares, sizes of power have no sign, and what a
    # person carries is called as the policy's limits are.
    assert several == {"before", "after", "power", "coverage"}


@pytest.mark.parametrize("result", RESULTS)
def test_every_column_says_what_it_means(result):
    for column in columns(RESULTS[result]):
        assert column.meaning.endswith(".")
        assert column.dtype
