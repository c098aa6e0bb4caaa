import datetime as dt

import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.model.policy import Policy
from kamgraph.model.voice import speaking
from kamgraph.reviews.results import Results
from kamgraph.reviews.summary.scope import summarise

DEAL = k.build_graph(k.load_demo(), deal="dispatch-platform")


def sentences(graph, language="en", since=None):
    before = None if since is None else graph.at(since)
    with speaking(language):
        points = summarise(Results(graph, language, before))
    return [point.sentence for point in points]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_five_sentences_each_with_an_end(language):
    said = sentences(DEAL, language, "2026-04-30")
    assert len(said) == 5
    assert all(sentence.endswith("." if language == "en" else "。") for sentence in said)
    assert not any(end in sentence for sentence in said for end in ("..", "。。", ".;", "。；"))


def test_hidden_key_persons_are_named_with_what_they_carry():
    key = k.key_people(DEAL)
    hidden = key[key["kind"] == "indirect"]
    who = sentences(DEAL)[1]
    assert all(name in who for name in hidden["name"])
    assert f"carry {hidden['power'].abs().sum():.0%} of the decision" in who


def test_the_step_has_somebody_of_ours_a_partner_and_a_day():
    gap = k.gaps(DEAL).iloc[0]
    route = k.reach(DEAL).loc[gap["person"], "route"]
    names = DEAL.people["name"]
    step = sentences(DEAL)[4]
    assert step.startswith(gap["action"].removesuffix("."))
    assert f"{names[route[0]]} leads, through {names[route[1]]}, by 9 November 2026." in step


DAY = dt.date(2026, 1, 1)
NO_OTHERS = Policy(required_roles={})  # nobody else is asked
ONE = {"people": "ann acme; vic us", "roles": "ann approver acme", "deals": "deal acme bid"}
INFLUENCE = {"people": "ann acme; bo acme; vic us", "ties": "ann influences bo"}
OPEN = Policy(required_roles={"lead": ("decision_maker",)}, role_fit={})


def at(tables, policy=NO_OTHERS):
    return k.build_graph(book(**tables), account="acme", policy=policy)


@pytest.mark.parametrize(
    ("graph", "number", "said"),
    [
        (at(ONE), 1, "ann decides openly."),
        (at(ONE | INFLUENCE), 1, "ann decides openly; as far as influence is recorded, nobody of weight behind the scenes."),
        (at({"people": ""}), 1, "Nobody is on the list on whom the decision could hang."),
        (at({"people": ""}), 3, "Who decides is not known."),
        (at(ONE), 3, "100% of the decision hangs on stances that nobody has graded; the first to find out is where ann stands on the relationship."),
        (at(ONE, OPEN), 3, "50% of the decision hangs on stances that nobody has graded; 50% lies with people who are not on the list; the first to find out is who has the role of decision maker."),
    ],
)  # fmt: skip
def test_each_sentence_fits_what_there_is(graph, number, said):
    assert sentences(graph)[number] == said


def test_when_everything_is_known_nothing_is_asked():
    known = at(ONE | {"assessments": "ann 2026-01-01 5 5 5"})
    assert sentences(known)[3] == "Every stance that counts is known, and not from long ago."


@pytest.mark.parametrize(("days", "old"), [(29, False), (89, False), (91, True)])
def test_a_grade_has_grown_old_once_it_is_due_again(days, old):
    graph = at(ONE | {"assessments": "ann 2026-01-01 5 5 5"}).at(DAY + dt.timedelta(days))
    assert ("as grades have grown old" in sentences(graph)[3]) == old


def test_where_too_little_is_recorded_nothing_is_told_to_be_fine():
    said = sentences(k.build_graph(book(people="ann acme title=CEO"), account="acme"))
    assert said[0].startswith("1 person is on record there; 1 of them at the top; nobody of")
    assert said[2].startswith("Whom we meet, how they stand and what may go wrong: no meeting")
    assert said[3].startswith("Ask who approves, decides, evaluates and uses")


def test_whoever_blocks_is_the_risk_and_the_next_step():
    refusing = at(
        {
            "people": "ann acme; bo acme; vic us",
            "roles": "ann approver acme; bo evaluator acme; bo finance acme; bo procurement acme",
            "ties": "vic knows ann trusted; vic knows bo trusted",
            "assessments": "ann 2026-01-01 1 1 1; bo 2026-01-01 1 1 1",
        }
    )
    said = sentences(refusing)
    assert said[0].startswith("The decision is blocked by ann: choice stands at 0 of 100")
    assert "ann" in said[2]


def test_what_title_and_level_tell_is_told_as_such():
    titled = at({"people": "carl acme title=CEO; kim acme title=Assistant"}, Policy())
    assert sentences(titled)[1].startswith(
        "no decision role is recorded; by title and level it would be carl"
    )


def test_who_is_on_the_team_leads_where_nobody_reaches_the_person():
    led = book(
        people="ann acme; vic us",
        roles="ann approver acme",
        team="vic account_responsible acme",
        assessments="ann 2026-01-01 1 1 1",
    )
    step = sentences(k.build_graph(led, account="acme", policy=NO_OTHERS))[4]
    assert step.endswith("; vic leads, by 1 April 2026.")


def test_the_next_target_or_the_closing_of_the_deal_comes_before_the_next_review():
    tables = book(
        people="ann acme; vic us",
        deals="deal acme bid closes=2026-02-20",
        roles="ann approver acme",
        assessments="ann 2026-01-01 1 1 1",
        targets="ann 2026-02-10 5 - - deal; ann 2025-12-01 5",
    )
    assert sentences(k.build_graph(tables, deal="deal", policy=NO_OTHERS))[4].endswith(
        "by 10 February 2026."
    )
    later = k.Book.from_tables(tables.to_tables() | {"targets": pd.DataFrame()})
    assert sentences(k.build_graph(later, deal="deal", policy=NO_OTHERS))[4].endswith(
        "by 20 February 2026."
    )
    assert sentences(k.build_graph(later, account="acme", policy=NO_OTHERS))[4].endswith(
        "by 1 April 2026."
    )


def test_what_changed_takes_the_place_of_what_is_not_known():
    assert sentences(DEAL, since="2026-04-30")[3].startswith(
        "Since 30 April 2026 the choice has gone"
    )
