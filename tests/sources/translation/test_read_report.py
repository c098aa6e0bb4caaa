"""One line on a reading: what was taken, what was left out, what that means."""

import pytest

from kamgraph.errors import LossWarning, SourceError
from kamgraph.sources.read import read, read_with_report
from kamgraph.sources.translation.mapping import Mapping

MAPPING = Mapping.from_toml("""
name = "staff list"
rows = { organizations = [{ id = "acme", name = "Acme", kind = "customer" }] }
[[tables]]
file = "staff"
table = "people"
columns = { id = "nr", name = "name" }
constants = { organization = "acme" }
skip = { gone = "yes" }
""")


@pytest.fixture
def take(tmp_path):
    def take(text, **options):
        (tmp_path / "staff.csv").write_text(f"nr,name,gone\n{text}\n", "utf-8")
        return read_with_report(tmp_path / "staff.csv", mapping=MAPPING, **options)[1]

    return take


def test_all_is_told_in_one_line(take):
    report = take("1,Ann,no\n2,Bo,yes\n3,,no\n4,Cy,no")
    assert report.verdict.partition("staff.csv: ")[2] == (
        "an export of staff list: 2 of 4 rows taken (1 organization, 2 people); 1 row set aside "
        "(gone is yes); 1 row lost (no name for a row of people); nothing says what we want to "
        "sell, who decides, who reports to whom or who meets whom"
    )
    assert report.losses == ["1 row lost (no name for a row of people)"]
    assert report.skipped[["line", "lost"]].to_numpy().tolist() == [[3, False], [4, True]]
    assert str(report).startswith(report.verdict)


def test_columns_with_content_that_nothing_uses_are_counted(tmp_path):
    names = [f"more{n}" for n in range(7)]
    (tmp_path / "staff.csv").write_text(
        f"nr,name,gone,nothing,{','.join(names)}\n1,Ann,no,,{','.join(names)}\n", "utf-8"
    )
    report = read_with_report(tmp_path / "staff.csv", mapping=MAPPING)[1]
    assert "7 columns not used ('more0', 'more1', 'more2', 'more3', 'more4' and 2 more)" in (
        report.verdict
    )
    assert report.columns.loc[report.columns["idle"], "column"].tolist() == names


def test_what_a_mapping_means_to_leave_out_is_no_loss(take, tmp_path):
    report = take("1,Ann,no\n2,Bo,yes")
    assert report.losses == []
    assert len(read(tmp_path / "staff.csv", mapping=MAPPING).people) == 1


def test_reading_warns_of_losses_and_refuses_on_request(take, tmp_path):
    take("1,Ann,no\n2,,no")
    with pytest.warns(LossWarning, match="1 row lost"):
        read(tmp_path / "staff.csv", mapping=MAPPING)
    with pytest.raises(SourceError, match="1 row lost"):
        read(tmp_path / "staff.csv", mapping=MAPPING, strict=True)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("1,,no\n2,,no", "0 of 2 rows could be taken (no name for a row of people)"),
        ("1,Ann,yes", "0 of 1 rows could be taken (gone is yes)"),
        (
            "1,Ann,no\n" + "\n".join(f"{nr},,no" for nr in range(2, 32)),
            "1 of 31 rows could be taken (no name for a row of people)",
        ),
    ],
)
def test_next_to_nothing_is_refused_with_what_would_help(take, rows, why):
    with pytest.raises(SourceError, match="kamgraph map proposes one") as refused:
        take(rows)
    assert why in str(refused.value)


def test_a_file_without_rows_is_no_loss(take):
    assert take("").losses == []
