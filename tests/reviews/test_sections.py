"""Decision chain, handover, targets and data quality."""

import inspect
import re

import pytest

import kamgraph as k
from books import book, from_rows, rows
from kamgraph.model import findings, odd_lines, odd_posts, spelling
from kamgraph.model.policy import Policy
from kamgraph.model.voice import speaking, wording
from kamgraph.reviews.results import Results
from kamgraph.reviews.sections import order
from kamgraph.reviews.sections.chain import chain
from kamgraph.reviews.sections.counterparts import counterparts
from kamgraph.reviews.sections.definitions import TERMS
from kamgraph.reviews.sections.handover import handover
from kamgraph.reviews.sections.policy import JUDGEMENTS
from kamgraph.reviews.sections.quality import quality
from kamgraph.reviews.sections.structure import structure
from kamgraph.reviews.sections.targets import targets
from kamgraph.reviews.sections.verify import verify

DEMO = k.load_demo()
SALE = {
    "people": "ann acme; bo acme; cat acme; vic us; wes us",
    "deals": "deal acme bid",
    "ties": "vic knows ann trusted; wes knows ann brief; vic knows bo in_depth; ann influences cat strong",
    "roles": "ann approver acme; bo user acme; ann approver acme deal; cat decision_maker acme deal",
    "assessments": "ann 2026-01-01 friend prefers accepts",
}


def graph(**changes):
    asked = {name: changes.pop(name) for name in ("account", "deal", "as_of") if name in changes}
    return k.build_graph(book(**SALE | changes), **asked)


def make_section(section, graph, language="en"):
    with speaking(language):
        return section(Results(graph, language))


def test_the_chain_lists_roles_in_order_and_those_nobody_is_known_for():
    section = make_section(chain, graph(deal="deal"))
    listed = section.table.rows[["role", "name", "in_account"]].to_numpy().tolist()
    assert listed == [
        ["Approver", "ann", "the same"],
        ["Decision maker", "cat", "nobody"],
        ["Evaluator", "not known yet", "nobody"],
        ["User", "bo", "the same"],
        ["Procurement", "not known yet", "nobody"],
    ]
    assert section.sentence == (
        "ann approves; cat decides; nobody is known yet for evaluator and procurement; "
        "1 role is held by others than in the account."
    )


def test_an_account_is_compared_with_nothing():
    section = make_section(chain, graph(account="acme"))
    assert "in_account" not in section.table.columns
    assert section.sentence == (
        "ann approves; recorded in deals: cat (decision maker in deal); "
        "nobody is known yet for evaluator."
    )


def test_a_deal_like_its_account_says_so():
    alike = graph(deal="deal", roles="ann approver acme", deals="deal acme closed")
    section = make_section(chain, alike)
    assert section.sentence.startswith("ann approves; nobody is known yet for decision maker,")
    assert section.sentence.endswith("; the same people hold the roles as in the account.")


def test_who_is_tried_without_is_not_missed_in_the_chain():
    section = make_section(chain, graph(deal="deal").without("bo"))
    assert "bo" not in set(section.table.rows["in_account"])


def test_without_roles_it_is_told_who_fits_them_best():
    people = "ann acme title=CEO; bo acme title=Engineer; vic us"
    section = make_section(chain, graph(account="acme", people=people, roles="", ties=""))
    assert section.sentence == (
        "No decision roles are recorded; who decides is read from titles and levels."
    )
    rows = section.table.rows.set_index("role")
    assert set(rows["name"]) == {"not known yet"}
    assert rows.loc["Approver", "place"] == "by title and level perhaps ann"
    assert rows.loc["Decision maker", "place"] == "by title and level perhaps ann"
    assert rows.loc["User", "place"] == "by title and level perhaps bo"


def test_contacts_go_to_the_colleague_who_reaches_them_best():
    section = make_section(handover, graph(account="acme"))
    rows = section.table.rows
    assert rows.loc["ann", ["leaver", "colleague", "reach"]].tolist() == ["vic", "wes", 0.25]
    assert rows.loc["bo", "colleague"] == "none of us"
    assert section.sentence == ("Should vic leave, none of us would reach bo well enough any more.")


def test_only_those_whose_leaving_loses_somebody_are_said_to_lose_them():
    known = graph(
        account="acme",
        ties="vic knows ann trusted; wes knows ann several; wes knows bo trusted",
        roles="ann approver acme; bo decision_maker acme",
    )
    section = make_section(handover, known)
    assert {*section.table.rows["leaver"]} == {"vic", "wes"}
    assert section.sentence == "Should wes leave, none of us would reach bo well enough any more."


def test_what_to_check_before_anybody_acts():
    known = graph(account="acme")
    rows = make_section(verify, known).table.rows
    assert ("vic", "Knows: ann") in set(zip(rows["name"], rows["about"], strict=True))
    assert rows["hangs"].str.contains("without it").all()
    assert make_section(verify, graph(account="acme", ties="", assessments="")) is None


def test_who_faces_whom_and_what_of_ours_stands_in_the_way():
    people = "ann acme level=1; bo acme level=3; cat acme; vic us level=3; wes us; chief us level=1"
    facts = {"people": people, "ties": "vic knows ann trusted; bo influences ann"}
    known = graph(account="acme", team="chief executive_sponsor acme", **facts)
    section = make_section(counterparts, known)
    row = section.table.rows.loc["ann"]
    assert row["counterpart"] == "chief"
    assert row["state"] == (
        "hardly know each other, if at all; vic knows the contact and can bring them together"
    )
    assert "chief, our sponsor, knows nobody there" in section.sentence
    assert make_section(counterparts, graph(account="acme", ties="")) is None


def test_nothing_to_hand_over_leaves_the_section_out():
    assert make_section(handover, graph(account="acme", ties="")) is None


def test_whom_nobody_reached_before_is_not_lost():
    faint = graph(
        account="acme", ties="vic knows ann trusted; vic knows bo 0.2; ann influences bo 0.1"
    )
    strict = k.build_graph(faint.book, account="acme", policy=k.Policy(reachable=0.5))
    assert make_section(handover, strict).sentence.endswith(
        "none of us would reach ann well enough any more."
    )


AIMS = """
    ann 2025-12-01 mentor; ann 2026-03-01 mentor prefers; ann 2026-06-01 mentor
    bo 2026-03-01 - neutral; cat 2025-10-01 friend; cat 2025-11-01 mentor
"""


def test_targets_in_effect_overdue_ones_first():
    section = make_section(targets, graph(account="acme", targets=AIMS))
    rows = section.table.rows.set_index(["person", "due"])
    assert [*rows.index] == [
        ("cat", "1 November 2025"),
        ("ann", "1 December 2025"),
        ("ann", "1 March 2026"),
        ("bo", "1 March 2026"),
    ]
    assert rows["state"].tolist() == ["overdue", "overdue", "open", "open, grade unknown"]
    assert rows.loc[("ann", "1 March 2026"), ["relationship", "solution", "to_go"]].tolist() == [
        "75 → 100", "75, reached", 25.0,
    ]  # fmt: skip
    assert section.sentence == (
        "1 of 5 targets are reached; 2 are overdue; of 1 nobody knows the grade today."
    )


def test_no_targets_ask_for_some():
    section = make_section(targets, graph(account="acme"))
    assert section.table is None
    assert section.sentence.startswith("Nobody has a target")


def test_data_quality_counts_the_graded_and_the_old():
    whole = k.build_graph(
        book(**SALE),
        account="acme",
        as_of="2026-06-01",
        policy=Policy(required_roles={}, key_cover=1),
    )
    section = make_section(quality, whole)
    # ann has .8 of the decision, and after 151 days 2 ** (-151 / 360) = .75 of her grades.
    assert [figure.value for figure in section.figures] == ["60%", "1 of 2", "1"]
    assert section.sentence == (
        "1 key person has never been graded; the assessment of 1 is old; "
        "no entry of the book looks doubtful."
    )


def test_doubts_are_those_that_touch_the_scope():
    tables = rows(**SALE | {"ties": "ann reports_to bo; bo reports_to ann"})
    tables["people"] += [{"id": "zed", "name": "zed", "organization": "bravo", "hobby": "go"}]
    tables["ties"] += [{"source": "zed", "target": "zed", "kind": "influences"}]
    section = make_section(quality, k.build_graph(from_rows(tables), account="acme"))
    assert section.table.rows[["severity", "whom"]].to_numpy().tolist() == [
        ["High", "ann and bo"],
        ["Low", "people.hobby"],
    ]
    assert "2 entries of the book look doubtful" in section.sentence


def test_doubts_call_those_who_have_left_by_name():
    tables = rows(**SALE | {"ties": ""})
    tables["people"] += [
        {"id": name, "name": "Mei Long", "organization": "acme", **until}
        for name, until in (("p1", {}), ("p2", {"until": "2020-01-01"}))
    ]
    section = make_section(quality, k.build_graph(from_rows(tables), account="acme"))
    assert "Mei Long and Mei Long" in section.table.rows["whom"].tolist()


def test_every_finding_has_words():
    source = "".join(map(inspect.getsource, (findings, odd_lines, odd_posts, spelling)))
    codes = set(re.findall(r'^\s+"([a-z]+(?:_[a-z]+)+)",$', source, re.MULTILINE))
    assert {"reporting_cycle", "garbled_name", "date_like_id"} <= codes
    assert {f"finding_{code}" for code in codes} <= set(wording())
    assert {f"remedy_{code}" for code in codes} <= set(wording())


@pytest.mark.parametrize("section", [chain, handover, targets, quality])
def test_in_chinese(section):
    for scope in ({"deal": "dispatch-platform"}, {"account": "yaochuan"}):
        said = make_section(section, k.build_graph(DEMO, **scope), "zh")
        assert said.sentence.endswith("。")
        assert not re.search("[a-z]{3,} [a-z]{3,} [a-z]{3,}", said.sentence)


def test_every_judgement_is_one_of_the_policy():
    assert set(JUDGEMENTS) == set(Policy.model_fields)


@pytest.mark.parametrize(
    "section",
    dict.fromkeys([*order.SCOPE, *order.PORTFOLIO]),
    ids=lambda section: section.__module__.partition(".sections.")[2],
)
def test_a_section_stands_in_the_file_of_its_name(section):
    assert section.__module__.rpartition(".")[2] == section.__name__


LITTLE_KNOWN = {"cold", "alone", "candidates"}  # of accounts of which little is known


@pytest.mark.parametrize(
    ("scope", "sections"), [({"account": "yaochuan"}, order.SCOPE), ({}, order.PORTFOLIO)]
)
def test_a_section_is_called_in_a_review_what_its_function_is_called(scope, sections):
    found = k.review(k.build_graph(DEMO, **scope), since="2026-04-30")
    names = [section.name for section in found.sections]
    called = [one.__name__ for one in sections]
    assert names == [name for name in called if name in names]
    assert {*called} - {*names} <= LITTLE_KNOWN


def test_only_words_that_a_review_uses_are_explained():
    graded = k.review(k.build_graph(k.load_demo(), account="yaochuan")).tables["definitions"]
    assert graded.index.tolist() == [term for term in TERMS if term != "changes_term"]
    plain = k.review(k.build_graph(book(people="ann acme level=1; vic us"), account="acme"))
    assert plain.tables["definitions"].index.tolist() == ["choice", "reach"]


def test_the_shape_of_a_relationship_is_told_beside_what_makes_it():
    demo = k.build_graph(DEMO, account="yaochuan")
    with speaking("en"):
        section = structure(Results(demo, "en", demo.at("2026-04-15")))
    stage, contacts, triangle = section.figures
    assert stage.value.lower() == k.stage(demo, since="2026-04-15")["stage"].iloc[0]
    assert "10%" in stage.note
    assert contacts.value.lower() == k.structure(demo)["contact_structure"].iloc[0]
    assert (triangle.value, triangle.tone) == ("3 of 3", "good")
    assert "Delivery manager: Luca Ferri" in triangle.note


def test_without_a_team_a_last_review_or_contacts_there_is_no_shape_to_tell():
    assert make_section(structure, graph(account="acme", ties="", team="")) is None


def test_corners_of_the_iron_triangle_are_not_recorded_rather_than_lacking():
    tables = {"people": "ann acme; vic us", "team": "vic account_responsible acme"}
    graph = k.build_graph(book(**tables), account="acme")
    said = {}
    for language in ("en", "zh"):
        with speaking(language):
            said[language] = structure(Results(graph, language)).sentence
    assert "nobody is recorded as solution manager and delivery manager" in said["en"]
    assert "铁三角中尚未登记方案经理、交付经理" in said["zh"]
