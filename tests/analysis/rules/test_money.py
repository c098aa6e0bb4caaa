"""Payments that are overdue or hang on somebody out of reach, and contracts that end."""

import numpy as np
import pytest

import kamgraph as k
from kamgraph.analysis.rules import (
    contract_ending,
    contract_over,
    payment_overdue,
    signer_change,
    signer_out_of_reach,
)
from rule_rows import persons, recorded, sentences

BOOK = recorded(
    people="""
        ann acme name=Ann; bo acme name=Bo; cfo acme name=Cy; old acme name=Old until=2026-03-01
        vic us name=Vic
    """,
    ties="vic knows ann trusted; vic knows cfo 0.05",
    roles="ann approver acme; cfo finance acme; old approver acme until=2026-03-01",
    deals="""
        big acme delivery value=1000 currency=EUR name=Plant
        yen acme closed value=9 currency=JPY name=Spares
        past acme closed value=500 currency=EUR name=Lease closes=2025-06-01 ends=2026-05-01
        care acme closed value=400 currency=EUR name=Care closes=2025-06-01 ends=2026-08-01
        soon acme closed value=300 currency=EUR name=Parts closes=2026-04-01 ends=2026-08-01
        done acme closed value=200 currency=EUR name=Done closes=2026-04-01 ends=2026-08-01
        next acme bid renews=done
    """,
    payments="""
        p1 big advance 2026-05-31 300 - ann; p2 big delivery 2026-05-01
        p3 big retention 2026-12-01 50 - bo; p4 big acceptance 2026-07-01 70
        p5 big acceptance 2026-01-01 20 2026-01-02; p6 yen delivery 2026-09-01 8 - cfo
    """,
)


def acme(day="2026-06-01", **options):
    return k.build_graph(BOOK, account="acme", as_of=day, **options)


def found(rule, graph=None):
    return k.gaps(graph or acme(), (rule,))


def test_a_payment_is_overdue_from_the_day_after():
    assert persons(payment_overdue, acme("2026-05-01")) == []
    assert persons(payment_overdue, acme("2026-05-31")) == ["cfo"]
    assert persons(payment_overdue, acme()) == ["ann", "cfo"]


def test_it_tells_the_amount_and_who_signs():
    signed, charged = sorted(sentences(payment_overdue, acme()))
    late = "payment of 300 EUR for Plant has been overdue since 31 May 2026."
    assert signed == f"The advance {late} Ann signs for it."
    assert charged.startswith("The delivery payment for Plant has been overdue since 1 May 2026.")
    assert charged.endswith(". Cy is in charge of finance there and would sign for it.")
    table = found(payment_overdue).set_index("person")
    assert table.loc["ann", ["value", "currency"]].tolist() == [300, "EUR"]
    assert np.isnan(table.loc["cfo", "value"])
    assert "Have Vic ask Ann what holds the payment up." in set(table["action"])


def test_nobody_signs_where_nobody_is_known():
    facts = recorded(people="ann acme; vic us", deals="d acme", payments="p d advance 2026-01-01 5")
    graph = k.build_graph(facts, account="acme", as_of="2026-06-01")
    [row] = found(payment_overdue, graph).to_dict("records")
    assert row["person"] == ""
    assert row["value"] == 5
    assert row["action"] == "Find out who signs for the payment there, and what holds it up."


def test_who_signs_out_of_reach_is_one_row_with_what_hangs_on_them():
    table = found(signer_out_of_reach).set_index("person")
    assert set(table.index) == {"bo", "cfo"}
    assert table.loc["bo", "value"] == 50
    assert table.loc["bo", "detail"] == (
        "Bo signs for a payment that is still to be made, due from 1 December 2026 on, "
        "and is out of our reach (0%)."
    )
    # One amount is not recorded, and they are in two currencies.
    assert np.isnan(table.loc["cfo", "value"])
    assert "3 payments" in table.loc["cfo", "detail"]
    assert "from 1 May 2026 on" in table.loc["cfo", "detail"]


def test_contracts_that_end_are_told_by_what_has_become_of_them():
    kinds = {
        contract_over: ("Lease", 500),
        signer_change: ("Care", 400),
        contract_ending: ("Parts", 300),
    }
    for rule, (name, value) in kinds.items():
        [row] = found(rule).to_dict("records")
        assert f"The contract of {name} " in row["detail"]
        assert (row["value"], row["currency"], row["person"]) == (value, "EUR", "")
        assert "Ann" in row["action"]
    [gone] = sentences(signer_change, acme())
    assert gone == (
        "The contract of Care ends on 1 August 2026; of those who signed it, no longer in the"
        " same seat: Old. No deal is recorded that renews it."
    )


@pytest.mark.parametrize("rule", [contract_over, signer_change, contract_ending])
def test_a_contract_far_from_its_end_is_no_gap(rule):
    assert found(rule, acme("2025-10-01")).empty
