from pathlib import Path

import pandas as pd

import kamgraph as k
from kamgraph.model.findings import check
from kamgraph.sources.demo import load_demo
from kamgraph.sources.read import read
from kamgraph.sources.write import write


def test_the_demo_has_every_table_but_suggestions_and_no_doubts():
    demo = load_demo()
    empty = {name for name, table in demo.to_tables().items() if table.empty}
    assert empty == {"candidates"}
    assert check(demo).empty


def test_the_demo_has_an_account_seen_by_all_four_sides():
    demo = load_demo()
    side = demo.people["organization"].map(demo.organizations.set_index("id")["kind"])
    assert side.value_counts()[["customer", "vendor", "competitor", "partner"]].ge(2).all()
    assert any("\u4e00" <= name[0] <= "\u9fff" for name in demo.people["name"])


def test_of_each_account_of_the_demo_less_is_recorded():
    demo = load_demo()
    graphs = {name: k.build_graph(demo, account=name) for name in ("yaochuan", "beiwan", "orvale")}
    shares = pd.DataFrame({name: k.completeness(one)["share"] for name, one in graphs.items()})
    assert shares["yaochuan"].gt(0).all()
    empty = {name: [*share.index[share == 0]] for name, share in shares.items()}
    grades = [f"{axis}_grades" for axis in ("relationship", "solution", "price")]
    assert empty["beiwan"] == ["lines", "levels", *grades, "influence"]
    assert empty["orvale"] == ["roles", "lines", "levels", *grades, "influence"]
    for name in ("beiwan", "orvale"):
        assert k.contacts(graphs[name])["level"].notna().all()  # by title
        assert set(k.contacts(graphs[name])["state"]) >= {"warm", "cold", "never"}
    assert k.standing(graphs["beiwan"])["standing"].notna().any()


def test_what_is_known_of_one_account_is_the_same_without_the_others():
    tables = load_demo().to_tables()
    people, firms = tables["people"], tables["organizations"]
    others = people["id"][people["organization"].isin(["beiwan", "orvale"])]
    met = tables["interactions"]
    alone = {
        "people": people[~people["id"].isin(others)],
        "organizations": firms[~firms["id"].isin(["beiwan", "orvale"])],
        "interactions": met[~met["id"].isin(met["id"][met["person"].isin(others)])],
        **{
            name: tables[name][tables[name]["account"] == "yaochuan"]
            for name in ("deals", "roles", "team", "goals", "actions")
        },
    }
    pair = load_demo(), k.Book.from_tables(tables | alone)
    before, after = (k.build_graph(book, account="yaochuan") for book in pair)
    for question in (k.scores, k.gaps, k.reach, k.contacts):
        pd.testing.assert_frame_equal(question(before), question(after))


def test_the_export_of_the_pages_is_the_account_of_the_demo_that_a_crm_knows():
    export = read(Path(__file__).parents[2] / "docs" / "orvale-export")
    [account] = export.deals["account"].unique()
    pd.testing.assert_frame_equal(
        contacts_by_name(export, account), contacts_by_name(load_demo(), "orvale")
    )


def contacts_by_name(book, account):
    names = book.people.set_index("id")["name"]
    found = k.contacts(k.build_graph(book, account=account, as_of="2026-09-30"))
    found["by"] = [tuple(names[one] for one in by) for by in found["by"]]
    return found.set_index("name").sort_index()


def test_the_demo_survives_a_folder(tmp_path):
    write(load_demo(), tmp_path)
    assert read(tmp_path) == load_demo()


def test_between_its_three_reviews_people_came_left_and_moved():
    demo = load_demo()
    rounds = demo.assessments["date"].value_counts().head(3).index.sort_values()
    graphs = [k.build_graph(demo, account="yaochuan", as_of=day.date()) for day in rounds]
    choice = pd.concat([k.scores(graph)["choice"] for graph in graphs])
    assert choice.nunique() == len(graphs) == 3
    told = k.compare(graphs[0], graphs[-1])
    assert {"came", "left", "replaced"} <= set(told.people["change"])
    moved = told.ties.query("kind == 'reports_to' and change == 'appeared'")
    assert len(moved) > 1
