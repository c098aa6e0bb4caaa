import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import LossWarning, Mapping
from kamgraph.sources.read import read, read_with_report
from strategies import few

MAPPING = """
name = "contacts"
[[tables]]
file = "contacts"
table = "organizations"
columns = { id = "firm", name = "firm" }
constants = { kind = "customer" }
[[tables]]
file = "contacts"
table = "people"
columns = { id = "nr", name = "name", organization = "firm" }
[[tables]]
file = "contacts"
table = "ties"
columns = { source = "nr", target = "boss" }
constants = { kind = "reports_to" }
"""
TEXTS = st.sampled_from(["", "1", "2", "3", "01", "Acme", "acme"])


def write(folder, *rows):
    (folder / "contacts.csv").write_text("\n".join(["nr,name,firm,boss", *rows, ""]), "utf-8")
    return folder / "contacts.csv", Mapping.from_toml(MAPPING)


def test_a_person_who_is_lost_while_the_firm_is_taken_is_listed(tmp_path):
    path, mapping = write(tmp_path, "1,Ann,Acme,", "2,,Acme,1")
    _, report = read_with_report(path, mapping=mapping)
    assert report.lost[
        ["line", "table", "row", "column", "value", "reason"]
    ].to_numpy().tolist() == [
        [3, "people", "id 2", "name", "", "is missing"],
        [3, "ties", "target 1, kind reports_to", "source", "2", "is not among the people taken"],
    ]
    with pytest.warns(LossWarning, match=r"1 row lost \(no name for a row of people\)"):
        read(path, mapping=mapping)


def test_a_line_that_nobody_has_is_no_loss(tmp_path):
    path, mapping = write(tmp_path, "1,Ann,Acme,", ",,,")
    _, report = read_with_report(path, mapping=mapping)
    assert report.lost.empty
    assert report.losses == []


@few
@given(
    rows=st.lists(
        st.tuples(st.integers(1, 4), TEXTS, TEXTS), max_size=5, unique_by=lambda row: row[0]
    )
)
def test_every_boss_is_a_tie_or_is_listed_with_its_line(tmp_path_factory, rows):
    lines = [f"{nr},P{nr},{firm},{boss}" for nr, firm, boss in rows]
    path, mapping = write(tmp_path_factory.mktemp("t"), "9,Kim,Acme,", *lines)
    book, report = read_with_report(path, mapping=mapping)
    said = {(str(nr), boss) for nr, _, boss in rows if boss and boss != str(nr)}
    found = {*map(tuple, book.ties[["source", "target"]].to_numpy().tolist())}
    ties = report.lost[report.lost["table"] == "ties"]
    assert found <= said
    assert len(said - found) == len({*ties["line"]})
    assert all(
        rows[line - 3][2] in {value, str(rows[line - 3][2])}
        for line, value in zip(ties["line"], ties["value"], strict=True)
    )
