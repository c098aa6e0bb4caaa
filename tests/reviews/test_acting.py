"""By when something is done about what is missing: as the plan has it, where a step serves it."""

import pandas as pd
import pytest

import kamgraph as k
from kamgraph.reviews.acting import find_day
from kamgraph.reviews.results import Results

RESULTS = Results(k.build_graph(k.load_demo(), account="yaochuan"))
STEPS = RESULTS.plan.steps


@pytest.mark.parametrize(("gap", "kind"), [("no_touch", "refresh"), ("never_assessed", "ask")])
def test_a_risk_has_the_day_of_the_step_that_serves_it(gap, kind):
    steps = STEPS[STEPS["kind"] == kind]
    assert len(steps)
    for contact, day in zip(steps["contact"], steps["day"], strict=True):
        assert find_day(gap, contact, RESULTS) == day.date()


def test_a_step_of_another_kind_serves_nothing_else():
    contact = STEPS.loc[STEPS["kind"] == "refresh", "contact"].iloc[0]
    planned = STEPS.loc[STEPS["contact"] == contact, "day"].min()
    assert pd.Timestamp(find_day("blocked", contact, RESULTS)) > planned
