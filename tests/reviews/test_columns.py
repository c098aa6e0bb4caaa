"""What a table shows of a result has its heading and kind from the result's record."""

import pytest

import kamgraph as k
from kamgraph.model.columns import DAYS
from kamgraph.model.result import RESULTS, columns
from kamgraph.model.vocabulary import AXES, WORKLOAD
from kamgraph.model.voice import say, say_label, speaking
from kamgraph.reviews.columns import show_column

DEMO = k.load_demo()
KINDS = {"0-100": "score", "points": "points", "-1 to 1": "share"}
OF_RESULTS = {  # section: the results it shows columns of, with these columns
    "accounts": {"portfolio.accounts": "class status choice coverage known gaps_high"},
    "chain": {"acceptance": "choice", "reach": "reach"},
    "changes": {"comparison.explanation": "axis change stances ties weights people"},
    "completeness": {"completeness": "consequence next_step"},
    "contacts": {"contacts": "state touches last by"},
    "counterparts": {"counterparts.pairs": "counterpart stake"},
    "deals": {"scores": "status choice coverage known gaps_high"},
    "evaluations": {"portfolio.evaluations": "state"},
    "events": {"comparison.people": "power"},
    "evidence": {"evidence": "evidence"},
    "fragility": {"fragility": "side coverage_lost"},
    "gap_kinds": {"gaps": "severity"},
    "gaps": {"gaps": "severity stake detail action"},
    "handover": {"handover": "closeness colleague"},
    "key_people": {
        "key_people": "weight power known stable",
        "acceptance": f"{' '.join(AXES.words)} choice",
    },
    "payments": {"payments": "choice reach"},
    "plan": {"plan.steps": "why chance gain"},
    "questions": {"sensitivity": "axis bound_width one_up"},
    "renewals": {"renewals": "choice"},
    "risks": {"gaps": "detail stake action"},
    "routes": {"key_people": "power", "reach": "reach hops threads route"},
    "standing": {"scores": "error low high"},
    "targets": {"targets": "due"},
    "touches": {"touches": "touches people"},
    "workload": {"portfolio.workload": f"{' '.join(WORKLOAD.words)} over"},
}
RENAMED = {  # what a section calls otherwise: its result, column and heading
    ("actions", "kind"): ("actions", "kind", "move"),
    ("accounts", "change"): ("portfolio.accounts", "choice_change", "change"),
    ("completeness", "share"): ("completeness", "share", "recorded"),
    ("evaluations", "evaluations"): ("portfolio.evaluations", "evaluation", "evaluation"),
    ("evaluations", "due"): ("portfolio.evaluations", "due", "first_due"),
    ("handover", "reach"): ("handover", "reach", "reach_then"),
    ("key_people", "part"): ("key_people", "kind", "kind"),
    ("plan", "kind"): ("plan.steps", "kind", "move"),
}
OF_NO_RESULT = {  # people and places, what is put into words, and what a section works out
    "accounts": "name",
    "actions": "due owner contact text since",
    "acquaintance": "name met unanswered top cold touches last",
    "chain": "role name stance in_account",
    "commitments": "by to text due state",
    "completeness": "fact",
    "contacts": "name post trend",
    "contributions": f"name {' '.join(AXES.words)} average",
    "counterparts": "name state",
    "deals": "name stage value closes theirs ours",
    "definitions": "term meaning formula",
    "evaluations": "name",
    "events": "event who what",
    "evidence": "name about source",
    "fragility": "name also_lost",
    "funnel": "name due won expected open target needed margin goal",
    "gap_kinds": "gap accounts gaps",
    "gaps": "name owner",
    "handover": "leaver name",
    "key_people": "name post",
    "payments": "name due amount signer risks",
    "plan": "day owner name cost",
    "policy": "judgement value default",
    "qualification": "name budget authority need timing vouched_by",
    "quality": "severity doubt whom remedy",
    "questions": "name",
    "renewals": "name value ends signed_by gone signs_now state",
    "risks": "account lead",
    "routes": "name",
    "standing": "axis own after span",
    "targets": f"name {' '.join(AXES.words)} to_go",
    "touches": "name functions last",
    "verify": "name about hangs",
    "workload": "name",
}


@pytest.fixture(scope="module", params=["en", "zh"])
def review_tables(request):
    """Return the language, and the name and table of every section of three reviews."""
    scopes = {"deal": "dispatch-platform"}, {"account": "yaochuan"}, {}
    reviews = [
        k.review(k.build_graph(DEMO, **scope), since="2026-04-30", language=request.param)
        for scope in scopes
    ]
    parts = [part for review in reviews for part in review.sections]
    return request.param, [(part.name, part.table) for part in parts if part.table]


def of_results(section):
    """Yield each column that a section shows of results, with its record."""
    for result, names in OF_RESULTS.get(section, {}).items():
        for name in names.split():
            yield name, (result, name, "")
    for (shown_in, name), origin in RENAMED.items():
        if shown_in == section:
            yield name, origin


@pytest.mark.long
def test_a_column_of_a_result_has_heading_and_kind_from_its_record(review_tables):
    language, tables = review_tables
    for section, table in tables:
        for name, (result, column, heading) in of_results(section):
            if name in table.columns:
                shown = table.columns[name]
                with speaking(language):
                    derived = show_column(RESULTS[result], column, heading=heading)
                assert (shown.heading, shown.kind) == (derived.heading, derived.kind)


def test_every_other_column_is_no_results(review_tables):
    for section, table in review_tables[1]:
        known = {name for name, _ in of_results(section)}
        assert set(table.columns) - known <= set(OF_NO_RESULT.get(section, "").split())


@pytest.mark.usefixtures("review_tables")  # which ask every question: then all are declared
def test_the_kind_follows_from_the_unit():
    declared = [(result, column) for result in RESULTS for column in columns(RESULTS[result])]
    assert len(declared) > len(KINDS)
    for result, column in declared:
        if column.unit == "0-1":
            assert column.kind in {"share", "reach"}
        elif column.name == "error":
            assert column.kind == "error"
        elif column.unit and result not in {"workload", "portfolio.workload"}:
            assert column.kind == KINDS[column.unit]
        elif column.dtype in {"int64", "Int64"}:
            assert column.kind == "count"
        elif column.dtype == DAYS:
            assert column.kind == "day"
        elif "float" not in str(column.dtype):
            assert column.kind == "text"


@pytest.mark.usefixtures("review_tables")
def test_a_heading_is_the_columns_name_in_words():
    record = RESULTS["reach"]
    assert show_column(record, "reach").heading == say("columns.reach")
    assert show_column(record, "reach", heading="reach_then").heading == say("columns.reach_then")
    for axis in AXES.words:
        assert show_column(RESULTS["scores"], axis).heading == say_label(AXES, axis)
    for word in WORKLOAD.words:
        assert show_column(RESULTS["workload"], word).heading == say_label(WORKLOAD, word)
