"""One column in several spellings: joined where one is filled, told where they differ."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph import Mapping, read_with_report
from kamgraph.sources.records import parse_records
from kamgraph.sources.translation.spellings import join_spellings

MAPPING = Mapping.from_toml("""
name = "t"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "staff"
table = "people"
columns = { id = "id", name = "name" }
constants = { organization = "acme" }
""")


def read_staff(path, text):
    path.write_text(text)
    book, report = read_with_report(path, mapping=MAPPING)
    return dict(zip(book.people["id"], book.people["name"], strict=True)), report


def test_records_may_spell_a_field_each_in_its_way(tmp_path):
    rows = [{"id": "1", "name": "Ann"}, {"ID": "2", "NAME": "Bo"}, {"Id": "3", "Name": "Cy"}]
    people, report = read_staff(tmp_path / "staff.json", json.dumps(rows))
    assert people == {"1": "Ann", "2": "Bo", "3": "Cy"}
    assert report.findings.empty
    assert report.columns["used_as"].tolist() == ["people.id", "people.name"] * 3


@pytest.mark.parametrize("header", ["id,ID,name,Name", "ID,id,name,NAME", "ID,id,Name,name"])
def test_what_differs_is_told_with_both_values(tmp_path, header):
    first = header.startswith("id")
    row = "1,9,Ann,Anna" if first else "9,1,Ann,Anna"
    people, report = read_staff(tmp_path / "staff.csv", f"{header}\n{row}\n,2,,Bo\n")
    assert set(people) == {"1", "2"}
    told = report.findings.set_index("finding")["detail"]["spellings_differ"].tolist()
    assert len(told) == 2
    assert "line 2: " in told[0]
    assert {"1", "9"} <= set(told[0].replace("'", " ").split())
    assert "Ann" in told[1]
    assert "Anna" in told[1]


def test_names_that_begin_with_a_sign_or_lie_deeper_are_other_columns(tmp_path):
    people, report = read_staff(tmp_path / "staff.csv", ".id,id,name,na.me\n7,1,Ann,x\n8,2,Bo,y\n")
    assert people == {"1": "Ann", "2": "Bo"}
    assert report.findings.empty


@given(st.lists(st.dictionaries(st.sampled_from(["id", "ID", "I d", "_id", "x"]), st.text("ab", max_size=2), min_size=1), min_size=1, max_size=5))  # fmt: skip
def test_nothing_filled_is_ever_empty_or_of_another_row(rows):
    (raw,) = parse_records([json.dumps(rows).encode()], "a", "a")
    joined, _ = join_spellings(raw)
    for at, row in enumerate(rows):
        alike = [row.get(name, "") for name in ("id", "ID", "I d")]
        for name in {"id", "ID", "I d"} & {*joined.cells}:
            own = row.get(name, "")
            assert joined.cells[name][at] in ([own] if own else [*filter(None, alike), ""])
            assert bool(joined.cells[name][at]) == any(alike)
        for name in {"_id", "x"} & {*joined.cells}:
            assert joined.cells[name][at] == row.get(name, "")
