"""Problems point at the cell that is wrong, and at no good one."""

import pandas as pd
import pytest

import kamgraph as k

ORGANIZATIONS = [{"id": "acme", "name": "Acme", "kind": "customer"}]
PEOPLE = [{"id": f"p{at}", "name": f"Person {at}", "organization": "acme"} for at in range(3)]


def problems(**tables):
    frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
    with pytest.raises(k.BookError) as caught:
        k.Book.from_tables(frames)
    return caught.value.problems[["table", "row", "column", "problem"]].to_numpy().tolist()


def test_an_id_that_cannot_be_read_is_the_only_problem():
    ((table, row, column, _),) = problems(
        organizations=[ORGANIZATIONS[0] | {"id": "ac\x01me"}], people=PEOPLE
    )
    assert (table, row, column) == ("organizations", 1, "id")


def test_a_misspelt_heading_of_ids_is_the_only_problem():
    rows = [{"Ident": "acme", "name": "Acme", "kind": "customer"}]
    ((table, row, column, said),) = problems(organizations=rows, people=PEOPLE)
    assert (table, row, column, said) == ("organizations", pd.NA, "id", "column is missing")


def test_a_table_that_is_missing_is_one_problem_however_many_rows_need_it():
    ((table, row, column, said),) = problems(people=PEOPLE)
    assert (table, row, column) == ("people", 1, "organization")
    assert said == (
        "names an id of the table organizations, which is missing or empty, as 2 more rows do"
    )


def test_an_id_that_is_lost_is_told_with_those_that_come_close():
    ties = [
        {"source": "p0", "target": "P1", "kind": "reports_to"},
        {"source": "person 1", "target": "p2", "kind": "reports_to"},
        {"source": "p0", "target": "zz", "kind": "reports_to"},
    ]
    found = problems(organizations=ORGANIZATIONS, people=PEOPLE, ties=ties)
    assert [said for *_, said in found] == [
        "is no id of the table people; is it p1 (Person 1)?",
        "is no id of the table people; is it p1 (Person 1)?",
        "is no id of the table people",
    ]


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (["2026-01-01", "2026-01-02", "2026-01-02"], 1),
        (["2026-01-02", "2026-01-01", "2026-01-02"], 2),
        (["2026-01-02", "2026-01-01"], 2),
        ([None, "2026-01-02", "2026-01-02", "2026-01-01"], 4),
    ],
)
def test_of_rows_that_should_agree_the_one_that_does_not_is_wrong(days, wrong):
    people = [*PEOPLE, {"id": "p3", "name": "Person 3", "organization": "acme"}]
    rows = [
        {"id": "visit", "date": "2026-01-05", "person": f"p{at}", "kind": day}
        for at, day in enumerate(days)
    ]
    found = problems(organizations=ORGANIZATIONS, people=people, interactions=rows)
    assert [one[:3] for one in found] == [["interactions", wrong, "kind"]]


def test_a_row_that_repeats_another_says_where_that_stands(tmp_path):
    people = [*PEOPLE, PEOPLE[1]]
    assert [said for *_, said in problems(organizations=ORGANIZATIONS, people=people)] == [
        "repeats the id of row 2"
    ]
    pd.DataFrame(ORGANIZATIONS).to_csv(tmp_path / "organizations.csv", index=False)
    pd.DataFrame(people).to_csv(tmp_path / "people.csv", index=False)
    with pytest.raises(k.BookError) as caught:
        k.read(tmp_path)
    (problem,) = caught.value.problems.itertuples()
    place = tmp_path / "people.csv"
    assert problem.place == f"{place}, line 5, column id"
    assert problem.problem == f"repeats the id of {place}, line 3, column id"
