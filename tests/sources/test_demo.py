from kamgraph.model.findings import check
from kamgraph.sources import load_demo, read, write


def test_the_demo_has_every_table_and_no_doubts():
    demo = load_demo()
    assert all(len(table) for table in demo.to_tables().values())
    assert check(demo).empty


def test_the_demo_has_an_account_seen_by_all_four_sides():
    demo = load_demo()
    side = demo.people["organization"].map(demo.organizations.set_index("id")["kind"])
    assert side.value_counts()[["customer", "vendor", "competitor", "partner"]].ge(2).all()
    assert any("\u4e00" <= name[0] <= "\u9fff" for name in demo.people["name"])


def test_the_demo_survives_a_folder(tmp_path):
    write(load_demo(), tmp_path)
    assert read(tmp_path) == load_demo()
