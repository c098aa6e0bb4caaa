import datetime as dt

import pandas as pd
import pytest

import kamgraph as k
from books import book
from kamgraph.model.policy import Policy
from kamgraph.model.voice import speaking
from kamgraph.reviews.moves import list_moves
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
    assert f"{names[route[0]]} leads, through {names[route[1]]}, by 16 October 2026." in step


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
        "No decision role is recorded; by title and level it would be carl"
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


@pytest.mark.parametrize(
    ("known", "days"),
    [("vic knows ann", ("10 February", "19 February")), ("", ("26 January", "26 January"))],
    ids=["known", "stranger"],
)
def test_a_step_comes_before_the_next_target_and_the_closing_of_the_deal(known, days):
    # A first contact comes while there is still time for a second one.
    tables = book(
        people="ann acme; vic us",
        ties=known,
        deals="deal acme bid closes=2026-02-20",
        roles="ann approver acme",
        assessments="ann 2026-01-01 1 1 1",
        targets="ann 2026-02-10 5 - - deal; ann 2025-12-01 5",
    )
    later = k.Book.from_tables(tables.to_tables() | {"targets": pd.DataFrame()})
    for facts, day in zip((tables, later), days, strict=True):
        graph = k.build_graph(facts, deal="deal", policy=NO_OTHERS)
        assert sentences(graph)[4].endswith(f"by {day} 2026.")
    whole = k.build_graph(later, account="acme", policy=NO_OTHERS)
    assert sentences(whole)[4].endswith(f"by {days[1]} 2026.")


def test_whoever_promised_leads_and_within_days():
    facts = book(
        people="ann acme; vic us; val us",
        ties="vic knows ann",
        roles="ann approver acme",
        team="vic account_responsible acme",
        commitments="c val ann - 2025-10-01 2025-12-01",
        assessments="ann 2026-01-01 3 3 3",
    )
    graph = k.build_graph(facts, account="acme", policy=NO_OTHERS)
    step = sentences(graph)[4]
    assert step.startswith("Have val keep the promise now")
    assert step.endswith("; val leads, by 8 January 2026.")


def test_no_step_is_due_on_a_weekend():
    facts = book(
        people="ann acme; vic us",
        ties="vic knows ann",
        roles="ann approver acme",
        assessments="ann 2026-01-01 1 1 1",
        deals="sold acme closed closes=2025-01-01 ends=2026-02-02",  # a Monday
    )
    graph = k.build_graph(facts, account="acme", policy=NO_OTHERS)
    assert sentences(graph)[4].endswith("by 30 January 2026.")


def test_on_the_eve_of_the_closing_there_is_today():
    facts = book(
        people="ann acme; vic us",
        deals="deal acme bid closes=2026-01-02",
        roles="ann approver acme",
        assessments="ann 2026-01-01 1 1 1",
    )
    graph = k.build_graph(facts, deal="deal", policy=NO_OTHERS)
    assert sentences(graph)[4].endswith("by 1 January 2026.")


OVER = {
    "people": "ann acme; vic us",
    "ties": "vic knows ann",
    "roles": "ann approver acme",
    "assessments": "ann 2026-01-01 4 4 4; ann 2026-06-01 1 1 1; vic 2026-06-02 3",
}


@pytest.mark.parametrize(("stage", "ended"), [("closed", "won and closed"), ("lost", "lost")])
def test_a_deal_that_is_over_is_looked_back_on(stage, ended):
    deals = f"deal acme {stage} closes=2026-02-01; next acme bid"
    facts = book(**OVER, deals=deals, payments="p deal retention 2026-03-01 5 - ann")
    review = k.review(k.build_graph(facts, deal="deal", policy=NO_OTHERS))
    assert review.verdict == (
        f"This deal is {ended}, decided on 1 February 2026; choice stood at 74 of 100 on that day,"
        " as far as was recorded; by what is recorded now, choice stands at 0 of 100."
    )
    still_open, step = (point.sentence for point in review.summary[1:])
    assert still_open.startswith("The retention payment of 5 for deal has been overdue")
    assert step.startswith("Have vic ask ann what holds the payment up; vic leads")
    with speaking("en"):
        (move,) = list_moves(review.results, 5)  # on the first screen, too, something is due
    assert (move.owner, move.contact, move.kind) == ("vic", "ann", "Payment overdue")
    names = [section.name for section in review.sections]
    assert names[0] == "gaps"
    assert not {"plan", "routes", "fragility", "questions", "handover"} & {*names}
    assert [*review.results.gaps["gap"]] == ["payment_overdue"]
    assert review.results.scores["gaps_high"] == 1


def test_nothing_is_left_of_a_deal_that_nobody_owes_anything():
    facts = book(**OVER, deals="deal acme lost")
    said = sentences(k.build_graph(facts, deal="deal", policy=NO_OTHERS))
    assert said[0].startswith("This deal is lost; by what is recorded now")
    assert said[1].startswith("No promise and no payment is overdue")
    assert len(said) == 2


def test_what_changed_takes_the_place_of_what_is_not_known():
    assert sentences(DEAL, since="2026-04-30")[3].startswith(
        "Since 30 April 2026 the choice has gone"
    )
