import pytest

import kamgraph as k
from books import book

CHART = "boss acme; chief acme; ann acme; vic us"
DEAL = "d acme bid"


def ties(graph, kind):
    rows = graph.ties[graph.ties["kind"] == kind]
    return {(s, t): (strength, origin) for s, t, strength, origin in
            rows[["source", "target", "strength", "origin"]].itertuples(index=False)}  # fmt: skip


def both(facts):
    return k.build_graph(facts, account="acme"), k.build_graph(facts, deal="d")


def test_a_deal_without_rows_of_its_own_equals_its_account():
    account, deal = both(
        book(
            people=CHART,
            ties="ann reports_to boss; vic knows ann",
            roles="ann user acme",
            deals=DEAL,
        )
    )
    assert account.people.equals(deal.people)
    columns = ["source", "target", "kind", "strength", "origin"]
    assert account.ties[columns].equals(deal.ties[columns])


def test_a_solid_line_of_the_deal_is_the_only_one_there():
    account, deal = both(
        book(people=CHART, ties="ann reports_to boss; ann reports_to chief deal=d", deals=DEAL)
    )
    assert ties(account, "reports_to") == {("ann", "boss"): (1.0, "account")}
    assert ties(deal, "reports_to") == {("ann", "chief"): (1.0, "deal")}


def test_a_solid_line_of_strength_0_leaves_nobody_above():
    _, deal = both(
        book(
            people=CHART,
            ties="ann reports_to boss; ann reports_to boss deal=d strength=0",
            deals=DEAL,
        )
    )
    assert ties(deal, "reports_to") == {}


def test_a_tie_of_the_deal_replaces_the_same_tie_and_0_removes_it():
    account, deal = both(
        book(
            people=CHART,
            ties="boss influences ann strength=0.5; boss influences ann strength=-0.25 deal=d; chief influences ann strength=strong; chief influences ann strength=0 deal=d; boss dotted_line chief",
            deals=DEAL,
        )
    )
    assert ties(account, "influences") == {
        ("boss", "ann"): (0.5, "account"), ("chief", "ann"): (0.75, "account")}  # fmt: skip
    assert ties(deal, "influences") == {("boss", "ann"): (-0.25, "deal")}
    assert ties(deal, "dotted_line") == {("boss", "chief"): (1.0, "account")}


def test_of_two_rows_in_effect_the_later_since_holds():
    facts = book(people=CHART, ties="boss influences ann strength=0.5; boss influences ann strength=0.75 since=2026-01-01")  # fmt: skip
    assert ties(k.build_graph(facts, account="acme"), "influences") == {
        ("boss", "ann"): (0.75, "account")
    }


def test_roles_of_the_deal_replace_those_of_the_account_role_by_role():
    account, deal = both(
        book(
            people=CHART,
            roles="boss approver acme; ann user acme; ann evaluator acme; chief evaluator acme deal=d",
            deals=DEAL,
        )
    )
    assert account.people["roles"].to_dict() == {
        "ann": ("evaluator", "user"), "boss": ("approver",), "chief": ()}  # fmt: skip
    assert deal.people["roles"].to_dict() == {
        "ann": ("user",), "boss": ("approver",), "chief": ("evaluator",)}  # fmt: skip


@pytest.mark.parametrize("table", ["roles", "team"])
def test_a_row_that_ends_in_the_deal_takes_the_role_from_its_holder_there(table):
    role, person, other = (
        ("approver", "ann", "boss") if table == "roles" else ("lead_expert", "vic", "val")
    )
    rows = f"{person} {role} acme; {other} {role} acme; {person} {role} acme d until=2026-01-01"
    facts = book(people=CHART + "; val us", deals=DEAL, **{table: rows})
    for day, there in (("2025-12-31", [person]), ("2026-01-01", [other])):
        account, deal = (
            k.build_graph(facts, account="acme", deal=deal, as_of=day).people[table]
            for deal in (None, "d")
        )
        assert sorted(account.index[account == (role,)]) == sorted([person, other])
        assert list(deal.index[deal == (role,)]) == there


def test_whom_a_row_of_the_deal_names_again_holds_the_role_although_another_ended():
    facts = book(
        people=CHART,
        deals=DEAL,
        roles="ann user acme; ann user acme d until=2025-06-01; ann user acme d since=2026-01-01",
    )
    graph = k.build_graph(facts, deal="d", as_of="2026-02-01")
    assert graph.people.loc["ann", "roles"] == ("user",)


def test_the_team_of_the_deal_replaces_role_by_role():
    _, deal = both(
        book(
            people="ann acme; vic us; val us",
            team="vic lead_expert acme; vic account_responsible acme; val lead_expert acme deal=d",
            deals=DEAL,
        )
    )
    assert deal.people["team"].to_dict() == {
        "ann": (), "val": ("lead_expert",), "vic": ("account_responsible",)}  # fmt: skip


def test_grades_are_the_newest_of_the_deal_else_of_the_account_axis_by_axis():
    account, deal = both(
        book(
            people=CHART,
            deals=DEAL,
            assessments="ann 2026-01-01 relationship=1 solution=1; ann 2026-02-01 relationship=friend; ann 2025-12-01 relationship=2 deal=d; ann 2025-12-01 relationship=5 deal=d",
        )
    )
    columns = ["relationship_stance", "relationship_origin", "solution_stance", "solution_origin"]
    assert account.people.loc["ann", columns].tolist() == [0.5, "account", -1.0, "account"]
    # Two of one day are averaged: ranks 2 and 5 are -0.5 and 1.
    assert deal.people.loc["ann", columns].tolist() == [0.25, "deal", -1.0, "account"]
    assert deal.people["price_stance"].isna().loc["ann"]


def test_our_people_are_for_us_and_competitors_against_unless_graded():
    facts = book(people="ann acme; vic us; rex rival; val us", ties="vic knows ann; rex influences ann; val knows ann", assessments="val 2026-01-01 price=2")  # fmt: skip
    people = k.build_graph(facts, account="acme").people
    assert people["price_stance"].to_dict() == {
        "ann": pytest.approx(float("nan"), nan_ok=True), "rex": -1.0, "val": -0.5, "vic": 0.0}  # fmt: skip
    assert people["solution_stance"].dropna().to_dict() == {"rex": -1.0, "val": 1.0, "vic": 1.0}
    assert people["relationship_stance"].dropna().to_dict() == {"rex": 0.0, "val": 1.0, "vic": 1.0}
    assert people["price_origin"].tolist() == ["", "assumed", "account", "assumed"]


def left(successor=""):
    heir = f" successor={successor}" if successor else ""
    return f"chief acme until=2026-01-01{heir}; boss acme; ann acme since=2025-01-01; bob acme"


def test_a_successor_takes_over_lines_and_roles_and_nothing_else():
    facts = book(
        people=left("bob") + "; vic us",
        ties="ann reports_to chief; chief reports_to boss; bob dotted_line chief; chief influences ann; vic knows chief",
        roles="chief approver acme",
        assessments="chief 2025-06-01 price=5",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {
        ("ann", "bob"): (1.0, "successor"), ("bob", "boss"): (1.0, "successor")}  # fmt: skip
    assert not {"influences", "knows", "dotted_line"} & set(graph.ties["kind"])
    assert graph.people.loc["bob", "roles"] == ("approver",)
    assert graph.people["price_stance"].isna().all()
    assert "chief" not in graph.people.index


def test_the_successors_own_solid_line_wins_over_the_inherited_one():
    facts = book(people=left("bob"), ties="chief reports_to boss; bob reports_to ann")
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {("bob", "ann"): (1.0, "account")}


def test_an_outsider_s_own_line_wins_also_where_its_other_end_is_not_in_the_scope():
    facts = book(
        people="ann acme; old rival until=2026-01-01 successor=rex; rex rival; ray rival; far rival",
        ties="old reports_to ray; rex reports_to far; rex influences ann; ray influences ann",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {}


def test_an_own_line_to_a_seat_that_is_vacant_in_another_account_wins_too():
    facts = book(
        people="old acme until=2026-01-01 successor=bob; bob acme; ann acme; gone bravo until=2026-01-01",
        ties="old reports_to ann; bob reports_to gone",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {}


def test_an_own_line_wins_over_one_that_is_inherited_in_a_deal_alone():
    facts = book(
        people="old us until=2026-01-01 successor=vic; vic us; val us; ann acme",
        ties="old reports_to ann deal=d; vic reports_to val",
        deals=DEAL,
    )
    graph = k.build_graph(facts, deal="d", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {}


def test_an_heir_who_is_an_outsider_elsewhere_inherits_no_more_here():
    facts = book(
        people="gone acme until=2026-01-01 successor=bob; bob acme; chief bravo until=2026-01-01 successor=eve; eve bravo; pat institute",
        ties="gone reports_to pat; bob reports_to chief",
        roles="pat user acme deal=d",
        deals="d acme bid; e bravo bid",
    )
    alone = k.build_graph(facts, deal="d", as_of="2026-02-01")
    assert ties(alone, "reports_to") == {("bob", "eve"): (1.0, "successor")}
    together = k.build_graph(facts, as_of="2026-02-01").ties
    here = together[together["deal"] == "d"]
    assert here[["source", "target"]].to_numpy().tolist() == [["bob", "eve"]]


def test_who_is_promoted_into_the_seat_takes_over_its_boss():
    facts = book(people=left("bob"), ties="chief reports_to boss; bob reports_to chief")
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {("bob", "boss"): (1.0, "successor")}


def test_successors_are_followed_to_the_first_one_active():
    facts = book(
        people="a acme until=2026-01-01 successor=b; b acme until=2026-01-01 successor=c; c acme; ann acme",
        ties="ann reports_to a",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert ties(graph, "reports_to") == {("ann", "c"): (1.0, "successor")}


def test_a_seat_without_successor_stays_vacant_while_somebody_reports_to_it():
    facts = book(people=left(), ties="ann reports_to chief; chief reports_to boss; chief influences bob", assessments="chief 2025-06-01 price=5")  # fmt: skip
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    seat = graph.people.loc["chief"]
    assert seat["vacant"]
    assert seat["susceptibility"] == 0
    assert seat[["relationship_stance", "solution_stance", "price_stance"]].isna().all()
    assert set(ties(graph, "reports_to")) == {("ann", "chief"), ("chief", "boss")}
    assert ties(graph, "influences") == {}


def test_a_seat_to_which_only_a_dotted_line_leads_stays_too():
    facts = book(people=left(), ties="ann dotted_line chief; chief reports_to boss")
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert graph.people.loc["chief", "vacant"]
    assert set(ties(graph, "dotted_line")) == {("ann", "chief")}


def test_a_seat_that_nobody_reports_to_goes_unless_it_holds_a_role():
    line = "chief reports_to boss"
    assert (
        "chief"
        not in k.build_graph(
            book(people=left(), ties=line), account="acme", as_of="2026-02-01"
        ).people.index
    )
    facts = book(people=left(), ties=line, roles="chief approver acme")
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert graph.people.loc["chief", "vacant"]
    assert k.key_people(graph).loc["chief", "kind"] == "direct"


def test_two_vacancies_one_above_the_other_keep_the_chart_in_one_piece():
    facts = book(people="a acme until=2026-01-01; b acme until=2026-01-01; top acme; ann acme", ties="ann reports_to a; a reports_to b; b reports_to top")  # fmt: skip
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert graph.people["vacant"].to_dict() == {"a": True, "ann": False, "b": True, "top": False}
    assert graph.people["level"].to_dict() == {"a": 3, "ann": 4, "b": 2, "top": 1}


def test_closeness_from_interactions():
    facts = book(
        people="ann acme; vic us; val us",
        ties="val knows ann strength=0.75",
        interactions="m 2026-01-01 meeting vic; m 2026-01-01 meeting ann; c 2025-10-03 call vic; c 2025-10-03 call ann; c 2025-10-03 call val",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-01-01")
    # A meeting of two today is 1; a call of three, 90 days or one half-life ago, 0.6 / 2 / 2.
    heat = 1 + 0.6 * 0.5 / 2
    assert ties(graph, "knows") == {
        ("vic", "ann"): (pytest.approx(heat / (heat + 1)), "interactions"),
        ("val", "ann"): (pytest.approx(0.75 * 2 ** (-90 / 720)), "account"),
    }


def test_a_placeholder_is_a_vacant_seat():
    facts = book(
        people="cfo acme name=Vacant; boss acme; ann acme; bob acme; idle acme name=TBD; val us name=待定; vic us",
        ties="ann reports_to cfo; cfo reports_to boss; cfo influences bob 1; vic knows cfo; val knows ann",
        roles="cfo approver acme; idle coach acme; cfo coach acme",
        assessments="cfo 2026-01-01 5 5 5",
        team="val lead_expert acme",
    )
    graph = k.build_graph(facts, account="acme")
    assert graph.people["vacant"].to_dict() == {
        "ann": False, "bob": False, "boss": False, "cfo": True}  # fmt: skip
    assert graph.people.loc["cfo", "roles"] == ("approver",)
    assert (
        graph.people.loc["cfo", ["relationship_stance", "solution_stance", "price_stance"]]
        .isna()
        .all()
    )
    assert set(graph.ties["kind"]) == {"reports_to"}


def test_whoever_is_named_to_fill_a_placeholder_holds_its_seat():
    facts = book(people="cfo acme name=Vacant successor=bob; ann acme; bob acme", ties="ann reports_to cfo", roles="cfo approver acme")  # fmt: skip
    graph = k.build_graph(facts, account="acme")
    assert ties(graph, "reports_to") == {("ann", "bob"): (1.0, "successor")}
    assert graph.people.loc["bob", "roles"] == ("approver",)


def test_placeholders_are_the_policy_s():
    facts = book(people="cfo acme name=Vacant; ann acme", ties="ann reports_to cfo")
    graph = k.build_graph(facts, account="acme", policy=k.Policy(placeholders=("nobody",)))
    assert not graph.people["vacant"].any()


def test_what_somebody_does_as_themselves_passes_to_nobody_and_keeps_no_seat():
    facts = book(
        people=left("bob") + "; gone acme until=2026-01-01",
        roles="chief coach acme; chief coach_advise acme; chief participant acme; chief approver acme; gone coach acme; gone participant acme",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert graph.people["roles"].to_dict() == {"ann": (), "bob": ("approver",), "boss": ()}


@pytest.mark.parametrize(
    ("now", "kept"), [("bravo", {"coach", "participant"}), ("rival", set()), ("us", set())]
)
def test_what_somebody_does_as_themselves_ends_on_our_side_and_a_competitor_s(now, kept):
    facts = book(
        people="ann acme; bob acme; cy us",
        positions=f"ann acme until=2026-01-01; ann {now} since=2026-01-01",
        roles="ann coach acme; ann participant acme",
        ties="ann knows bob" if now == "us" else "ann influences bob",
    )
    graph = k.build_graph(facts, account="acme", as_of="2026-02-01")
    assert set(graph.people.loc["ann", "roles"]) == kept


def test_a_grade_of_another_account_is_not_seen():
    facts = book(
        people="ann acme; eve bravo",
        ties="eve influences ann; ann influences eve",
        assessments="eve 2026-01-01 5 5 account=bravo; eve 2025-01-01 1 account=acme; eve 2024-01-01 2 2 2",
    )
    seen = ["relationship_stance", "solution_stance", "price_stance"]
    here = k.build_graph(facts, account="acme").people.loc["eve", seen].tolist()
    there = k.build_graph(facts, account="bravo").people.loc["eve", seen].tolist()
    assert (here, there) == ([-1.0, -0.5, -0.5], [1.0, 1.0, -0.5])


def test_a_grade_that_names_its_account_and_one_that_names_none_are_averaged_on_one_day():
    facts = book(
        people="ann unit",
        assessments="ann 2026-01-01 1 account=acme; ann 2026-01-01 4; ann 2026-01-01 4 account=unit; ann 2025-01-01 5",
        deals=DEAL,
    )
    for scope, expected in (
        ({"account": "acme"}, 0.0),
        ({"deal": "d"}, 0.0),
        ({"account": "unit"}, 0.5),
    ):
        grade = k.build_graph(facts, **scope).people.loc["ann", "relationship_stance"]
        assert grade == expected


def test_a_person_is_of_the_firm_where_they_work_on_the_day():
    facts = book(
        people="ann acme; eve acme; vic us",
        positions="eve acme until=2025-07-01; eve bravo since=2025-07-01 until=2026-01-01; eve acme since=2026-02-01",
        ties="eve influences ann; vic knows eve",
        roles="eve approver acme",
    )

    def there(day):
        graph = k.build_graph(facts, account="acme", as_of=day)
        return graph.people["own"].to_dict().get("eve"), graph.people["vacant"].to_dict().get("eve")

    days = ("2025-01-01", "2025-08-01", "2026-01-15", "2026-03-01")
    # In between of no firm: the seat at Bravo is the last one known, and not Acme's.
    assert [there(day) for day in days] == [
        (True, False),
        (False, False),
        (None, None),
        (True, False),
    ]
