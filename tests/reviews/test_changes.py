import pytest

import kamgraph as k

DEMO = k.load_demo()
GRAPH = k.build_graph(DEMO, account="yaochuan")


def sections(since, language="en"):
    found = k.review(GRAPH, since=since, language=language).sections
    return {section.name: section for section in found}


def test_what_has_changed_and_why():
    found = sections("2026-04-30")
    rows = found["changes"].table.rows
    parts = rows[["stances", "ties", "weights", "people"]].sum(axis=1)
    assert parts.tolist() == pytest.approx(rows["change"].tolist(), abs=1e-9)
    assert found["changes"].sentence == (
        "Since 30 April 2026 the choice has gone from 55 to 53, most of all because people "
        "changed their minds."
    )
    events = found["events"].table.rows
    assert ["Grade fell", "王秀英", "Solution: 50 → 25"] in events[
        ["event", "who", "what"]
    ].to_numpy().tolist()
    assert "Vincent Mak" in set(events["who"])


def test_nothing_has_changed_since_today():
    found = sections(str(GRAPH.as_of))
    assert found["changes"].sentence.startswith(
        "Since 30 September 2026 nothing has moved the scores"
    )
    assert found["events"].table is None


def test_only_when_asked():
    assert "changes" not in {section.name for section in k.review(GRAPH).sections}


def test_in_chinese():
    assert sections("2026-04-30", "zh")["changes"].sentence.endswith("相关人员的立场变了。")


def test_a_day_that_is_none():
    with pytest.raises(k.ScopeError, match="'spring' is no date"):
        k.review(GRAPH, since="spring")
