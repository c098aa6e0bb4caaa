"""Payments, renewals, qualification, commitments, funnel: by hand, by twins, and their laws."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import kamgraph as k
from books import book
from strategies import DAY, books, few

SALE = {
    "people": """
        ann acme title=CEO; bo acme title=CFO; cfo unit; old acme until=2026-03-01 successor=heir
        heir acme; vic us; val us; ext institute
    """,
    "deals": """
        big acme bid 2025-01-01 value=1000 currency=EUR closes=2026-12-01 budget=yes need=yes
        done acme closed 2024-01-01 value=500 closes=2024-06-30 starts=2024-07-01 ends=2026-09-01
        gone acme lost 2024-01-01 value=9 closes=2024-06-30 ends=2026-09-01
    """,
    "ties": "vic knows ann trusted; vic knows bo trusted",
    "roles": """
        ann approver acme; bo finance acme; old decision_maker acme; cfo finance acme done
        ann user acme big
    """,
    "assessments": """
        ann 2026-06-01 mentor champions endorses; bo 2026-06-01 hostile rejects refuses
    """,
    "payments": """
        p1 big advance 2026-06-01 400; p2 big delivery 2026-12-01 600 - ann
        p3 done retention 2026-07-01 50; p4 done advance 2024-08-01 450 2024-08-05
        p5 big acceptance 2027-01-01 - - old; p6 gone advance 2026-01-01 9 2026-06-30
    """,
    "commitments": """
        c1 vic ann - 2026-01-10 2026-02-01 2026-01-31; c2 vic ann - 2026-01-10 2026-02-01
        c3 ann vic big 2026-03-01 2026-04-01 2026-04-11; c4 vic bo big 2026-05-01 2027-01-01
        c5 val bo - 2026-05-01; c6 vic ann - 2026-07-01 2026-07-05
    """,
    "goals": """
        acme 2025-12-31 100 vic; acme 2026-12-31 700 vic; acme 2026-12-31 200 val
        unit 2026-12-31 10 vic; bravo 2027-12-31 5
    """,
}
ON = "2026-06-15"


def graph(day=ON, policy=None, **scope):
    options = scope or {"account": "acme"}
    return k.build_graph(book(**SALE), as_of=day, policy=policy, **options)


def told(table, *columns):
    return {row[0]: tuple(row)[1:] for row in table[[*columns]].itertuples()}


# Payments


def test_open_payments_have_their_signer_and_their_risks():
    found = k.payments(graph())
    assert [*found.index] == ["p6", "p1", "p3", "p2", "p5"]
    signers = told(found, "signer", "recorded")
    assert signers["p1"] == ("bo", False)  # finance of the account
    assert signers["p2"] == ("ann", True)
    assert signers["p3"] == ("cfo", False)  # of the deal
    assert signers["p5"] == ("heir", True)  # who sits in the seat of the signer
    risks = found["risks"].to_dict()
    assert risks["p1"] == ("overdue", "opposing")
    assert risks["p2"] == ()
    assert risks["p3"] == ("out_of_reach", "undecided")
    assert np.isnan(found.loc["p3", "choice"])  # not known, which is not the middle
    assert found["at_risk"].drop("p5").tolist() == [9, 400, 50, 0]
    assert np.isnan(found.loc["p5", "at_risk"])
    assert found["overdue"].to_dict() == {"p6": 165, "p1": 14, "p3": 0, "p2": 0, "p5": 0}


def test_what_is_paid_later_than_the_day_is_open_on_it():
    assert "p6" not in k.payments(graph("2026-06-30")).index
    assert "p6" in k.payments(graph("2026-06-29")).index
    assert "p4" in k.payments(graph("2024-08-04")).index


def test_a_deal_sees_its_own_payments():
    found = k.payments(graph(deal="big"))
    assert {*found.index} == {"p1", "p2", "p5"}
    assert found.loc["p1", "signer"] == "bo"


def test_nobody_signs_where_nobody_is_known():
    facts = book(people="ann acme", deals="d acme", payments="p d advance 2027-01-01 5")
    found = k.payments(k.build_graph(facts, account="acme"))
    assert found[["signer", "choice", "reach"]].isna().all(axis=None)
    assert found.loc["p", "risks"] == ("nobody_signs",)
    assert found.loc["p", "at_risk"] == 5


# Renewals


def test_a_contract_that_ends_soon_tells_who_signed_it_and_who_is_gone():
    found = k.renewals(graph())
    assert [*found.index] == ["done"]
    row = found.loc["done"]
    assert row["days"] == 78
    assert row["signed_by"] == ("ann", "old")
    assert row["gone"] == ("old",)
    assert row["signs_now"] == ("ann", "heir")
    assert row["state"] == "at_risk"
    assert pd.isna(row["renewed_by"])


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-01-01", None),
        ("2026-03-05", "at_risk"),
        ("2026-10-01", "lapsed"),
        ("2027-04-01", None),
    ],
)
def test_a_contract_is_listed_about_its_end(day, state):
    found = k.renewals(graph(day))["state"].to_dict()
    assert found == ({} if state is None else {"done": state})


@pytest.mark.parametrize(("stage", "renewed"), [("bid", "next"), ("lost", None)])
def test_what_renews_a_contract_is_named_unless_it_is_lost(stage, renewed):
    deals = f"{SALE['deals']}; next acme {stage} renews=done"
    people = SALE["people"].replace("until=2026-03-01 successor=heir", "")
    facts = book(**SALE | {"deals": deals, "people": people})
    row = k.renewals(k.build_graph(facts, account="acme", as_of=ON)).loc["done"]
    assert row["renewed_by"] == renewed if renewed else pd.isna(row["renewed_by"])
    assert row["state"] == ("renewing" if renewed else "open")
    assert row["gone"] == ()


def test_a_renewal_has_the_choice_of_those_of_whom_it_is_known():
    # The heir who signs now too was never graded; the middle would be a claim.
    ann = k.acceptance(graph()).loc["ann", "choice"]
    assert k.renewals(graph()).loc["done", "choice"] == pytest.approx(ann)
    unknown = k.build_graph(book(**SALE | {"assessments": "bo 2026-06-01 - rejects -"}), as_of=ON)
    assert k.renewals(unknown)["choice"].isna().all()


# Qualification


def test_a_claim_is_confirmed_by_who_answers_for_it_within_reach_and_not_against_us():
    row = k.qualification(graph()).loc["big"]
    assert [*k.qualification(graph()).index] == ["big"]
    assert row[["budget", "authority", "need", "timing"]].tolist() == [
        *("confirmed", "confirmed", "confirmed", "unknown")
    ]
    assert row["vouched_by"] == ("ann",)
    assert row["confirmed"] == 3


@pytest.mark.parametrize(
    "less",
    [
        {"ties": "vic knows bo trusted"},
        {"assessments": "bo 2026-06-01 hostile rejects refuses"},
        {"assessments": "ann 2026-06-01 hostile rejects refuses"},
    ],
)
def test_out_of_reach_ungraded_or_against_us_nobody_vouches(less):
    row = k.qualification(k.build_graph(book(**SALE | less), account="acme", as_of=ON)).loc["big"]
    assert row["authority"] == "claimed"
    assert row["vouched_by"] == ()


def test_nothing_claimed_and_nobody_recorded_is_unknown():
    facts = book(people="ann acme", deals="d acme")
    row = k.qualification(k.build_graph(facts, account="acme")).loc["d"]
    assert {*row[["budget", "authority", "need", "timing"]]} == {"unknown"}


# Commitments


def test_promises_are_kept_late_open_or_overdue():
    found = k.commitments(graph())
    assert told(found.promises, "state", "days") == {
        "c2": ("overdue", 134), "c4": ("open", 0), "c5": ("open", 0),
        "c3": ("late", 10), "c1": ("kept", 0),
    }  # fmt: skip
    pairs = told(found.pairs.loc[[("vic", "ann"), ("ann", "vic")]], "made", "kept", "overdue")
    assert pairs == {("vic", "ann"): (2, 1, 1), ("ann", "vic"): (1, 0, 0)}
    share = found.sides["kept_share"].to_dict()
    assert share == {"customer": 0.0, "vendor": 0.5}


def test_a_promise_is_not_overdue_on_its_day_and_not_seen_before_it_was_made():
    assert k.commitments(graph("2026-02-01")).promises.loc["c2", "state"] == "open"
    assert k.commitments(graph("2026-02-02")).promises.loc["c2", "state"] == "overdue"
    assert "c2" not in k.commitments(graph("2026-01-09")).promises.index
    assert k.commitments(graph("2026-01-15")).promises.loc["c1", "state"] == "open"


# Funnel


def test_the_funnel_adds_up_what_is_signed_and_what_may_come():
    found = k.funnel(book(**SALE), as_of=ON)
    acme, unit, bravo = (found.loc[one].iloc[0] for one in ("acme", "unit", "bravo"))
    assert (acme["goal"], acme["won"], acme["pipeline"], acme["expected"]) == (900, 0, 1000, 400)
    assert (acme["forecast"], acme["margin"], acme["needed"]) == (400, -500, 5000)
    assert acme["begins"] == pd.Timestamp("2026-01-01")
    assert acme["currencies"] == ("EUR",)
    assert (unit["goal"], unit["forecast"], unit["begins"]) == (10, 0, pd.Timestamp("2026-01-01"))
    assert (bravo["margin"], bravo["currencies"]) == (-5, ())
    assert [*found.index.get_level_values("account")] == ["acme", "unit", "bravo"]


def test_what_is_won_counts_on_the_first_day_of_its_contract():
    found = k.funnel(book(**SALE | {"goals": "acme 2024-12-31 500"}), as_of="2024-06-01")
    assert found["won"].tolist() == [500]
    assert found["margin"].tolist() == [0]


def test_a_deal_that_is_still_to_be_signed_is_expected_and_not_won():
    deals = "d acme contract closes=2026-06-30 value=100; e acme delivery closes=2026-06-30 value=7"
    found = k.funnel(book(deals=deals, goals="acme 2026-12-31 90"), as_of=ON).iloc[0]
    assert (found["won"], found["pipeline"], found["expected"]) == (7, 100, 90)


def test_a_probability_of_its_own_counts_in_place_of_that_of_the_stage():
    deals = """
        d acme bid closes=2026-06-30 value=100 probability=0.75; e acme bid closes=2026-06-30 value=10
        won acme closed closes=2026-02-01 value=7 probability=0.25
        lost acme lost closes=2026-02-01 value=9 probability=0.5
        bare acme bid closes=2026-06-30 probability=0.5
    """
    found = k.funnel(book(deals=deals, goals="acme 2026-12-31 90"), as_of=ON).iloc[0]
    assert (found["won"], found["pipeline"], found["expected"]) == (7, 110, 75 + 4)
    assert (found["unvalued"], found["with_probability"]) == (1, 1)


def twin_funnel(found, day, policy):
    """Add up each goal in loops, from the definition."""
    top = found.organizations.set_index("id")["parent"].to_dict()

    def above(unit):
        while isinstance(unit, str):
            yield unit
            unit = top.get(unit)

    expected = {}
    wanted = found.goals.groupby(["account", "due"])["amount"].sum()
    for (account, due), goal in wanted.items():
        if day is not None and due.date() < day:
            continue
        before = [one for unit, one in wanted.index if unit == account and one < due]
        begins = max(before) if before else due - pd.Timedelta(days=365)
        won = hoped = 0.0
        for deal in found.deals.itertuples():
            seen = pd.isna(deal.created) or day is None or deal.created.date() <= day
            when = deal.closes if pd.isna(deal.starts) else deal.starts
            signed = deal.stage in ("delivery", "collection", "closed")
            if pd.isna(when) or not seen or deal.stage == "lost":
                continue
            if account not in above(deal.account):
                continue
            when = when if signed or day is None else max(when, pd.Timestamp(day))
            if begins < when <= due and not pd.isna(deal.value):
                stage = "lead" if pd.isna(deal.stage) else deal.stage
                won += deal.value * signed
                own = deal.probability
                rate = policy.stage_rates[stage] if pd.isna(own) else own
                hoped += deal.value * (not signed) * rate
        expected[account, due] = (goal, won, hoped)
    return expected


@few
@given(books())
def test_the_funnel_equals_its_twin(found):
    policy = k.Policy()
    for day in (DAY, dt.date(2025, 6, 30)):
        table = k.funnel(found, as_of=day)
        rows = zip(table["goal"], table["won"], table["expected"], strict=True)
        got = dict(zip(table.index, rows, strict=True))
        expected = twin_funnel(found, day, policy)
        assert got.keys() == expected.keys()
        for key, row in expected.items():
            assert got[key] == pytest.approx(row)


@few
@given(books())
def test_the_probability_of_the_stage_told_as_a_deals_own_changes_nothing_but_the_count(found):
    rates, tables = k.Policy().stage_rates, found.to_tables()
    deals = tables["deals"]
    usual = deals["stage"].fillna("lead").map(dict(rates)).astype(float)
    tables["deals"] = deals.assign(probability=deals["probability"].fillna(usual))
    told = k.Book.from_tables(tables)
    before, after = (k.funnel(one, as_of=DAY).sort_index() for one in (found, told))
    pd.testing.assert_frame_equal(
        before.drop(columns="with_probability"), after.drop(columns="with_probability")
    )
    assert (before["with_probability"] <= after["with_probability"]).all()
    sure = k.Book.from_tables(tables | {"deals": deals.assign(probability=1.0)})
    surest = k.funnel(sure, as_of=DAY).sort_index()
    assert surest["expected"].tolist() == pytest.approx(surest["pipeline"].tolist())


# Laws


@few
@given(books())
def test_laws_of_what_is_to_be_paid_kept_renewed_and_known(found):
    many = k.build_graph(found, as_of=DAY)
    for question in (
        k.payments,
        k.renewals,
        k.qualification,
        k.actions,
        lambda g: k.commitments(g).promises,
    ):
        table = question(many)
        for account, deal in many.scope_index:
            alone = question(many.of_scope(account, deal))
            if len(many.scope_index) > 1:
                levels = [table.index.get_level_values(name) for name in ("account", "deal")]
                here = table[(levels[0] == account) & (levels[1] == deal)]
                pd.testing.assert_frame_equal(
                    here.reset_index(drop=True), alone.reset_index(drop=True), check_exact=False
                )
    paid = k.payments(many)
    assert (paid["at_risk"].isna() <= paid["amount"].isna()).all()
    assert (paid["at_risk"].fillna(0) <= paid["amount"].fillna(0)).all()
    kept = k.commitments(many)
    assert kept.pairs["made"].sum() == kept.sides["made"].sum() == len(kept.promises)
    assert kept.pairs["kept_share"].dropna().between(0, 1).all()
    known = k.qualification(many)
    parts = known[["budget", "authority", "need", "timing"]]
    assert ((parts == "confirmed").sum(axis=1) == known["confirmed"]).all()
    assert not known["stage"].isin(["closed", "lost"]).any()
