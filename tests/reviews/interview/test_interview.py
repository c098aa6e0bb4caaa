"""Questions written as a form, filled in, and taken back as facts."""

import datetime as dt
import functools
import io
import json
import re
import tempfile
import warnings
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import kamgraph as k
from books import book

FACTS = {
    "people": """
        ann acme title=CEO name=Ann; bo acme title=CFO name=Bo; cy acme title=Engineer name=Cy
        di acme title=Buyer name=Di; vic us name=Vic; val us name=Val
    """,
    "team": "vic account_responsible acme",
    "interactions": """
        m1 2026-03-01 meeting bo; m1 2026-03-01 meeting val
        m2 2026-03-02 email cy part=to; m2 2026-03-02 email ann part=to; m2 2026-03-02 email bo part=from
        m3 2026-03-03 email cy part=to; m3 2026-03-03 email ann part=to; m3 2026-03-03 email bo part=from
        m4 2026-03-03 email cy part=to; m4 2026-03-03 email val part=to; m4 2026-03-03 email bo part=from
    """,
}
ANSWER, EVIDENCE, KEY = 2, 3, 6
APPROVER, USER, PRICE = "role:acme::approver", "role:acme::user", "grade:acme::ann:price"
CLOSE = "grade:acme::bo:relationship"


@pytest.fixture(scope="module")
def facts():
    return book(**FACTS)


@pytest.fixture(scope="module")
def graph(facts):
    return k.build_graph(facts, account="acme")


@functools.cache
def write_empty(language):
    """Return a workbook in which nothing is filled in, as bytes."""
    with tempfile.TemporaryDirectory() as folder:
        path, graph = Path(folder) / "questions.xlsx", k.build_graph(book(**FACTS), account="acme")
        k.write_questions(graph, path, questions=40, language=language)
        return path.read_bytes()


def fill(folder, answers, *, by="Vic", on=dt.date(2026, 3, 10), language="en"):
    """Write a workbook, and fill in answers with their evidence by the keys of questions."""
    path = folder / "questions.xlsx"
    workbook = openpyxl.load_workbook(io.BytesIO(write_empty(language)))
    sheet = workbook.worksheets[0]
    rows = {row[KEY - 1].value: row[0].row for row in sheet.iter_rows() if row[KEY - 1].value}
    for key, given in ({"by": by, "on": on} | answers).items():
        text, *evidence = given if isinstance(given, tuple) else (given,)
        sheet.cell(rows[key], ANSWER).value = text
        sheet.cell(rows[key], EVIDENCE).value = evidence[0] if evidence else None
    workbook.save(path)
    return path


def offered(path):
    """Return the lists of answers that a workbook offers."""
    columns = openpyxl.load_workbook(path).worksheets[-1].iter_cols(values_only=True)
    return [[cell for cell in column if cell] for column in columns]


@functools.cache
def find_candidate(kind):
    """Return the first question about candidates of a kind."""
    found = k.ask(k.build_graph(book(**FACTS), account="acme"), questions=40)
    return found.index[found["about"] == kind][0]


def find_line():
    return find_candidate("reports_to")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_filled_in_becomes_facts_with_who_and_when(tmp_path, facts, graph, language):
    path = io.BytesIO(write_empty(language))
    close = next(texts for texts in offered(path) if texts[-1].startswith(("Mentor", "导师")))
    yes, no = next(texts for texts in offered(path) if texts[0].startswith(("Yes", "是的")))
    line = find_line()
    knows = next(
        one for one in k.ask(graph, questions=40).index if ":knows" in one.replace("%3A", ":")
    )
    answers = {
        CLOSE: (close[3], "Told us what the others offered"),
        PRICE: "4",
        APPROVER: ("Ann (CEO)" if language == "en" else "Ann（CEO）", "Signed the last one"),
        USER: "Cy; di",
        line: yes,
        knows: no,
    }
    after = k.answer(facts, fill(tmp_path, answers, language=language))
    graded = after.assessments.set_index("person")
    assert graded.loc["bo", ["relationship", "assessor", "evidence"]].tolist() == [
        "friend",
        "vic",
        "Told us what the others offered",
    ]
    assert graded.loc["ann", "price"] == "accepts"
    assert (graded["date"] == "2026-03-10").all()
    held = after.roles.groupby("role")["person"].agg(list).to_dict()
    assert held == {"approver": ["ann"], "user": ["cy", "di"]}
    decided = after.candidates.set_index("id")
    assert set(decided["by"]) == {"vic"}
    assert decided.loc[APPROVER.replace("::", "::ann::"), "evidence"] == "Signed the last one"
    assert decided["verdict"].value_counts().to_dict() == {"accepted": 4, "dismissed": 1}
    assert after.ties["kind"].tolist() == ["reports_to"]


def test_the_same_answers_twice_change_nothing(tmp_path, facts):
    answers = {CLOSE: "Friend", APPROVER: ("bo", "He says so"), find_line(): "no"}
    path = fill(tmp_path, answers)
    after = k.answer(facts, path)
    assert after != facts
    assert k.answer(after, path) == after


def test_another_answer_of_the_same_day_takes_the_place_of_the_one_before(tmp_path, facts):
    line = find_line()
    first = fill(tmp_path, {CLOSE: "Friend", APPROVER: "ann", line: "yes"})
    after = k.answer(facts, first)
    later = k.answer(after, fill(tmp_path, {CLOSE: "Distant", APPROVER: "bo", line: "no"}))
    assert later.assessments["relationship"].tolist() == ["distant"]
    assert later.roles["person"].tolist() == ["bo"]
    assert later.ties.empty
    others = k.answer(later, fill(tmp_path, {CLOSE: "Mentor"}, by="Val"))
    assert sorted(others.assessments["relationship"]) == ["distant", "mentor"]


def test_nothing_filled_in_says_nothing(tmp_path, facts):
    assert k.answer(facts, fill(tmp_path, {})) == facts


def test_every_cell_that_cannot_be_understood_is_named(tmp_path, facts):
    path = fill(tmp_path, {CLOSE: "a bit", PRICE: "7", APPROVER: "An", find_line(): "maybe"})
    with pytest.raises(k.BookError) as caught:
        k.answer(facts, path)
    problems = caught.value.problems.set_index("value")
    assert set(problems.index) == {"An", "a bit", "7", "maybe"}
    assert problems.loc["An", "problem"].startswith("is nobody of the book; is it ann (Ann")
    assert "choose one of hostile, distant" in problems.loc["a bit", "problem"]
    assert problems["place"].str.contains(r"questions.xlsx, sheet Questions, cell B\d+$").all()


def test_who_is_gone_is_named_and_the_rest_is_taken(tmp_path, facts):
    path = fill(tmp_path, {CLOSE: "Friend", PRICE: "Accepts"})
    with pytest.warns(k.LossWarning, match="which has changed since it was asked about,.*: bo"):
        after = k.answer(facts.erase("bo"), path)
    assert after.assessments["person"].tolist() == ["ann"]


def test_evidence_without_an_answer_is_told(tmp_path, facts):
    path = fill(tmp_path, {CLOSE: (None, "We had lunch")})
    with pytest.warns(k.LossWarning, match="says how one knows, but not what"):
        assert k.answer(facts, path) == facts


def test_who_answers_and_when_has_to_be_said(tmp_path, facts):
    path = fill(tmp_path, {CLOSE: "Friend"}, by=None, on=None)
    with pytest.raises(k.ScopeError, match="does not say who answered"):
        k.answer(facts, path)
    with pytest.raises(k.ScopeError, match="does not say on which day"):
        k.answer(facts, path, by="val")
    with pytest.raises(k.ScopeError, match="no person of ours 'ann'"):
        k.answer(facts, path, by="ann", on="2026-03-10")
    after = k.answer(facts, path, by="val", on="2026-03-10")
    assert after.assessments[["person", "assessor"]].to_numpy().tolist() == [["bo", "val"]]
    wrong = fill(tmp_path, {}, on="soon")
    with pytest.raises(k.ScopeError, match=r"cell B6: 'soon' is no date"):
        k.answer(facts, wrong)


def test_questions_of_another_book_and_files_that_are_none_are_refused(tmp_path, facts):
    path = fill(tmp_path, {})
    other = book(people="zoe bravo; vic us", organizations="bravo customer; us vendor")
    with pytest.raises(k.SourceError, match="about another book"):
        k.answer(other, path, by="vic")
    other = tmp_path / "book.xlsx"
    workbook = openpyxl.Workbook()
    workbook.active.append(["id", "name"])
    workbook.active.append(["ann", "Ann"])
    workbook.save(other)
    with pytest.raises(k.SourceError, match="has no sheet of questions"):
        k.answer(facts, other)
    text = tmp_path / "answers.json"
    text.write_text('{"people": []}')
    with pytest.raises(k.SourceError, match="is not what a page of questions"):
        k.answer(facts, text)
    with pytest.raises(k.SourceError, match="answers are a workbook"):
        k.answer(facts, tmp_path / "answers.docx")


def test_a_form_is_of_one_scope_and_of_a_form_that_there_is(tmp_path, facts, graph):
    with pytest.raises(k.ScopeError, match="an interview is about one scope"):
        k.write_questions(k.build_graph(facts, deal=""), tmp_path / "all.html")
    with pytest.raises(k.SourceError, match="questions are written as"):
        k.write_questions(graph, tmp_path / "questions.pdf")


def read_page(path):
    text = path.read_text("utf-8")
    return json.loads(re.search(r'class="interview">(.*?)</script>', text)[1]), text


def test_what_a_page_saves_is_taken_as_what_a_sheet_holds(tmp_path, facts, graph):
    page = tmp_path / "questions.html"
    k.write_questions(graph, page, questions=40)
    told, _ = read_page(page)
    given = {CLOSE: ("friend", "Lunch"), APPROVER: ("ann", ""), find_line(): ("yes", "")}
    answers = [{"id": one, "answer": text, "evidence": why} for one, (text, why) in given.items()]
    saved = tmp_path / "answers.json"
    whole = told["head"] | {"about": told["about"], "by": "vic", "on": "2026-03-10"}
    saved.write_text(json.dumps(whole | {"answers": answers}), "utf-8")
    filled = fill(tmp_path, {CLOSE: ("Friend", "Lunch"), APPROVER: "ann", find_line(): "yes"})
    assert k.answer(facts, saved) == k.answer(facts, filled)


def test_the_same_questions_are_the_same_bytes(tmp_path, graph):
    for ending in ("xlsx", "html"):
        one, other = (tmp_path / f"{name}.{ending}" for name in ("one", "other"))
        k.write_questions(graph, one, questions=3)
        k.write_questions(graph, other, questions=3)
        assert one.read_bytes() == other.read_bytes()


def test_hostile_names_do_nothing_on_a_page(tmp_path):
    hostile = "</script><script>alert(1)</script>"
    tables = book(**FACTS).to_tables()
    tables["people"] = tables["people"].assign(name=hostile)
    graph = k.build_graph(k.Book.from_tables(tables), account="acme")
    page = tmp_path / "questions.html"
    k.write_questions(graph, page, questions=40)
    _, text = read_page(page)
    assert "<script>alert" not in text
    assert text.count("&lt;/script&gt;") > 10


def test_a_sheet_that_is_printed_tells_what_each_grade_is():
    legend = openpyxl.load_workbook(io.BytesIO(write_empty("en"))).worksheets[1]
    lines = [row[0] for row in legend.iter_rows(values_only=True) if row[0]]
    assert lines[0] == "Relationship"
    assert "Friend: would tell us what the competitor offered" in lines
    assert len(lines) == 18  # three axes of five grades


def test_nobody_is_asked_by_an_id(tmp_path, facts):
    renamed = facts.to_tables()
    page = tmp_path / "questions.xlsx"
    k.write_questions(k.build_graph(k.Book.from_tables(renamed), account="acme"), page)
    sheet = openpyxl.load_workbook(page).worksheets[0]
    shown = [
        str(cell.value) for row in sheet.iter_rows(max_col=KEY - 1) for cell in row if cell.value
    ]
    assert not [text for text in shown if re.search(r"\b(ann|bo|cy|di|vic|val)\b", text)]


def test_a_quiet_answer_warns_of_nothing(tmp_path, facts):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        k.answer(facts, fill(tmp_path, {CLOSE: "Friend"}))


def test_a_role_is_held_by_people_of_the_account_or_of_partners_alone(tmp_path):
    people = FACTS["people"] + "; xu bravo name=Xu; pa helper name=Pa"
    firms = "acme customer; us vendor; bravo customer; helper partner"
    facts = book(**FACTS | {"people": people, "organizations": firms})
    for name in ("Vic", "Xu"):
        with pytest.raises(k.BookError, match=rf"cell B\d+: '{name}' is neither of the account"):
            k.answer(facts, fill(tmp_path, {APPROVER: name}))
    after = k.answer(facts, fill(tmp_path, {APPROVER: "Pa; Ann"}))
    assert sorted(after.roles["person"]) == ["ann", "pa"]


def test_a_role_begins_on_the_day_of_the_answer_and_is_on_record_as_asked(tmp_path, facts):
    after = k.answer(facts, fill(tmp_path, {APPROVER: "Ann"}))
    [kept] = after.candidates.itertuples()
    assert (kept.method, kept.confidence, kept.verdict) == ("asked", 1.0, "accepted")
    assert pd.isna(kept.evidence)
    assert kept.seen == kept.decided == after.roles["since"].iloc[0] == pd.Timestamp("2026-03-10")


def test_two_who_hold_a_role_by_answers_of_two_days_are_told(tmp_path, facts):
    after = k.answer(facts, fill(tmp_path, {APPROVER: "Ann"}))
    later = fill(tmp_path, {APPROVER: "Bo"}, on=dt.date(2026, 3, 20))
    with pytest.warns(k.LossWarning, match=r"cell B\d+: now 2 people are on record as Approver: "):
        assert len(k.answer(after, later).roles) == 2


@pytest.mark.parametrize("day", ["2099-01-01", "1901-01-01", dt.date(2027, 6, 1)])
def test_a_day_to_come_or_long_gone_is_refused(tmp_path, facts, day):
    with pytest.raises(k.ScopeError, match=r"cell B6: .*say on which day it was"):
        k.answer(facts, fill(tmp_path, {CLOSE: "Friend"}, on=day))


@pytest.mark.parametrize("day", ["2026/3/10", "2026年3月10日"])
def test_a_day_is_read_as_it_is_written_where_it_is_one_only(tmp_path, facts, day):
    after = k.answer(facts, fill(tmp_path, {CLOSE: "Friend"}, on=day))
    assert after.assessments["date"].tolist() == [pd.Timestamp("2026-03-10")]


@pytest.mark.parametrize("evidence", ["=1+1", "#N/A"])
def test_evidence_that_a_sheet_has_lost_is_refused(tmp_path, facts, evidence):
    with pytest.raises(k.SourceError, match=r"cell C\d+: "):
        k.answer(facts, fill(tmp_path, {CLOSE: ("Friend", evidence)}))


def test_one_question_answered_twice_is_refused(tmp_path, facts):
    path = fill(tmp_path, {CLOSE: "Friend"})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    [row] = (cells for cells in sheet.iter_rows(values_only=True) if cells[KEY - 1] == CLOSE)
    sheet.append([*row[:1], "Hostile", *row[2:]])
    workbook.save(path)
    with pytest.raises(
        k.SourceError, match=r"cell B\d+: is not what .*, cell B\d+ says of the same"
    ):
        k.answer(facts, path)


@pytest.mark.parametrize(
    ("text", "lines"), [(True, 1), ("是", 1), ("y", 1), (False, 0), ("不对", 0)]
)
def test_yes_and_no_are_taken_however_they_are_typed(tmp_path, facts, text, lines):
    after = k.answer(facts, fill(tmp_path, {find_line(): text}))
    assert (len(after.ties), len(after.candidates)) == (lines, 1)


def test_who_says_that_they_do_not_know_says_nothing(tmp_path, facts):
    path = fill(tmp_path, {CLOSE: "-", PRICE: "Don't know", APPROVER: "不知道", find_line(): "?"})
    assert k.answer(facts, path) == facts


def test_whoever_answers_is_one_of_us_and_the_cell_is_named(tmp_path, facts):
    with pytest.raises(k.ScopeError, match=r"cell B5: the book has no person of ours 'Ann'"):
        k.answer(facts, fill(tmp_path, {}, by="Ann"))


def test_who_is_gone_holds_no_role_and_the_rest_is_taken(tmp_path, facts):
    path = fill(tmp_path, {APPROVER: "Cy（Engineer）; Ann"})
    with pytest.warns(
        k.LossWarning, match="has changed since it was asked about,.*: Cy（Engineer）"
    ):
        after = k.answer(facts.erase("cy"), path)
    assert after.roles["person"].tolist() == ["ann"]


def test_of_one_name_each_is_offered_with_the_id_and_found_by_it(tmp_path):
    facts = book(
        people="ann acme title=CEO; v1 us name=Vic; v2 us name=Vic",
        organizations="acme customer; us vendor",
        interactions="m1 2026-03-01 meeting ann; m1 2026-03-01 meeting v1",
    )
    path = tmp_path / "questions.xlsx"
    k.write_questions(k.build_graph(facts, account="acme"), path, questions=40)
    assert ["Vic (v1)", "Vic (v2)"] in offered(path)
    workbook = openpyxl.load_workbook(path)
    for row in workbook.worksheets[0].iter_rows():
        given = {"by": "Vic (v2)", "on": "2026-03-02", "grade:acme::ann:price": "4"}
        if row[KEY - 1].value in given:
            row[ANSWER - 1].value = given[row[KEY - 1].value]
    workbook.save(path)
    assert k.answer(facts, path).assessments["assessor"].tolist() == ["v2"]


def test_grades_of_a_record_go_to_the_one_that_it_is_said_to_be(tmp_path):
    facts = book(
        people="a1 acme name=Ann title=CEO; a2 acme name=Ann title=CEO; vic us name=Vic",
        organizations="acme customer; us vendor",
        interactions="m1 2026-03-01 meeting a1; m1 2026-03-01 meeting a2; m1 2026-03-01 meeting vic",
    )
    path = tmp_path / "questions.xlsx"
    k.write_questions(k.build_graph(facts, account="acme"), path, questions=40)
    workbook = openpyxl.load_workbook(path)
    given = {"by": "Vic", "on": "2026-03-02", "grade:acme::a2:price": "4"}
    for row in workbook.worksheets[0].iter_rows():
        key = str(row[KEY - 1].value)
        if key in given or "same_person" in key:
            row[ANSWER - 1].value = given.get(key, "yes")
    workbook.save(path)
    after = k.answer(facts, path)
    assert after.assessments["person"].tolist() == ["a1"]
    assert k.answer(after, path) == after


def test_a_form_says_why_nothing_is_to_be_confirmed(tmp_path):
    texts = [openpyxl.load_workbook(io.BytesIO(write_empty("en"))).worksheets[0]["A3"].value]
    alone = book(people="ann acme title=CEO; vic us", organizations="acme customer; us vendor")
    k.write_questions(k.build_graph(alone, account="acme"), tmp_path / "few.xlsx")
    texts.append(openpyxl.load_workbook(tmp_path / "few.xlsx").worksheets[0]["A3"].value)
    assert texts[0] is None
    assert texts[1].startswith("There is nothing to confirm")
