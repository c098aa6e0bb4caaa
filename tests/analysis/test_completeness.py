"""How much of each family of facts is recorded, and what is said of the rest."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from kamgraph.errors import KamgraphError
from kamgraph.model.book import Book
from kamgraph.model.policy import Policy
from kamgraph.model.recorded import FAMILIES, GRADES
from strategies import books, few

POLICY = Policy(required_roles={"lead": ("approver", "user")})


def asked(found, *, language="en", policy=POLICY, **scope):
    graph = k.build_graph(found, **(scope or {"account": "acme"}), policy=policy)
    return k.completeness(graph, language=language)


def counted(table):
    return {fact: (row["recorded"], row["of"]) for fact, row in table.iterrows()}


def test_people_are_placed_by_lines_levels_and_functions_of_everybody():
    found = asked(
        book(
            people="""
                ann acme level=1 function=finance; bo acme title=Buyer; cy acme level=5
                di acme; left acme until=2025-01-01; ida institute level=2; us1 us
            """,
            ties="bo reports_to ann; ida influences ann; us1 knows ann",
            roles="ann approver acme since=2026-01-01",
        )
    )
    assert counted(found.loc[["lines", "levels", "functions"]]) == {
        "lines": (2, 4),  # a boss without one above stands in a line, too
        "levels": (2, 4),
        "functions": (1, 4),
    }


def test_what_is_only_read_counts_as_not_recorded_and_is_told_apart():
    found = asked(book(people="ann acme title=Buyer; bo acme; cy acme level=2; di acme",
                       ties="bo reports_to ann"))  # fmt: skip
    assert counted(found)["levels"] == (1, 4)
    assert found.loc["levels", "consequence"] == (
        "1 of 4 is read from a title, not recorded; 1 of 4 is taken from the place in the chart; "
        "1 of 4 is unknown, and fits every open role a little."
    )
    assert counted(found)["functions"] == (0, 4)
    assert found.loc["functions", "consequence"].startswith("1 of 4 is read from a title")


SHARED = """m1 2026-03-01 email ann part=to; m1 2026-03-01 email bo part=to
            m1 2026-03-01 email cy part=to; m2 2026-03-02 email ann part=to
            m2 2026-03-02 email bo part=to; m2 2026-03-02 email cy part=to"""


def apart(table, *facts):
    return table.loc[[*facts], ["recorded", "accepted", "inferred"]].to_numpy().tolist()


def test_what_is_read_accepted_and_inferred_is_counted_apart():
    facts = book(people="ann acme title=CEO; bo acme title=Buyer; cy acme level=5",
                 interactions=SHARED)  # fmt: skip
    found = k.candidates(k.build_graph(facts, account="acme"))
    line = found[(found["kind"] == "reports_to") & (found["person"] == "bo")].index[:1]
    role = found[(found["kind"] == "role") & (found["value"] == "approver")].index[:1]
    accepted = k.accept(facts, [*line, *role])
    assert apart(asked(facts), "roles", "lines", "levels") == [[0, 0, 0], [0, 0, 0], [1, 0, 2]]
    assert apart(asked(accepted), "roles", "lines") == [[1, 1, 0], [2, 2, 0]]
    drafted = asked(k.draft(accepted, at_least=0.0))
    assert apart(drafted, "roles", "lines") == [[1, 1, 1], [2, 2, 1]]
    assert drafted.loc["lines", "consequence"] == (
        "1 of 3 is only inferred, and nobody has confirmed it."
    )
    assert drafted.loc["roles", "share"] == 0.5


def test_what_somebody_recorded_is_no_less_so_for_being_assumed_as_well():
    facts = book(people="ann acme title=CEO; bo acme; cy us", ties="bo reports_to ann",
                 roles="ann approver acme", interactions=SHARED)  # fmt: skip
    drafted = asked(k.draft(facts, at_least=0.0))
    assert apart(drafted, "lines") == [[2, 0, 0]]
    assert apart(drafted, "roles")[0][:2] == [1, 0]


def test_where_people_stand_is_asked_of_the_key_people():
    found = asked(
        book(
            people="ann acme level=1; bo acme level=5; cy us",
            ties="bo influences ann weak; cy knows bo",
            roles="ann approver acme; bo user acme",
            assessments="ann 2026-01-01 friend doubts -; bo 2026-01-01 friend - -; cy 2026-01-01",
            interactions="m 2026-01-01 meeting ann; m 2026-01-01 meeting cy",
        )
    )
    assert counted(found.drop(["lines", "levels", "functions", "team"])) == {
        "roles": (2, 2),
        "relationship_grades": (2, 2),
        "solution_grades": (1, 2),
        "price_grades": (0, 2),
        "influence": (2, 2),
        "acquaintance": (2, 2),
        "interactions": (1, 2),
        "deals": (0, 0),
    }
    assert found.loc["price_grades", "consequence"].startswith("No price grade is recorded")
    assert found.loc["solution_grades", "consequence"] == (
        "1 of 2 key people has no solution grade, and may be for or against."
    )
    assert (found.loc["relationship_grades", ["consequence", "next_step"]] == "").all()


def test_roles_and_team_count_where_the_policy_requires_them():
    found = asked(book(people="ann acme; bo acme; cy us", roles="ann approver acme; bo legal acme",
                       team="cy lead_expert acme"))  # fmt: skip
    assert counted(found.loc[["roles", "team"]]) == {"roles": (1, 2), "team": (1, 3)}
    assert found.loc["roles", "consequence"].startswith("1 of 2 decision roles has no holder")


def test_deals_need_a_stage_and_a_value_and_count_while_they_are_open():
    found = book(
        people="ann acme",
        deals="""
            a acme bid value=5 currency=EUR; b acme bid; c acme value=5 currency=EUR
            d acme lost value=5 currency=EUR; e bravo bid
        """,
    )
    assert counted(asked(found))["deals"] == (1, 3)
    assert counted(asked(found, deal="a"))["deals"] == (1, 1)
    assert counted(asked(found, deal="b"))["deals"] == (0, 1)


def test_what_the_whole_book_says_nothing_of_is_not_recorded():
    found = asked(book(people="ann acme"))
    none = [f"No {axis} grade is recorded, so {axis} is left out" for axis in GRADES]
    assert found.loc["acquaintance", "consequence"].startswith("Which of us knows whom is not rec")
    assert found.loc["roles", "consequence"].startswith("Nobody's part in the decision is recorded")
    assert (found["consequence"] != "").all()
    assert (found["next_step"] != "").all()
    assert len(none) == sum(
        "leaves" in text for text in found.loc[[*GRADES.values()], "consequence"]
    )


@pytest.mark.parametrize(
    ("facts", "family"),
    [
        ({"roles": "ann user acme"}, "roles"),
        ({"ties": "bo dotted_line ann"}, "lines"),
        ({"people": "ann acme level=3; bo acme; cy us"}, "levels"),
        ({"people": "ann acme function=audit; bo acme; cy us"}, "functions"),
        ({"assessments": "ann 2026-01-01 friend"}, "relationship_grades"),
        ({"ties": "bo influences ann"}, "influence"),
        ({"ties": "cy knows ann"}, "acquaintance"),
        ({"team": "cy lead_expert acme"}, "team"),
        ({"deals": "d acme"}, "deals"),
    ],
)
def test_a_family_is_recorded_once_the_book_holds_anything_of_it(facts, family):
    people = {"people": "ann acme; bo acme; cy us"}
    assert k.build_graph(book(**people), account="acme").recorded == frozenset()
    assert k.build_graph(book(**people | facts), account="bravo").recorded == {family}


@pytest.mark.parametrize(("answer", "known"), [("", 0), ("m2 2026-01-02 email", 1)])
def test_who_never_answered_knows_none_of_us(answer, known):
    mails = "m1 2026-01-01 email cy part=from; m1 2026-01-01 email ann part=to"
    if answer:
        mails += f"; {answer} ann part=from; {answer} cy part=to"
    facts = book(people="ann acme; cy us", roles="ann approver acme", interactions=mails)
    found = k.completeness(k.build_graph(facts, account="acme"))
    assert found.loc["acquaintance", ["recorded", "of"]].tolist() == [known, 1]
    assert found.loc["interactions", ["recorded", "of"]].tolist() == [1, 1]


def test_titles_say_something_of_levels_and_functions():
    found = k.build_graph(book(people="ann acme title=Whatever"), account="acme")
    assert found.recorded == {"levels", "functions"}


def test_meetings_count_where_one_of_us_took_part():
    people = {"people": "ann acme; bo acme; cy us"}
    theirs = book(**people, interactions="m 2026-01-01 meeting ann; m 2026-01-01 meeting bo")
    ours = book(**people, interactions="m 2026-01-01 meeting ann; m 2026-01-01 meeting cy")
    assert k.build_graph(theirs, account="acme").recorded == frozenset()
    assert k.build_graph(ours, account="acme").recorded == {"interactions", "acquaintance"}
    moved = book(
        people="ann acme; bo acme; cy acme",
        positions="cy us until=2026-02-01; cy acme since=2026-02-01",
        interactions="m 2026-01-01 meeting ann; m 2026-01-01 meeting cy",
    )
    assert k.build_graph(moved, account="acme").recorded == {"interactions", "acquaintance"}


def test_in_chinese():
    found = asked(book(people="ann acme"), language="zh")
    assert all(text.endswith("。") for text in found["consequence"])
    with pytest.raises(KamgraphError, match="language 'fr' is unknown"):
        asked(book(people="ann acme"), language="fr")


@few
@given(books())
def test_shares_are_parts_of_wholes_and_something_is_said_of_what_lacks(found):
    graph = k.build_graph(found)
    table = k.completeness(graph)
    assert list(table.index.get_level_values("fact")[: len(FAMILIES.words)]) == [*FAMILIES.words]
    assert ((table["recorded"] >= 0) & (table["recorded"] <= table["of"])).all()
    some = table["of"] > 0
    np.testing.assert_array_equal(table["share"][some], (table["recorded"] / table["of"])[some])
    assert table["share"][~some].isna().all()
    known = table.index.get_level_values("fact").isin([*graph.recorded])
    lacks = (table["recorded"] < table["of"]) | ~known
    assert ((table["consequence"] != "") == lacks).all()
    assert ((table["next_step"] != "") == lacks).all()
    assert not table.loc[~known, "recorded"].any()


@few
@given(books())
def test_accounts_of_which_nothing_is_known_change_nothing(found):
    tables = found.to_tables()
    empty = pd.DataFrame([{"id": "nobody's", "name": "Nobody's", "kind": "customer"}])
    tables["organizations"] = pd.concat([tables["organizations"], empty], ignore_index=True)
    before = k.completeness(k.build_graph(found, deal=""))
    after = k.completeness(k.build_graph(Book.from_tables(tables), deal=""))
    if before.index.nlevels > 1:
        pd.testing.assert_frame_equal(after.drop("nobody's", level="account"), before)
