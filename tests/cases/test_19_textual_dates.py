"""Days as people write them: read where they can mean one day only, by setting else, never guessed."""

import pytest

from kamgraph.sources.read import read_with_report

MAPPING = """\
name = "roster"
{settings}
rows.organizations = [{{ id = "acme", name = "Acme", kind = "customer" }}]
[[tables]]
file = "roster"
table = "people"
columns = {{ id = "No", name = "Name", since = "Since" }}
constants = {{ organization = "acme" }}
"""
PLAIN = ["2026/1/12", "2026.1.12", "2026-1-12", "2026年1月12日", "12 Jan 2026", "Jan 12 2026"]
PLAIN += ["2026/1/12 下午", "Mon, 12 Jan 2026 10:00:00 +0800", "January 12th, 2026", "20260112"]


def read_days(folder, days, settings=""):
    lines = [f'{at},Person {at},"{day}"' for at, day in enumerate(days)]
    (folder / "roster.csv").write_text("\n".join(["No,Name,Since", *lines, ""]), "utf-8")
    (folder / "mapping.toml").write_text(MAPPING.format(settings=settings), "utf-8")
    book, report = read_with_report(folder / "roster.csv", mapping=folder / "mapping.toml")
    people = book.people.set_index("id").loc[[str(at) for at in range(len(days))]]
    return people["since"].dt.strftime("%Y-%m-%d").tolist(), report


def test_what_can_only_be_one_day_is_read(tmp_path):
    found, report = read_days(tmp_path, PLAIN)
    assert found == ["2026-01-12"] * len(PLAIN)
    assert report.findings.empty


@pytest.mark.parametrize(
    ("day", "settings", "hint"),
    [
        ("12/01/26", 'days = "day_first"\ncentury = 1950', "days = 'day_first'"),
        ("12/01/2026", 'days = "day_first"', "days = 'day_first'"),
        ("01/12/2026", 'days = "month_first"', "'month_first'"),
        ("12-Jan-26", "century = 1950", "century"),
        ("1768176000", 'epoch = "seconds"', "epoch"),
        ("46034", 'epoch = "days"', "epoch"),
        ("2026-01-11T20:00:00Z", 'zone = "Asia/Shanghai"', None),
    ],
)
def test_others_are_read_by_a_setting_and_else_left_empty_and_told(tmp_path, day, settings, hint):
    assert read_days(tmp_path, [day], settings)[0] == ["2026-01-12"]
    found, report = read_days(tmp_path, ["2026-01-12", day])
    if hint:
        assert found[0] == "2026-01-12"
        assert found[1] != found[1]
        (told,) = report.findings.itertuples()
        assert told.finding == "unreadable_cell"
        assert f"line 3, column Since: '{day}'" in told.detail
        assert hint in told.detail


def test_a_day_that_is_none_costs_nobody_the_row(tmp_path):
    found, report = read_days(tmp_path, ["2026-02-30", "soon", "0000-00-00", "2026-01-12"])
    assert found[-1] == "2026-01-12"
    assert "'2026-02-30' is no day of the calendar" in report.findings["detail"].item()
    assert "0000-00-00" not in report.findings["detail"].item()
