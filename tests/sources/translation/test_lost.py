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


def test_rows_that_lack_an_id_are_lost_and_say_nothing_again(tmp_path):
    (tmp_path / "contacts.csv").write_text(
        "nr,name,boss\n1,Ann,\n,,x\n,,x\n,Cy,\n,Cy,\n1,Ann,\n", "utf-8"
    )
    firms, uses = MAPPING.split('[[tables]]\nfile = "contacts"\ntable = "people"')
    rows = 'rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }\n'
    people = '[[tables]]\nfile = "contacts"\ntable = "people"' + uses.replace(
        ', organization = "firm" }', ' }\nconstants = { organization = "acme" }'
    )
    mapping = Mapping.from_toml(firms.split("[[")[0] + rows + people)
    _, report = read_with_report(tmp_path / "contacts.csv", mapping=mapping)
    assert report.skipped[["line", "reason", "lost"]].to_numpy().tolist() == [
        *([line, "no id for a row of people", True] for line in (3, 4, 5, 6)),
        [7, "says again what another row says of people", False],
    ]


TWO_USES = """
name = "calls"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "people"
table = "people"
columns = { id = "nr", name = "name" }
constants = { organization = "acme" }
[[tables]]
file = "calls"
table = "interactions"
columns = { id = "call", date = "day", person = ["guest", "stranger"] }
[[tables]]
file = "calls"
table = "interactions"
columns = { id = "call", date = "day", person = "host" }
"""


@pytest.mark.parametrize(
    ("row", "column"),
    [("9,,1", "guest"), (",9,1", "stranger"), ("1,,9", "host"), ("1,2,9", "host")],
)
def test_what_leads_nowhere_is_placed_in_the_column_that_holds_it(tmp_path, row, column):
    (tmp_path / "people.csv").write_text("nr,name\n1,Ann\n2,Bo\n")
    (tmp_path / "calls.csv").write_text(f"call,day,guest,stranger,host\n7,2026-01-05,{row}\n")
    _, report = read_with_report(tmp_path, mapping=Mapping.from_toml(TWO_USES))
    (detail,) = report.findings.loc[report.findings["finding"] == "dangling_id", "detail"]
    assert f"calls.csv, line 2, column {column}: '9'" in detail
