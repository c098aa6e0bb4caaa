"""The arithmetic of the page in a real browser, beside Python's: ``pytest -m browser``."""

from collections import Counter

import numpy as np
import pytest

import kamgraph as k
from customers import make_customer
from drawn_books import DAY, draw_book
from kamgraph.analysis.plan.values import measure_aims
from kamgraph.analysis.scores import measure_position
from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import AIMS, AXES
from kamgraph.reviews.formats.html.page import join_scripts
from kamgraph.reviews.formats.html.what_if.changes import describe_change
from kamgraph.reviews.formats.html.what_if.inputs import list_inputs

pytestmark = pytest.mark.browser

BOOKS = 1000
WHOLE = (
    *("choice", "low", "high", "error", "coverage", "unnamed"),
    *("roles_known", "limited_by", "blocked_by"),
)
SCRIPTS = tuple(f"what_if/{name}.js" for name in ("engine", "position", "changes"))
RUN = """cases => cases.map(({ inputs, trials }) => trials.map((list) => {
  try {
    const found = position.measure(changes.applyAll(inputs, list));
    return { ...found, people: Object.fromEntries(found.people) };
  } catch (error) {
    if (error instanceof changes.Refusal) return error.message;
    throw error;
  }
}))"""

TIMED = f"""cases => {{
  const start = performance.now();
  ({RUN})(cases);
  return performance.now() - start;
}}"""


@pytest.fixture
def run(browser):
    page = browser.new_page()
    # What a page keeps to itself, the test has to reach.
    body = join_scripts(*SCRIPTS).removeprefix('"use strict";\n{').rstrip().removesuffix("}")
    page.add_script_tag(content=body)
    yield lambda cases, timed=False: page.evaluate(TIMED if timed else RUN, cases)
    page.close()


def draw_changes(graph, random):
    """Draw a change of each kind that there can be."""
    people = [*graph.index]

    def pick(some):
        return str(random.choice(some))

    ours, theirs, own = (graph.index[which] for which in (graph.ours, graph.contact, graph.own))
    strength = float(random.choice([0.25, 0.5, 1]))
    one, other = random.choice(people, 2, replace=False)
    drawn = [
        k.NewTie(one, other, "influences", random.choice([strength, -0.5])),
        k.NewGrade(pick(people), pick(AXES.words), int(random.integers(1, 6))),
        k.Leaver(pick(people)),
    ]
    if len(own) > 1:
        drawn.append(k.NewTie(*random.choice(own, 2, replace=False), pick(tie_kinds.FORMAL)))
    if len(ours) and len(theirs):
        drawn.append(k.NewTie(pick(ours), pick(theirs), "knows", strength))
        drawn.append(k.NewMeeting(pick(ours), pick(theirs), pick(["meeting", "visit"])))
    if len(graph.ties):
        tie = graph.ties.iloc[random.integers(len(graph.ties))]
        drawn.append(k.NewTie(tie["source"], tie["target"], tie["kind"], 0))
        drawn.append(k.NewTie(tie["source"], tie["target"], tie["kind"], 0.25))
    return drawn


def draw_case(number):
    """Return the graph of a drawn account or deal, and no change, one, or several at once."""
    random = np.random.default_rng(number)
    scope = {"deal": "d"} if number % 3 == 0 else {"account": "acme"}
    graph = k.build_graph(draw_book(number), **scope, as_of=DAY)
    drawn = draw_changes(graph, random)
    several = [drawn[one] for one in random.permutation(len(drawn))[:3]]
    return graph, [[], [drawn[number % len(drawn)]], several][number % 10 and 1 + number % 2]


def change(graph, some):
    """Return the graph with changes; who hangs on nothing after one of them has left it already."""
    for one in sorted(some, key=lambda one: isinstance(one, k.Leaver)):
        if not isinstance(one, k.Leaver) or one.person in graph.index:
            graph = graph.with_changes(one)
    return graph


def look_at(graph):
    """Tell of a graph what the page tells of it."""
    told = {name: column[0] for name, column in measure_position(graph).items()}
    told = {name: told[name] for name in (*AXES.words, *WHOLE)} | {"status": graph.status[0]}
    secure = measure_aims(graph)[0, AIMS.words.index("secure")]
    told["secure"] = np.nan if np.isnan(told["coverage"]) else secure
    band, routes = graph.personal_choice, graph.best_routes
    columns = {
        "choice": band.value,
        "low": band.low,
        "high": band.high,
        "kind": graph.key_kind,
        "power": graph.power,
        "weight": graph.decision_weight,
        "reach": routes.reach,
        "route": graph.trace_routes(np.arange(len(graph.index))),
    }
    for name, column in columns.items():
        told |= {(name, one): value for one, value in zip(graph.index, column, strict=True)}
    return told


def read(found):
    """Tell the same of what the page has found."""
    names = {"limited_by": "limitedBy", "blocked_by": "blockedBy", "roles_known": "rolesKnown"}
    told = {name: found[names.get(name, name)] for name in (*WHOLE, "secure", "status")}
    told |= dict(zip(AXES.words, found["axes"], strict=True))
    for person, one in found["people"].items():
        told |= {(name, person): value for name, value in one.items() if name != "choice"}
        band = zip(("choice", "low", "high"), one["choice"].values(), strict=True)
        told |= {(name, person): value for name, value in band}
    return told


def assert_same(found, graph):
    expected, told = look_at(graph), read(found)
    # Who hangs on nothing any more may stay in the page, and does nothing there.
    for key, value in expected.items():
        if isinstance(value, float):
            same = None if np.isnan(value) else pytest.approx(value, rel=0, abs=1e-9)
            assert told[key] == same, key
        elif isinstance(value, tuple):
            assert told[key] == [*value], key
        else:
            assert told[key] == value, key


def test_the_page_finds_what_python_finds_in_a_thousand_books(run):
    cases = [draw_case(number) for number in range(BOOKS)]
    trials = [
        {"inputs": list_inputs(graph), "trials": [[describe_change(one) for one in some]]}
        for graph, some in cases
    ]
    tried, refused = Counter(), Counter()
    for (graph, some), [found] in zip(cases, run(trials), strict=True):
        if isinstance(found, str):
            refused.update([found])
        else:
            tried.update({type(one).__name__ for one in some} or {"none"})
            assert_same(found, change(graph, some))
    assert min(tried.values()) >= 100, tried
    assert set(tried) == {"none", "NewTie", "NewGrade", "NewMeeting", "Leaver"}
    assert refused.total() < BOOKS / 4, refused
    assert set(refused) <= {"met", "vacant", "inherited", "promise", "held", "last", "parted"}


def test_sixty_people_take_less_than_a_twentieth_of_a_second(run):
    graph = make_customer(54)
    trial = [describe_change(k.NewGrade("p003", "price", 5))]
    took = run([{"inputs": list_inputs(graph), "trials": [trial] * 20}], timed=True)
    assert took < 20 * 50


@pytest.mark.parametrize("susceptibility", [0, 0.5, 0.95, 0.9999])
def test_both_ways_to_solve_find_what_python_finds(run, susceptibility):
    # Of so many people little is taken over by hand to hand, much by elimination.
    graph = make_customer(90, policy=k.Policy(susceptibility=susceptibility))
    some = [k.NewGrade("p003", "price", 5)]
    trial = [describe_change(one) for one in some]
    [[found]] = run([{"inputs": list_inputs(graph), "trials": [trial]}])
    assert_same(found, change(graph, some))


def test_three_thousand_people_take_less_than_a_second(run):
    graph = make_customer(3000)
    trial = [describe_change(k.NewGrade("p003", "price", 5))]
    assert run([{"inputs": list_inputs(graph), "trials": [trial]}], timed=True) < 1000
