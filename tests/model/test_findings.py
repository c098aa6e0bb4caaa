import pandas as pd
import pytest
from hypothesis import given, settings

import kamgraph as k
from books import book, from_rows
from strategies import tables

few = settings(max_examples=min(60, settings.default.max_examples // 8))


def found(facts):
    table = k.check(facts)
    return {(row.severity, row.finding): row.subject for row in table.itertuples()}


def codes(facts):
    return set(k.check(facts)["finding"])


def test_nothing_to_find():
    table = k.check(book(people="ann acme; bea bravo", ties="ann influences bea"))
    assert table.empty
    assert list(table.columns) == [
        "severity", "finding", "table", "subject", "detail", "remedy"]  # fmt: skip


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"people": "a acme; b acme; x bravo", "ties": "a reports_to b; b reports_to a"}, "cycle"),
        ({"people": "a acme; b acme; c acme; x bravo", "ties": "a reports_to b; a reports_to c"}, "solid"),
        ({"people": "a acme; x bravo", "ties": "a influences a"}, "self"),
        ({"people": "a acme name=Ann; b acme name=ANN; x bravo"}, "name"),
        ({"people": "a acme"}, "people"),
        ({"people": "a acme until=2026-01-01 successor=b; b acme until=2026-01-01; x bravo",
          "ties": "a influences x since=2026-02-01"}, "success"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_found(tables, code):
    assert any(code in finding for finding in codes(book(**tables))), codes(book(**tables))


def test_ids_that_lead_nowhere_are_found_in_a_lenient_book():
    facts = book(lenient=True, people="a acme; x bravo", ties="a influences zoe")
    assert any("dangling" in finding for finding in codes(facts))
    assert k.check(facts)["detail"].str.contains("zoe").any()


@few
@given(tables())
def test_every_finding_is_a_sentence_with_a_remedy_and_no_measure_crashes(drawn):
    facts = from_rows(drawn)
    table = k.check(facts)
    assert table["severity"].isin(["high", "medium", "low"]).all()
    for column in ("detail", "remedy"):
        assert table[column].str.endswith(".").all()
    assert isinstance(k.scores(k.build_graph(facts)), pd.DataFrame)
