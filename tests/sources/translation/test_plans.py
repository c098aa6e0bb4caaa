"""The day of an export, and which interactions were still to come on it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock import TODAY
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.raw import RawTable
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.translation.translate import translate
from strategies import few

MAPPING = Mapping.from_toml("""
name = "theirs"
stamps = ["Changed"]
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
[[tables]]
file = "persons"
table = "people"
columns = { id = "No", name = "No" }
constants = { organization = "acme" }
[[tables]]
file = "meetings"
table = "interactions"
columns = { id = "No", date = "Day", person = "Who" }
done = { State = "held" }
""")
DAYS = st.integers(1, 28).map("2026-03-{:02}".format)
MEETINGS = st.lists(st.tuples(DAYS, st.sampled_from(["held", ""])), min_size=1, max_size=8)


def table(name, rows):
    cells = pd.DataFrame(rows, dtype=TEXT)
    return RawTable(name, name, cells, np.arange(2, len(cells) + 2))


def read(meetings, changed, *, own=None):
    """Read meetings of a person changed on some day; return their days, and what is told."""
    found = read_whole(meetings, changed, own=own)
    met = found.tables["interactions"]
    told = {one.finding for one in found.notes.findings}
    return dict(zip(met["id"].astype(int), met["date"], strict=True)), told


def read_whole(meetings, changed, *, own=None):
    """Read meetings of a person changed on some day; the meetings may say when they were."""
    stamp = {} if own is None else {"Changed": own}
    rows = [
        {"No": str(at), "Day": day, "Who": "ann", "State": state, **stamp}
        for at, (day, state) in enumerate(meetings)
    ]
    persons = [{"No": "ann", "Changed": changed}]
    return translate([table("persons", persons), table("meetings", rows)], MAPPING)


@few
@given(MEETINGS, DAYS, st.none() | DAYS)
def test_nothing_that_has_happened_is_dropped(meetings, changed, own):
    taken, _ = read(meetings, changed, own=own)
    assert {at for at, (_, state) in enumerate(meetings) if state} <= {*taken}


@few
@given(MEETINGS, DAYS)
def test_stamps_of_other_files_alone_prove_no_plan(meetings, changed):
    open_ = [(day, "") for day, _ in meetings]
    taken, told = read(open_, changed)
    assert taken == dict(enumerate(day for day, _ in open_))
    assert ("undated_export" in told) == any(day > changed for day, _ in open_)


@few
@given(MEETINGS, DAYS, DAYS)
def test_the_stamps_of_meetings_date_them(meetings, changed, own):
    newest = max(changed, own)
    taken, told = read(meetings, changed, own=own)
    assert taken == {
        at: min(day, newest) for at, (day, state) in enumerate(meetings) if state or day <= newest
    }
    assert ("done_before_its_day" in told) == any(state and day > newest for day, state in meetings)


@few
@given(MEETINGS, DAYS)
def test_what_has_happened_dates_an_export_whose_meetings_have_no_stamps(meetings, changed):
    held = [day for day, state in meetings if state]
    taken, _ = read(meetings, changed)
    newest = max([changed, *held])
    expected = {at for at, (day, _) in enumerate(meetings) if day <= newest or not held}
    assert {*taken} == expected


FAR = "2062-01-12"


@pytest.mark.parametrize("meetings", [[("2026-03-02", ""), (FAR, "")], [(FAR, "")]])
def test_without_any_day_of_the_export_what_lies_after_today_is_a_plan(meetings):
    found = read_whole(meetings, "")
    assert FAR not in found.tables["interactions"]["date"].tolist()
    (record,) = (one for one in found.notes.records if one.raw.name == "meetings")
    assert {*record.reason} - {""} == {f"planned for a day after today, {TODAY}"}


@pytest.mark.parametrize("changed", ["", FAR])
def test_a_slip_in_a_day_moves_neither_the_day_of_the_export_nor_a_meeting_there(changed):
    taken, told = read([("2026-03-02", "held"), ("2026-03-05", ""), (FAR, "held")], changed)
    assert taken == {0: "2026-03-02", 2: "2026-03-02"}
    assert "done_before_its_day" in told
    taken, _ = read([(FAR, "held")], changed)
    assert taken == {0: TODAY.isoformat()}


def test_what_lies_after_today_is_a_plan_whatever_the_stamps_of_other_files():
    taken, told = read([("2026-03-09", ""), (FAR, "")], "2026-03-05")
    assert taken == {0: "2026-03-09"}
    assert "undated_export" in told
