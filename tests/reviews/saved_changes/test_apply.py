import json

import pandas as pd
import pytest

import kamgraph as k
from books import book

DAY = "2026-02-01"
MOMENT = pd.Timestamp(DAY)
FACTS = book(
    people="ann acme; bob acme; cy acme; vic us; val us",
    ties="bob influences ann 0.5; vic knows bob 0.5; ann reports_to cy; bob reports_to cy",
    deals="d acme bid",
    roles="ann approver acme; bob user acme",
    assessments="ann 2026-01-01 4 4 2; bob 2026-01-01 4 5 3",
    interactions="m 2026-01-02 meeting vic; m 2026-01-02 meeting ann",
)


@pytest.fixture
def save(tmp_path):
    """Save changes as the page does."""

    def saved(*changes, **head):
        whole = {"format": "kamgraph-changes", "version": 1, "account": "acme", "date": DAY}
        whole |= {"who": "vic", "content_hash": FACTS.content_hash, "changes": changes}
        path = tmp_path / "changes.json"
        path.write_text(json.dumps(whole | head), "utf-8")
        return path

    return saved


def grade(person, axis, rank, **more):
    return {"change": "grade", "person": person, "axis": axis, "grade": str(rank), **more}


def tie(source, target, kind, **more):
    return {"change": "tie", "source": source, "target": target, "kind": kind, **more}


ALL = (
    grade("ann", "price", 5, evidence="she said so"),
    tie("val", "ann", "knows", strength="trusted"),
    tie("bob", "ann", "influences", strength=0),
    tie("ann", "bob", "reports_to"),
    {"change": "meeting", "person": "vic", "other": "cy", "kind": "visit"},
    {"change": "leave", "person": "cy"},
    {"change": "step", "kind": "win", "owner": "vic", "contact": "ann", "axis": "price",
     "due": "2026-03-01", "text": "Win her over"},
)  # fmt: skip


def test_every_change_becomes_a_row_of_its_day(save):
    after = k.apply(FACTS, save(*ALL))
    told = after.assessments.query("date == @MOMENT").iloc[0]
    assert told[["person", "price", "assessor", "evidence"]].tolist() == [
        *("ann", "5", "vic", "she said so")
    ]
    assert told[["relationship", "solution", "account", "deal"]].isna().all()
    ties = after.ties.set_index(["source", "target", "kind"])
    assert ties.loc[("val", "ann", "knows"), "since"] == MOMENT
    assert ties.loc[("val", "ann", "knows"), "strength"] == "trusted"
    assert ties.loc[("bob", "ann", "influences"), "until"] == MOMENT
    assert ties.loc[("ann", "bob", "reports_to"), "since"] == MOMENT
    assert ties.loc[("ann", "cy", "reports_to"), "until"] == MOMENT
    met = after.interactions.query("kind == 'visit'")
    assert set(met["person"]) == {"vic", "cy"}
    assert met["date"].eq(MOMENT).all()
    assert after.people.set_index("id").loc["cy", "until"] == MOMENT
    step = after.actions.iloc[0]
    assert (step["account"], step["owner"], step["text"]) == ("acme", "vic", "Win her over")
    assert pd.isna(step["done"])
    assert k.apply(after, save(*ALL)) == after


def test_the_graph_of_the_day_is_that_of_the_what_if(save):
    graph = k.build_graph(FACTS, account="acme", as_of=DAY)
    new = [
        k.NewGrade("ann", "price", "5"),
        k.NewTie("val", "ann", "knows", "trusted"),
        k.NewTie("bob", "ann", "influences", 0),
        k.NewTie("ann", "bob", "reports_to"),
        k.NewMeeting("vic", "cy", "visit"),
    ]
    after = k.build_graph(k.apply(FACTS, save(*ALL[:5])), account="acme", as_of=DAY)
    expected = graph.with_changes(*new)
    pd.testing.assert_frame_equal(k.scores(after), k.scores(expected))
    pd.testing.assert_frame_equal(k.reach(after), k.reach(expected))


def test_in_a_deal_grades_and_ties_are_the_deals(save):
    after = k.apply(FACTS, save(ALL[0], ALL[1], ALL[6], deal="d"))
    assert after.assessments.query("date == @MOMENT")["deal"].tolist() == ["d"]
    assert after.ties.query("since == @MOMENT")["deal"].tolist() == ["d"]
    assert after.actions["deal"].tolist() == ["d"]


def test_grades_of_others_on_that_day_stay(save):
    once = k.apply(FACTS, save(grade("ann", "price", 5)))
    other = k.apply(once, save(grade("ann", "price", 1), who="val"))
    assert other.assessments.query("date == @MOMENT")["price"].tolist() == ["1", "5"]
    again = k.apply(other, save(grade("ann", "price", 3), grade("ann", "solution", 2)))
    told = again.assessments.query("date == @MOMENT and assessor == 'vic'")
    assert sorted(told["price"].dropna()) == ["3"]


def test_who_and_when_may_be_said_beside_the_file(save):
    path = save(ALL[0], date="", who="")
    with pytest.raises(k.ScopeError, match=r"does not say since when .*--on"):
        k.apply(FACTS, path)
    assert k.apply(FACTS, path, on=DAY).assessments["assessor"].isna().all()
    assert "val" in set(k.apply(FACTS, path, on=DAY, by="val").assessments["assessor"])
    with pytest.raises(k.ScopeError, match="no person of ours 'ann'"):
        k.apply(FACTS, path, on=DAY, by="ann")
    with pytest.raises(k.ScopeError, match="still to come"):
        k.apply(FACTS, save(ALL[0], date="2999-01-01"))


def test_candidates_are_decided(save):
    facts = book(
        people="ann acme; bob acme; vic us",
        candidates="c influences ann bob account=acme confidence=0.8 method=mail seen=2026-01-01",
    )
    path = save({"change": "candidate", "candidate": "c", "verdict": "accepted", "evidence": "yes"})
    after = k.apply(facts, path)
    row = after.candidates.iloc[0]
    assert (row["verdict"], row["by"], row["evidence"]) == ("accepted", "vic", "yes")
    assert after.ties[["source", "target"]].to_numpy().tolist() == [["ann", "bob"]]
    dismissed = k.apply(
        facts, save({"change": "candidate", "candidate": "c", "verdict": "dismissed"})
    )
    assert dismissed.ties.empty


def test_what_does_not_fit_is_refused_with_everything_else(save):
    wrong = (
        grade("zoe", "price", 5),
        grade("ann", "colour", 5),
        grade("ann", "price", 9),
        tie("ann", "ann", "influences"),
        tie("ann", "vic", "knows"),
        tie("cy", "ann", "influences", strength=0),
        {"change": "candidate", "candidate": "none", "verdict": "accepted"},
    )
    with pytest.raises(k.BookError) as caught:
        k.apply(FACTS, save(ALL[0], *wrong, content_hash="other"))
    problems = caught.value.problems
    assert problems["row"].unique().tolist() == [2, 3, 4, 5, 6, 7, 8]
    text = str(caught.value)
    for part in ("'zoe'", "'colour' is no axis", "no such tie", "nothing loaded", "has changed"):
        assert part in text
    assert "change 2 (grade, zoe): the book has nobody with the id 'zoe'" in text


TELL = grade("ann", "price", 5)
STEP = {"change": "step", "kind": "win", "owner": "vic", "contact": "ann"}
EMPTY = "changes is empty; save the page once something in it is changed"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"format": "kamgraph-answers"}, "is not what the page of a review saves; make it with"),
        ({"version": 2}, "is of version 2, and only 1 can be taken; save the changes"),
        ({"changes": []}, EMPTY),
        ({"changes": {}}, "changes has to be a list, and is {}"),
        ({"account": 7}, "account has to be a text, and is 7"),
        ({"date": None}, "date has to be a text, and is null"),
        ({"more": 1}, "more is no entry that is known here"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(save, head, said):
    with pytest.raises(k.SourceError) as caught:
        k.apply(FACTS, save(TELL, **head))
    assert str(caught.value).startswith(f"{save(TELL)}: {said}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("hello", " has to be an object, and is 'hello'"),
        ({"person": "ann"}, " does not say in the entry 'change' what is to be otherwise"),
        ({"change": "fire"}, " is 'fire', which is none of 'grade', 'tie', "),
        ({"change": "grade", "person": "ann", "grade": "4"}, " (grade): axis is missing"),
        (TELL | {"grade": 4}, " (grade): grade has to be a text, and is 4"),
        (TELL | {"more": 4}, " (grade): more is no entry that is known here"),
        (
            tie("ann", "bob", "influences", strength=[1]),
            " (tie): strength has to be a number or a text, and is [1]",
        ),
        (
            {"change": "candidate", "candidate": "c", "verdict": "maybe"},
            " (candidate): verdict has to be 'accepted' or 'dismissed', and is 'maybe'",
        ),
    ],
)
def test_a_change_that_is_none_is_told_once_with_its_number(save, change, said):
    with pytest.raises(k.SourceError) as caught:
        k.apply(FACTS, save(TELL, change))
    assert str(caught.value).partition(": ")[2].startswith(f"change 2{said}")
    assert "; " not in str(caught.value)


def test_a_file_that_is_cut_off_is_named(save):
    path = save(TELL)
    path.write_text(path.read_text("utf-8")[:40], "utf-8")
    with pytest.raises(k.SourceError, match=r"changes\.json: not JSON: "):
        k.apply(FACTS, path)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ({"date": "1.2.2026"}, "changes.json, date: '1.2.2026' is no date"),
        ({"who": "zoe"}, "changes.json, who: the book has no person of ours 'zoe'"),
        ({"account": "else"}, "changes.json: the book has no account 'else'"),
    ],
)
def test_who_when_and_of_what_are_told_where_they_stand(save, head, said):
    with pytest.raises(k.ScopeError) as caught:
        k.apply(FACTS, save(TELL, **head))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (STEP | {"kind": "bribe"}, "'bribe' is no move; moves are meet, "),
        (STEP | {"owner": "bob"}, "the owner 'bob' is none of us"),
        (STEP | {"contact": "zoe"}, "the book has nobody with the id 'zoe'"),
        (
            {"change": "candidate", "candidate": "c", "verdict": "accepted"},
            "nothing of the id 'c' is suggested, or no longer",
        ),
    ],
)
def test_steps_and_verdicts_that_cannot_be_are_refused(save, change, said):
    with pytest.raises(k.BookError) as caught:
        k.apply(FACTS, save(change))
    assert f"): {said}" in str(caught.value)


def test_the_schema_describes_the_file():
    schema = k.changes_schema()
    assert set(schema["required"]) == {"format", "version", "account", "changes"}
    assert len(schema["properties"]["changes"]["items"]["oneOf"]) == 6
