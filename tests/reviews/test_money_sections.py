"""The sections on what is behind people: deals, payments, promises, contracts and goals."""

import json

import pytest

import kamgraph as k
from books import book

SALE = {
    "people": "ann acme title=CEO; bo acme title=CFO; vic us",
    "deals": """
        big acme bid value=1000 currency=EUR budget=yes
        old acme closed value=500 currency=EUR closes=2025-06-30 ends=2026-09-01
    """,
    "ties": "vic knows ann trusted",
    "roles": "ann approver acme; bo finance acme",
    "assessments": "ann 2026-06-01 mentor champions endorses; bo 2026-06-01 hostile rejects refuses",
    "payments": "p1 big advance 2026-06-01 400; p2 big delivery 2026-12-01 600 - ann",
    "commitments": """
        c1 vic ann - 2026-01-10 2026-02-01 2026-01-31; c2 vic ann big 2026-01-10 2026-06-14
        c3 ann vic - 2026-03-01 2026-04-01 2026-04-02
    """,
    "goals": "acme 2026-12-31 300; bravo 2026-12-31 10",
}


def review(facts=None, language="en", **more):
    found = book(**(SALE if facts is None else facts) | more)
    return k.review(k.build_graph(found, account="acme", as_of="2026-06-15"), language=language)


def sections(**options):
    return {section.name: section for section in review(**options).sections}


def cells(section, *columns):
    return section.table.rows[[*columns]].to_numpy().tolist()


def test_each_tells_what_is_recorded_of_it():
    found = sections()
    assert found["qualification"].sentence == (
        "Somebody of theirs could confirm all of budget, authority, need and timing in 0 of 1 "
        "open deal."
    )
    assert cells(found["qualification"], "budget", "authority", "need", "vouched_by") == [
        ["can be confirmed", "can be confirmed", "not known", "ann"]
    ]
    assert found["payments"].sentence == (
        "2 payments are open, worth 1 k EUR; 400 EUR of it is at risk."
    )
    assert cells(found["payments"], "part", "amount", "signer", "known", "risks") == [
        ["Advance", "400 EUR", "bo", "by the role of finance",
         "overdue for 14 days, who signs leans against us and who signs is out of reach"],
        ["Delivery", "600 EUR", "ann", "", ""],
    ]  # fmt: skip
    assert found["commitments"].sentence == (
        "1 promise is overdue; we kept 50% of ours by their day; the customer kept 0% of theirs."
    )
    assert cells(found["commitments"], "by", "to", "state") == [
        ["vic", "ann", "overdue for 1 day"],
        ["ann", "vic", "kept 1 day late"],
        ["vic", "ann", "kept"],
    ]
    assert found["renewals"].sentence == "1 contract ends or has just ended."
    assert cells(found["renewals"], "days", "signed_by", "gone", "state") == [
        ["in 78 days", "ann", "", "still to be renewed"]
    ]


def test_nothing_is_told_of_what_nobody_recorded():
    plain = {name: SALE[name] for name in ("people", "ties")}
    found = sections(facts=plain)
    assert not {"qualification", "payments", "commitments", "renewals"} & {*found}


def test_who_signs_may_be_nobody():
    found = sections(roles="ann approver acme", payments="p1 big advance 2026-06-20 400")
    assert cells(found["payments"], "known", "risks") == [["", "nobody is known to sign"]]


def test_amounts_in_several_currencies_are_not_added_up():
    deals = "big acme bid currency=EUR; other acme bid currency=CNY"
    payments = "p1 big advance 2026-06-20 400; p2 other advance 2026-06-20 400"
    found = sections(deals=deals, payments=payments, commitments="")
    assert found["payments"].sentence == "2 payments are open."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_goals_of_all_accounts_stand_in_the_portfolio(language):
    graph = k.build_graph(book(**SALE), as_of="2026-06-15")
    whole = k.review(graph, language=language)
    [section] = [one for one in whole.sections if one.name == "funnel"]
    assert len(section.table.rows) == 2
    if language == "en":
        assert section.sentence == (
            "0 of 2 goals are in sight by what is signed and what is to be expected."
        )


def test_the_json_has_them():
    results = json.loads(review().to_json())["results"]
    assert [row["payment"] for row in results["payments"]] == ["p1", "p2"]
    assert [row["commitment"] for row in results["commitments"]] == ["c2", "c3", "c1"]
    assert [row["sale"] for row in results["renewals"]] == ["old"]
    assert results["qualification"][0]["vouched_by"] == ["ann"]


def test_money_stands_behind_people_and_gaps():
    found = sections()
    held = {
        row["name"]: (row["power"], row["worth"])
        for _, row in found["key_people"].table.rows.iterrows()
    }
    for power, worth in held.values():
        assert float(worth.removesuffix(" EUR")) == pytest.approx(1000 * abs(power), rel=0.01)
    gaps = found["gaps"].table.rows
    overdue = gaps[gaps["detail"].str.contains("advance payment of 400 EUR for big", regex=False)]
    assert overdue["name"].tolist() == ["bo"]
    assert overdue["value"].tolist() == ["400 EUR"]


def test_steps_are_told_with_what_has_changed_and_no_owner_who_is_not_ours():
    actions = """
        a acme - meet vic ann - 2026-06-01; b acme - win bo ann price 2026-07-01
        c acme - meet vic ann - 2026-06-02 2026-06-03
    """
    told = sections(actions=actions)["actions"]
    assert told.sentence == "1 step is overdue; 1 is still to come; 1 is done."
    assert cells(told, "kind", "owner", "state") == [
        ["Meet", "vic", "overdue for 14 days"],
        ["Win over", "somebody of ours, to be named", "still to come"],
        ["Meet", "vic", "done, 1 day late"],
    ]
    assert told.table.rows["since"].tolist()[:2] == ["", ""]
    assert told.table.rows["since"].iloc[2]
    [agreed] = sections(actions=actions)["gaps"].table.rows["agreed"].dropna()
    assert agreed == (
        "Agreed: meet; vic, overdue since 1 June 2026. "
        "Agreed: win over (price); somebody of ours, to be named, by 1 July 2026."
    )
    assert "actions" not in sections()
    [late] = [row for row in json.loads(review(actions=actions).to_json())["results"]["actions"]
              if row["action"] == "c"]  # fmt: skip
    assert (late["state"], late["days"]) == ("late", 1)


@pytest.mark.parametrize(
    ("language", "odds", "counted"),
    [
        (
            "en",
            ["win probability 75%", ""],
            ["1 deal by its own probability; 1 deal without a value", ""],
        ),
        ("zh", ["赢单率 75%", ""], ["1 个商机按所填赢单率计；1 个商机未填金额", ""]),
    ],
)
def test_how_likely_deals_are_to_be_won_stands_beside_their_stage(language, odds, counted):
    deals = """
        big acme bid value=1000 currency=EUR closes=2026-10-01 probability=0.75
        other acme bid closes=2026-11-01
    """
    facts = SALE | {"deals": deals, "payments": "", "commitments": ""}
    graph = k.build_graph(book(**facts), as_of="2026-06-15")
    found = {one.name: one for one in k.review(graph, language=language).sections}
    assert sorted(found["deals"].table.rows["odds"], reverse=True) == odds
    assert sorted(found["funnel"].table.rows["counted"], reverse=True) == counted
    [section] = [one for one in review(facts, language).sections if one.name == "deals"]
    assert section.table.rows["odds"].tolist() == odds
