"""Tables of other systems by a mapping: words, reports, gaps filled, ids merged and doubted."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.errors import SourceError
from kamgraph.model.dtypes import TEXT
from kamgraph.sources.raw import RawTable
from kamgraph.sources.read import read_with_report
from kamgraph.sources.translation.mapping import Mapping
from kamgraph.sources.translation.totals import fill_down, find_totals
from kamgraph.sources.translation.translate import translate
from strategies import few

HEAD = """
name = "theirs"
[rows]
organizations = [{ id = "acme", name = "Acme", kind = "customer" }]
"""
PEOPLE = """
[[tables]]
file = "persons"
table = "people"
columns = { id = "No", name = "Who" }
constants = { organization = "acme" }
"""
DEALS = """
[[tables]]
file = "chances"
table = "deals"
columns = { id = "No", stage = "State" }
constants = { account = "acme" }
"""
ROLES = """
[[tables]]
file = "parts"
table = "roles"
columns = { person = "Who", role = "As" }
constants = { account = "acme" }
"""


def raw(name, text):
    """Make a table of lines of cells between bars."""
    header, *lines = [line.strip().split("|") for line in text.strip().splitlines()]
    cells = pd.DataFrame(lines, columns=header, dtype=TEXT)
    return RawTable(name, name, cells, np.arange(2, len(lines) + 2))


def translated(toml, *, identify=None, doubts=None, **files):
    mapping = Mapping.from_toml(toml)
    assert Mapping.from_toml(mapping.to_toml()) == mapping
    raws = [raw(name, text) for name, text in files.items()]
    found = translate(raws, mapping, identify=identify, doubts=doubts)
    for record in found.notes.records:
        assert (record.taken | (record.reason != "")).all()
    return found


def column(found, table, name):
    return found.tables[table][name].tolist()


def reasons(found, number=0):
    record = found.notes.records[number]
    left_out = np.flatnonzero(~record.taken)
    return {int(record.raw.lines[row]): record.reason[row] for row in left_out}


def told(found):
    return {one.finding: one for one in found.notes.findings}


def test_a_word_is_looked_up_for_the_file_then_for_all_then_in_our_vocabulary():
    toml = HEAD.replace(
        "[rows]",
        'words = { "deals.stage" = { won = "closed", bid = "contract", new = "lead" } }\n[rows]',
    )
    toml += DEALS + "words = { stage = { New = 'opportunity' } }"
    found = translated(toml, chances="No|State\n1|Won\n2|BID\n3|new\n4|Delivery\n5|")
    assert column(found, "deals", "stage") == ["closed", "contract", "opportunity", "delivery", ""]


def test_words_may_begin_so_and_the_longest_beginning_counts():
    toml = (
        HEAD
        + DEALS
        + 'words = { stage = { "Won*" = "closed", "Won, but*" = "lost", "*" = "lead" } }'
    )
    found = translated(toml, chances="No|State\n1|won!\n2|Won - 2025\n3|Won, but late\n4|?\n5|")
    assert column(found, "deals", "stage") == ["closed", "closed", "lost", "lead", ""]


def test_an_empty_word_of_ours_makes_no_row_and_an_empty_cell_may_be_such_a_word():
    toml = HEAD + DEALS + 'words = { stage = { "Won" = "closed", "*" = "", "" = "" } }'
    found = translated(toml, chances="No|State\n1|Won\n2|Strange\n3|")
    assert column(found, "deals", "id") == ["1"]
    assert reasons(found) == {3: "stage 'Strange' has no counterpart", 4: "stage is empty"}


def test_words_taken_by_default_are_counted_and_told():
    toml = HEAD + DEALS + "defaults = { stage = 'opportunity' }"
    found = translated(toml, chances="No|State\n1|Odd\n2|Odd\n3|Strange\n4|\n5|bid")
    assert column(found, "deals", "stage") == ["opportunity"] * 4 + ["bid"]
    finding = told(found)["word_by_default"]
    assert finding.subject == ("Odd", "Strange")
    assert finding.detail.startswith("'Odd' (2), 'Strange' (1) of the column stage")


def test_a_second_column_decides_some_words_and_leaves_the_others():
    toml = HEAD + DEALS + "words = { stage = { Won = 'lost' } }\n"
    toml += "decided_by = { stage = { Status = { Won = 'closed', 'Lost*' = 'lost' } } }"
    chances = "No|State|Status\n1|bid|open\n2|bid|LOST to them\n3|strange|won\n4||Lost\n5|Won|"
    found = translated(toml, chances=chances)
    assert column(found, "deals", "stage") == ["bid", "lost", "closed", "lost", "lost"]
    assert reasons(found) == {}
    used = found.notes.records[0].used
    assert used["Status"] == used["State"] == ["deals.stage"]


def test_a_column_that_decides_gives_a_word():
    toml = HEAD + DEALS + "decided_by = { stage = { Status = { Deleted = '' } } }"
    with pytest.raises(SourceError, match="decided_by gives no word of ours; skip leaves rows out"):
        Mapping.from_toml(toml)


def test_a_column_that_is_not_there_decides_nothing():
    toml = HEAD + DEALS + "decided_by = { stage = { Status = { Won = 'closed' } } }"
    found = translated(toml, chances="No|State\n1|bid\n2|strange")
    assert column(found, "deals", "stage") == ["bid", ""]
    assert "'strange' is no" in told(found)["unreadable_cell"].detail


def test_the_first_column_that_decides_counts_even_without_one_of_its_own():
    toml = HEAD + DEALS.replace(', stage = "State"', "")
    toml += "decided_by = { stage = { Won = { yes = 'closed' }, Over = { yes = 'lost' } } }"
    found = translated(toml, chances="No|Won|Over\n1|yes|yes\n2|no|yes\n3|no|no")
    assert column(found, "deals", "stage") == ["closed", "lost", ""]


@few
@given(
    st.lists(
        st.tuples(st.sampled_from(["bid", "lead"]), st.sampled_from(["open", "won", "lost"])),
        min_size=1,
    )
)
def test_what_decides_counts_row_by_row(deals):
    lines = [f"{number}|{stage}|{status}" for number, (stage, status) in enumerate(deals)]
    toml = HEAD + DEALS + "decided_by = { stage = { Is = { won = 'closed', lost = 'lost' } } }"
    found = translated(toml, chances="\n".join(["No|State|Is", *lines]))
    ends = {"won": "closed", "lost": "lost"}
    assert column(found, "deals", "stage") == [ends.get(is_, stage) for stage, is_ in deals]


def test_words_left_out_of_rows_that_are_taken_are_told():
    toml = HEAD + PEOPLE + ROLES + 'split = { role = ";" }\nwords = { role = { "*" = "" } }'
    found = translated(toml, persons="No|Who\nann|Ann", parts="Who|As\nann|approver; fan\nann|fan")
    assert column(found, "roles", "role") == ["approver"]
    assert reasons(found, 1) == {3: "role 'fan' has no counterpart"}
    assert told(found)["word_left_out"].detail.startswith("'fan' (1) of the column role")


def test_rows_are_left_out_by_what_they_hold_or_begin_with_for_a_reason_in_words():
    toml = HEAD.replace("[rows]", 'skip = { gone = "true" }\n[rows]') + PEOPLE
    toml += 'skip = { Who = ["L*", "nobody"] }\nbecause = { Who = "no person" }'
    found = translated(toml, persons="No|Who|Gone\n1|Ann|0\n2|Lead|\n3|NOBODY|no\n4|Bo|Yes")
    assert column(found, "people", "id") == ["1"]
    assert reasons(found) == {3: "no person", 4: "no person", 5: "gone is true"}


def test_files_are_known_by_any_of_several_sets_of_columns_and_may_be_ignored():
    toml = HEAD.replace("[rows]", 'ignored = { "*_old" = "not read any more" }\n[rows]')
    toml += PEOPLE.replace(
        '"persons"\n', '"persons"\nknown_by = [["No", "Who"], ["Number", "Who"]]\n'
    )
    found = translated(toml, x="No|Who\n1|Ann", persons_old="No|Who\n2|Bo", y="Number|Name\n3|Cy")
    assert column(found, "people", "id") == ["1"]
    assert reasons(found, 1) == {2: "not read any more"}
    assert reasons(found, 2) == {2: "no table of the mapping"}


def test_a_row_that_only_fills_does_not_bring_back_what_another_leaves_out():
    toml = """
name = "theirs"
[[tables]]
file = "firms"
table = "organizations"
columns = { id = "No", name = "Firm" }
constants = { kind = "customer" }
skip = { Gone = "1" }
[[tables]]
file = "persons"
table = "people"
columns = { id = "No", name = "Who", organization = "Firm" }
[[tables]]
file = "persons"
table = "organizations"
fills = true
columns = { id = "Firm", name = "Firm" }
constants = { kind = "customer" }
"""
    found = translated(
        toml,
        firms="No|Firm|Gone\na|Acme|0\nb|Bravo|1",
        persons="No|Who|Firm\n1|Ann|a\n2|Bo|b\n3|Cy|c\n4||d",
    )
    assert column(found, "organizations", "name") == ["Acme", "c", "d"]
    assert column(found, "people", "id") == ["1", "3"]
    assert reasons(found, 1) == {
        3: "its organization is not among the organizations taken",
        5: "no name for a row of people",
    }
    assert told(found)["known_by_reference"].subject == ("c", "d")


def test_interactions_after_the_day_of_the_export_are_plans():
    toml = (
        HEAD.replace("[rows]", 'stamps = ["Changed"]\n[rows]')
        + PEOPLE
        + """
[[tables]]
file = "meetings"
table = "interactions"
columns = { id = "No", date = "Day", person = "Who" }
"""
    )
    found = translated(
        toml,
        persons="No|Who|Changed\nann|Ann|2026-03-01T23:00:00Z",
        meetings="No|Day|Who|Changed\n1|2026-03-01|ann|2026-01-01\n2|2026-03-02|ann|soon",
    )
    assert column(found, "interactions", "id") == ["1"]
    assert reasons(found, 1) == {3: "planned for a day after that of the export, 2026-03-01"}


def test_ids_in_doubt_are_told_with_their_rows_once():
    found = translated(
        HEAD + PEOPLE,
        persons="No|Who\n1|Ann\nx|Bo\ny|Cy",
        doubts=lambda ids, _: ids.map({"x": "of nobody", "y": "of nobody"}).fillna(""),
    )
    assert told(found)["doubtful_id"].subject == ("x", "y")
    assert (
        told(found)["doubtful_id"].detail
        == "2 ids of people of nobody: persons, line 3; persons, line 4."
    )


def test_ids_in_other_spellings_are_one_and_stand_in_for_names():
    found = translated(
        HEAD + PEOPLE,
        persons="No|Who\na|Ann\nA|Ann\nb|b",
        identify=lambda ids, _: ids.str.upper(),
    )
    assert column(found, "people", "id") == ["A", "B"]
    assert column(found, "people", "name") == ["Ann", "B"]
    assert reasons(found) == {3: "says again what another row says of people"}


MERGED = """
[[tables]]
file = "merges"
table = "aliases"
columns = { old = "Old", id = "New" }
constants = { of = "people" }
"""


def test_merges_are_followed_and_told():
    found = translated(
        HEAD + PEOPLE + ROLES + MERGED,
        persons="No|Who\na|Ann\nb|Anne",
        merges="Old|New\nc|b\nb|a",
        parts="Who|As\nc|user",
    )
    assert column(found, "people", "id") == ["a"]
    assert column(found, "roles", "person") == ["a"]
    assert reasons(found) == {3: "merged into a"}
    assert told(found)["merged_id"].subject == ("b", "c")
    with pytest.raises(SourceError, match="in a circle: a, b"):
        translated(HEAD + PEOPLE + MERGED, persons="No|Who\na|Ann", merges="Old|New\na|b\nb|a")


def test_typed_tables_are_spelled_out():
    cells = pd.DataFrame(
        {
            "No": [1.0, 2.0, np.nan],
            "State": pd.Categorical(["bid", None, "lead"]),
            "Gone": [False, True, None],
            "Day": [dt.date(2026, 1, 2), None, None],
            "Value": pd.array([5, None, 7], dtype="Int64"),
        }
    )
    toml = HEAD + DEALS + 'skip = { gone = "true" }'
    toml = toml.replace('stage = "State"', 'stage = "State", created = "Day", value = "Value"')
    table = RawTable("chances", "chances", cells, np.arange(1, 4), unit="row")
    found = translate([table], Mapping.from_toml(toml))
    assert found.tables["deals"].loc[0, ["id", "stage", "created", "value"]].tolist() == [
        "1",
        "bid",
        "2026-01-02",
        "5",
    ]
    assert reasons(found) == {2: "gone is true", 3: "no id for a row of deals"}


@pytest.mark.parametrize("name", ["role", "roles.part", "aliases.id", "people."])
def test_words_for_all_files_name_a_column_of_ours(name):
    with pytest.raises(SourceError, match="names no column of ours"):
        Mapping.from_toml(f'name = "x"\ntables = []\nwords = {{ "{name}" = {{ a = "b" }} }}')


# Reports as people see them


@pytest.mark.parametrize(
    ("row", "is_total"),
    [
        (["Subtotal", "", "Count: 2", "150"], True),
        (["total (1.234 records)", "", "", "EUR 175.00"], True),
        (["", "Total:", "", "-1,5 %"], True),
        (["Total", "p1", "Ann", "5"], False),
        (["Total", "", "Ann", ""], False),
        (["Totally", "", "", ""], False),
        (["Acme", "Total", "", ""], False),
        (["Total (Energy)", "", "", ""], False),
        (["", "", "", ""], False),
    ],
)
def test_totals_begin_with_their_word_and_hold_numbers_only(row, is_total):
    cells = pd.DataFrame([row], columns=[*"abcd"], dtype=TEXT)
    assert find_totals(cells, ["Total", "Subtotal"]).tolist() == [is_total]
    assert find_totals(cells, []).tolist() == [False]


def test_totals_are_left_out_and_not_repeated_below():
    toml = HEAD.replace("[rows]", 'totals = "Total"\nfill_down = "who"\n[rows]') + PEOPLE
    found = translated(toml, persons="Who|No\nAnn|1\n|2\nTotal|2\n|3")
    assert column(found, "people", "name") == ["Ann", "Ann", "Ann"]
    assert reasons(found) == {4: "a row of totals"}


@few
@given(st.lists(st.tuples(st.sampled_from(["", " ", "a", "b"]), st.booleans())))
def test_cells_are_repeated_from_the_nearest_above_that_is_no_total(rows):
    texts, totals = [text for text, _ in rows], np.array([total for _, total in rows], dtype=bool)
    cells = pd.DataFrame({"A b": texts, "other": texts}, dtype=TEXT)
    filled = fill_down(cells, ["a_b"], totals)
    above, expected = "", []
    for text, total in rows:
        above = text if text.strip() and not total else above
        expected.append(text if total else above)
    assert filled["A b"].tolist() == expected
    assert filled["other"].tolist() == texts


@pytest.mark.parametrize(
    "header",
    [
        "Socie\u0301te\u0301",
        "SOCIÉTÉ",
        "\uff33\uff4fci\u00e9t\u00e9",
        "\u00a0Société ",
        "So\u200bciété",
        "\ufeffSociété",
    ],
)
def test_headers_and_words_are_found_in_any_encoding(header):
    mapping = """
name = "test"
[[tables]]
file = "Société"
table = "organizations"
columns = { id = "Société", name = "{Société}", kind = "Kind" }
[tables.words]
kind = { "Fidèle" = "customer" }
"""
    found = translated(mapping, **{header: f"{header}|Kind\nacme|FIDE\u0300LE"})
    assert found.tables["organizations"].to_numpy().tolist() == [["acme", "acme", "customer"]]


def test_a_template_between_whose_signs_nothing_stands_is_empty(tmp_path):
    (tmp_path / "deals.csv").write_text("nr,firm,owner\n1,Acme,Kim\n2,Acme,\n", "utf-8")
    mapping = Mapping.from_toml("""
name = "deals"
[rows]
organizations = [{ id = "us", name = "Us", kind = "vendor" }]
[[tables]]
file = "deals"
table = "people"
columns = { id = "user {owner}", name = "owner" }
constants = { organization = "us" }
""")
    found, report = read_with_report(tmp_path / "deals.csv", mapping=mapping)
    assert found.people["id"].tolist() == ["user Kim"]
    assert report.skipped["line"].tolist() == [3]


MONEY = DEALS.replace('stage = "State"', 'value = "Sum", currency = "In"')


def test_a_currency_that_an_amount_tells_is_kept_where_nothing_else_does():
    found = translated(
        HEAD + MONEY,
        chances="No|Sum|In\n1|$5|\n2|€ 6|\n3|7|GBP\n4|￥8万|人民币\n5|9|\n6|kr 1|Taler",
    )
    assert column(found, "deals", "currency") == ["$", "EUR", "GBP", "CNY", "", "Taler"]
    assert "contradicting_cells" not in told(found)


def test_a_mapping_says_which_currency_a_sign_is_and_other_words_are_of_no_account():
    toml = HEAD + MONEY.replace(', currency = "In"', "") + "words.currency = { '$' = 'CAD' }"
    found = translated(toml, chances="No|Sum\n1|$5\n2|6")
    assert column(found, "deals", "currency") == ["CAD", ""]


def test_an_amount_in_another_currency_than_its_row_is_told():
    found = translated(HEAD + MONEY, chances="No|Sum|In\n1|$5|EUR\n2|$6|AUD\n3|7 €|USD\n4|8|EUR")
    assert column(found, "deals", "currency") == ["EUR", "AUD", "USD", "EUR"]
    assert [one.partition(": ")[2] for one in told(found)["contradicting_cells"].subject] == [
        "'EUR' beside '$5'",
        "'USD' beside '7 €'",
    ]


def test_a_share_of_something_is_no_amount():
    found = translated(HEAD + MONEY, chances="No|Sum|In\n1|50%|EUR\n2|6|EUR")
    assert column(found, "deals", "value") == ["", "6"]
    assert "'50%' is a share of something" in told(found)["unreadable_cell"].detail
