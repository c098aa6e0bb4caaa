import kamgraph as k
from kamgraph.analysis.gaps import group_by_person
from kamgraph.model.voice import speaking
from kamgraph.reviews.results import Results
from kamgraph.reviews.sections.fragility import fragility
from kamgraph.reviews.sections.gaps import gaps
from kamgraph.reviews.sections.questions import questions

GRAPH = k.build_graph(k.load_demo(), deal="dispatch-platform")


def test_every_gap_is_told_with_what_to_do():
    section = gaps(Results(GRAPH, "en"))
    found = group_by_person(k.gaps(GRAPH))  # nobody blocks this deal
    rows = section.table.rows
    assert rows["detail"].tolist() == found["detail"].tolist()
    assert rows["action"].tolist() == found["action"].tolist()
    people = rows["name"][(found["person"] != "").to_numpy()]
    assert people.is_unique  # one line per person
    grave = (found["severity"] == "high").sum()
    assert section.sentence.startswith(f"{grave} urgent gaps and ")
    assert section.sentence.endswith(", one line per person, each with what to do about it.")


def test_what_would_break_is_what_fragility_says():
    section = fragility(Results(GRAPH, "en"))
    lost = k.fragility(GRAPH)["coverage_lost"]
    assert (-section.table.rows["coverage_lost"]).tolist() == lost.head(8).tolist()
    fewest = k.scores(GRAPH)["truck_factor"].item()
    assert section.sentence.startswith(f"If {fewest} of us left")


def test_what_to_find_out_next_begins_with_the_widest_unknown():
    section = questions(Results(GRAPH, "en"))
    assert section.table.rows["name"].iloc[0] == "王秀英"
    assert section.table.rows["axis"].iloc[0] == "Price"
    assert section.sentence == (
        "If 6 people were each judged wrongly by one grade, the verdict would turn."
    )


def test_in_chinese():
    for section in (gaps, fragility, questions):
        with speaking("zh"):
            made = section(Results(GRAPH, "zh"))
        assert made.sentence.endswith("。")


def test_whoever_blocks_comes_first():
    graph = k.build_graph(GRAPH.book, account="yaochuan")
    [blocker] = k.scores(graph)["blocked_by"].iloc[0]
    assert k.gaps(graph)["person"].iloc[0] != blocker  # others have more power
    rows = k.review(graph).tables["gaps"]
    assert rows["name"].iloc[0] == graph.people.loc[blocker, "name"]
    assert "as one of 2, and would refuse us" in rows["detail"].iloc[0]
