import pandas as pd
import pytest

import kamgraph as k
from books import book


def test_a_grade_that_no_stance_of_ones_own_explains():
    # Bob moves Ann by M = 0.25: by herself she would have to stand at (1 - 0.25 · -1) / 0.75.
    facts = book(people="ann acme; bob acme", ties="bob influences ann 0.5",
                 assessments="ann 2026-01-01 5 3 -; bob 2026-01-01 1 3 5")  # fmt: skip
    table = k.consistency(k.build_graph(facts, account="acme")).grades
    assert list(table.index) == [("ann", "relationship")]
    row = table.iloc[0]
    assert row[["graded", "circle"]].tolist() == [100, 0]
    assert row["needed"] == pytest.approx(50 * (1 + 1.25 / 0.75))


def test_nobody_contradicts_a_circle_that_agrees():
    facts = book(people="ann acme; bob acme", ties="bob influences ann 0.5",
                 assessments="ann 2026-01-01 4 4 4; bob 2026-01-01 4 4 4")  # fmt: skip
    assert k.consistency(k.build_graph(facts)).grades.empty


def test_assessors_are_compared_on_the_same_people():
    facts = book(
        people="ann acme; bob acme; vic us; val us; wes us",
        assessments="""
            ann 2026-01-01 5 3 - assessor=vic; ann 2026-01-02 3 3 - assessor=val
            ann 2025-01-01 1 - - assessor=vic; bob 2026-01-01 4 - - assessor=vic
            bob 2026-01-01 2 - - assessor=val; bob 2026-01-01 5 5 5
        """,
    )
    table = k.consistency(k.build_graph(facts, account="acme")).assessors
    # Vic judged Ann 50 points above Val on the relationship and as he does on the solution, and
    # Bob 50 above; the older grade of Ann is his own past, and who gave the last one is not said.
    assert list(table.index) == ["val", "vic"]
    assert table.loc["vic"].tolist() == [3, pytest.approx(100 / 3), pytest.approx(100 / 3)]
    assert table.loc["val"].tolist() == [3, pytest.approx(-100 / 3), pytest.approx(100 / 3)]


def test_without_grades_there_is_nothing_to_compare():
    found = k.consistency(k.build_graph(book(people="ann acme")))
    assert found.grades.empty
    assert found.assessors.empty
    assert isinstance(found.assessors.index, pd.Index)
