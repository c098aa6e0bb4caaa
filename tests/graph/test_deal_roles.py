"""Roles that are recorded in deals alone: told of the account, and not asked anew."""

import kamgraph as k
from books import book

PEOPLE = """
    ann acme title=CEO; bo acme title=CFO; cy acme title=CIO; di acme title=Engineer; vic us
"""
DEALS = (
    "sale acme name=Sale stage=bid; old acme name=Old stage=lost; next acme name=Next stage=lead"
)
ROLES = "cy decision_maker acme sale; bo approver acme old; di participant acme sale"


def graph_of(deal=None, **more):
    facts = book(**({"people": PEOPLE, "deals": DEALS, "roles": ROLES} | more))
    return k.build_graph(facts, account="acme", deal=deal)


def section(review, name):
    return next(one for one in review.sections if one.name == name)


def test_a_role_of_an_open_deal_is_asked_for_the_account_with_its_holder():
    found = k.ask(graph_of()).query("kind == 'role'").set_index("about")
    assert found.loc["decision_maker", "proposed"] == ("cy",)
    assert "cy (CIO), as in the deals?" in found.loc["decision_maker", "text"]
    assert found.loc["decision_maker", "reason"] == (
        "Recorded in deals: cy (decision maker in Sale); of the account as a whole it is not "
        "recorded."
    )
    assert "cy" in found.loc["approver", "proposed"]  # a lost deal tells nothing
    assert found.loc["approver", "reason"].startswith("Nobody is on record")


def test_nobody_else_is_proposed_for_a_role_that_a_deal_records():
    for deal in (None, "next"):
        roles = k.candidates(graph_of(deal)).query("kind == 'role'")
        assert "decision_maker" not in set(roles["value"])
        assert "approver" in set(roles["value"])


def test_completeness_counts_the_account_and_names_the_deal():
    found = k.completeness(graph_of()).loc["roles"]
    assert (found["recorded"], found["of"]) == (0, 4)
    assert "cy (decision maker in Sale)" in found["consequence"]
    assert found["next_step"].startswith("Record for the account")
    assert "cy" not in k.completeness(graph_of("next")).loc["roles", "consequence"]


def test_what_the_account_records_itself_is_not_told_of_its_deals():
    graph = graph_of(roles="bo decision_maker acme; cy decision_maker acme sale")
    assert "recorded in deals" not in k.completeness(graph).loc["roles", "consequence"].lower()
    assert "cy" not in section(k.review(graph), "chain").sentence


def test_what_a_draft_assumes_is_not_told_as_recorded():
    facts = book(people=PEOPLE, deals="sale acme name=Sale stage=bid")
    drafted = k.build_graph(k.draft(facts, at_least=0.0), account="acme")
    assert "recorded in deals" not in k.completeness(drafted).loc["roles", "consequence"].lower()


def test_the_review_names_who_holds_it_and_where():
    review = k.review(graph_of())
    chain = section(review, "chain")
    assert "cy (decision maker in Sale)" in chain.sentence
    rows = chain.table.rows
    assert rows[rows["word"] == "decision_maker"]["name"].tolist() == ["cy"]
    assert "in Sale" in rows[rows["word"] == "decision_maker"]["place"].iloc[0]
    assert any("cy (decision maker in Sale)" in point.sentence for point in review.summary)
    assert "decision maker" not in chain.sentence.partition("nobody is known yet for")[2]


def test_of_those_who_fit_alike_the_heads_come_first_and_the_others_are_not_denied():
    many = "; ".join(f"p{n} acme title=CFO" for n in range(5)) + "; zoe acme title=CEO"
    found = k.ask(graph_of(people=f"{many}; vic us", deals="", roles="")).set_index("about")
    assert found.loc["approver", "proposed"] == ("zoe", "p0", "p1")
    assert found.loc["approver", "reason"].endswith("p1 (CFO), among others.")


def test_nobody_is_proposed_of_whom_neither_level_nor_function_is_known():
    roles = k.candidates(graph_of(people="ann acme title=CEO; bo acme; vic us", deals="", roles=""))
    assert "bo" not in set(roles.query("kind == 'role'")["person"])
