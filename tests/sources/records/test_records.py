"""Records of any interface: what becomes a table, a column, a row; what is refused."""

import json
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kamgraph.errors import KamgraphError, SourceError
from kamgraph.sources.limits import Limits
from kamgraph.sources.records import parse_records


def tables(document, name="people", **options):
    """Return the rows of all tables of a document, fields that are empty left out."""
    text = document if isinstance(document, str) else json.dumps(document)
    raws = parse_records([text.encode("utf-8", "surrogatepass")], "a.json", name, **options)
    return {
        raw.name: [{k: v for k, v in row.items() if v} for row in raw.cells.to_dict("records")]
        for raw in raws
    }


ADA, BEN = {"id": "1", "name": "Ada"}, {"id": "2", "name": "Ben"}


@pytest.mark.parametrize(
    "document",
    [
        [ADA, BEN],
        {"value": [ADA, BEN], "@odata.count": 2},
        {"@odata.context": "https://x.test/v9.2/$metadata#people(id,name)", "value": [ADA, BEN]},
        {"results": [ADA, BEN], "total": 2, "paging": None},
        {"status": 0, "result": {"records": [ADA, BEN], "totalSize": 2, "done": True}},
        {"success": True, "data": [ADA, BEN], "additional_data": {"pagination": {"start": 0, "more_items_in_collection": False}}},
        {"data": [ADA, BEN], "info": {"per_page": 200, "count": 2, "page": 1, "more_records": False}},
        {"next_offset": -1, "records": [ADA, BEN]},
        {"total": 2, "list": [ADA, BEN]},
        {"d": {"results": [ADA, BEN]}},
        {"count": 2, "next": None, "previous": None, "results": [ADA, BEN]},
        {"data": {"people": {"edges": [{"node": ADA}, {"node": BEN}], "pageInfo": {"hasNextPage": False, "endCursor": "x"}}}},
        {"_embedded": {"people": [ADA, BEN]}, "_links": {"self": {"href": "/people"}}},
        {"jsonrpc": "2.0", "id": 7, "result": [ADA, BEN]},
        {"errcode": 0, "errmsg": "ok", "result": {"has_more": False, "next_cursor": 0, "list": [ADA, BEN]}},
        {"people": [ADA, BEN]},
        {"people": [ADA, BEN], "meta": {"total_pages": 1, "total": 2}},
        {"values": [ADA, BEN], "isLast": True, "startAt": 0, "maxResults": 50},
        {"links": {"self": "a", "next": None}, "data": [ADA, BEN], "jsonapi": {"version": "1.0"}},
        {"took": 3, "timed_out": False, "_shards": {"total": 5, "failed": 0}, "hits": {"total": {"value": 2, "relation": "eq"}, "max_score": 1.5, "hits": [{"_source": ADA}, {"_source": BEN}]}},
        {"code": 0, "data": {"list": [ADA, BEN], "pageNum": 1, "total": 2, "foo": 1}, "tenant": "x"},
        {"foo": 1, "data": {"bar": 2, "list": [ADA, BEN], "total": 2}},
        {"records": [ADA, BEN], "size": 20, "current": 1, "total": 2, "orders": [], "searchCount": True},
        {"exportedBy": "Kim", "people": [ADA, BEN]},
        {"cursor": "abc", "hasMore": False, "data": [ADA, BEN]},
        {"recordsTotal": 2, "recordsFiltered": 2, "draw": 1, "data": [ADA, BEN]},
        {"rate_limit": {"remaining": 4999}, "data": [ADA, BEN]},
        {"name": "All people", "total": 2, "rows": [ADA, BEN]},
        [{"data": [ADA], "total": 1, "foo": 1}, {"data": [BEN], "total": 1, "foo": 2}],
        [{"value": [ADA]}, {"value": [BEN]}],
        [{"id": "1", "properties": {"name": "Ada"}}, {"id": "2", "properties": {"name": "Ben"}}],
        [{"id": "1", "fields": {"name": "Ada"}}, {"id": "2", "fields": {"name": "Ben"}}],
        f"{json.dumps(ADA)}\n{json.dumps(BEN)}\n",
        f"{json.dumps(ADA, indent=1)}\n\n{json.dumps(BEN, indent=1)}",
    ],
)  # fmt: skip
def test_records_are_found_in_what_is_around_them(document):
    assert tables(document) == {"people": [ADA, BEN]}


@pytest.mark.parametrize(
    ("around", "problem"),
    [
        ({"@odata.nextLink": "https://x.test"}, "is one page of several, others follow"),
        ({"paging": {"next": {"after": "2"}}}, "others follow"),
        ({"nextRecordsUrl": "/x-2000", "done": False}, "others follow"),
        ({"done": False}, "it was not done"),
        ({"totalSize": 2500, "done": True}, "holds 1 of 2,500 records"),
        ({"@odata.count": 3}, "holds 1 of 3 records"),
        ({"additional_data": {"next_cursor": "abc"}}, "others follow"),
        ({"additional_data": {"pagination": {"more_items_in_collection": True}}}, "others follow"),
        ({"info": {"more_records": True}}, "others follow"),
        ({"next_offset": 20}, "others follow"),
        ({"links": {"next": "https://x.test?page=2", "prev": None}}, "others follow"),
        ({"next": None, "previous": "https://x.test?page=1"}, "others came before"),
        ({"meta": {"total-pages": 4}}, "is one page of several"),
        ({"has_more": True}, "others follow"),
        ({"__next": "https://x.test"}, "others follow"),
        ({"nextPageToken": "abc"}, "others follow"),
        ({"isLast": False, "startAt": 0}, "it was not done"),
        ({"startAt": 50, "isLast": True}, "others came before"),
        ({"offset": "itr7/rec7"}, "others follow"),
        ({"cursor": "abc"}, "others follow"),
        ({"paging": {"cursors": {"after": "abc"}}}, "others follow"),
        ({"moreAvailable": True}, "others follow"),
        ({"NextMarker": "m1"}, "others follow"),
        ({"remaining": 87}, "others follow"),
        ({"LastEvaluatedKey": {"id": {"S": "7"}}}, "others follow"),
        ({"partial": True}, "only a part"),
        ({"timed_out": True, "took": 3}, "only a part"),
        ({"_shards": {"total": 5, "failed": 2}}, "only a part"),
        ({"recordsTotal": 900, "recordsFiltered": 900}, "holds 1 of 900 records"),
        ({"nbHits": 30, "hitsPerPage": 1}, "holds 1 of 30 records"),
        ({"hits_total": {"value": 90}}, "holds 1 of 90 records"),
        ({"headers": {"Content-Range": "items 0-0/90"}}, "holds 1 of 90 records"),
        ({"current": 2, "size": 1}, "is one page of several"),
        ({"total": 30, "foo": 1}, "holds 1 of 30 records"),
        ({"foo": 1, "totalCount": 30, "tenantId": "x"}, "holds 1 of 30 records"),
        ({"name": "All people", "total": 30}, "holds 1 of 30 records"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_an_answer_that_is_not_whole_is_refused(around, problem, first):
    records = {"value": [ADA]}
    document = around | records if first else records | around
    with pytest.raises(SourceError, match=f"^a.json: .*{problem}.*put all records in one file"):
        tables(document)
    with pytest.raises(SourceError, match=problem):  # also one of several in a file
        tables(f"{json.dumps(document)}\n", in_lines=True)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"error": {"code": "InvalidAuthenticationToken", "message": "Token expired"}}, "Token expired"),
        ([{"message": "Session expired", "errorCode": "INVALID_SESSION_ID"}], "Session expired"),
        ({"status": "error", "message": "Rate limit", "correlationId": "1", "errors": [{"message": "slow"}]}, "Rate limit"),
        ({"data": {"people": [ADA]}, "errors": [{"message": "timed out"}]}, "timed out"),
        ({"errors": [{"message": "timed out"}], "data": {"people": [ADA]}}, "timed out"),
        ({"errcode": 40001, "errmsg": "invalid credential"}, "invalid credential"),
    ],
)  # fmt: skip
def test_an_error_of_the_interface_is_no_record(document, said):
    with pytest.raises(SourceError, match=f"is an error of the interface, .*{said}"):
        tables(document)


def test_a_list_in_a_record_that_is_not_whole_is_refused():
    inner = {"totalSize": 300, "done": True, "records": [BEN]}
    with pytest.raises(SourceError, match="record 1, Contacts: holds 1 of 300 records"):
        tables([ADA | {"Contacts": inner}])
    with pytest.raises(SourceError, match="record 1: is one page of several"):
        tables([ADA | {"contacts": [BEN], "contacts@odata.nextLink": "https://x.test"}])


def test_numbers_of_a_record_are_no_counts_of_records():
    assert tables({"id": "o1", "total": 500, "items": [{"id": "9"}]}, "orders") == {
        "orders": [{"id": "o1", "total": "500"}],
        "items": [{"parent": "orders", "parent.id": "o1", "id": "9"}],
    }


def test_objects_in_a_record_are_columns_and_lists_are_cells_or_tables():
    ada = ADA | {"manager": {"id": "7", "mail": None}, "tags": ["a", 2, True], "photo": {}}
    assert tables([ada | {"calls": [{"day": "2026-01-02"}, {"day": "2026-01-03"}]}]) == {
        "people": [ADA | {"manager.id": "7", "tags": "a;2;true"}],
        "people.calls": [
            {"parent": "people", "parent.id": "1", "day": "2026-01-02"},
            {"parent": "people", "parent.id": "1", "day": "2026-01-03"},
        ],
    }


def test_values_that_hold_the_mark_between_them_are_rows():
    assert tables([ADA | {"names": ["Quist; Ada", "A. Quist"]}])["people.names"] == [
        {"parent": "people", "parent.id": "1", "value": "Quist; Ada"},
        {"parent": "people", "parent.id": "1", "value": "A. Quist"},
    ]


def test_a_field_keeps_its_name_where_a_wrapped_one_has_the_same():
    assert tables([{"id": "1", "properties": {"id": "9", "name": "Ada"}}]) == {
        "people": [ADA | {"properties.id": "9"}]
    }


def test_a_field_keeps_its_name_wherever_the_wrapped_one_stands():
    assert tables([{"properties": {"id": "9", "name": "Ada"}, "id": "1"}]) == {
        "people": [ADA | {"properties.id": "9"}]
    }


@pytest.mark.parametrize(
    "record", [{"m": {"id": "6"}, "m.id": "5"}, {"m.id": "5", "m": {"id": ""}}]
)
def test_two_fields_of_one_spelling_are_refused(record):
    with pytest.raises(SourceError, match=r"record 1: two fields are 'm.id' once objects are"):
        tables([record])


def test_what_names_a_record_makes_it_one_whatever_it_counts():
    team = {"team": "A", "members": [ADA]}
    assert tables([team], "teams")["teams"] == [{"team": "A"}]
    firm = {"companyName": "Acme", "contacts": [ADA]}
    assert tables(firm, "firm")["firm"] == [{"companyName": "Acme"}]


def test_a_tree_is_one_table_below_its_top():
    tree = {"name": "Ada", "reports": [{"name": "Ben", "reports": [{"name": "Cy"}]}]}
    below = [
        {"parent": "chart", "parent.name": "Ada", "name": "Ben"},
        {"parent": "reports", "parent.name": "Ben", "name": "Cy"},
    ]
    assert tables(tree, "chart") == {"chart": [{"name": "Ada"}], "reports": below}


def test_several_lists_are_several_tables():
    assert tables({"people": [ADA], "firms": [BEN]}, "export") == {"people": [ADA], "firms": [BEN]}


def test_numbers_stay_as_they_are_written():
    text = '[{"id": 123456789012345678901234567890, "share": 1.10, "small": 1e-7, "no": NaN}]'
    assert tables(text)["people"] == [
        {"id": "123456789012345678901234567890", "share": "1.10", "small": "1e-7"}
    ]


@pytest.mark.parametrize("end", ["", "\n", '\n{"id": 3}\n'])
def test_a_line_that_is_cut_is_told_by_its_own_number(end):
    text = f'{{"id": 1}}\n{{"id": 2, "name": "Bo"{end}'
    with pytest.raises(SourceError, match="line 2, column 23: not JSON"):
        parse_records([text.encode()], "a.jsonl", "a", in_lines=True)


def test_lines_are_told_by_their_line_and_records_by_their_number():
    text = f"{json.dumps(ADA)}\n\n{json.dumps(BEN)}\n"
    (raw,) = parse_records([text.encode()], "a.jsonl", "a", in_lines=True)
    assert raw.name_place(1, "name") == "a.jsonl, line 3, column name"
    (raw,) = parse_records([json.dumps([ADA, BEN]).encode()], "a.json", "a")
    assert raw.name_place(1, "name") == "a.json, record 2, column name"


@pytest.mark.parametrize("document", ["", "[]", '{"value": []}', '{"total": 0, "list": []}', "\n"])
def test_no_record_is_an_empty_table(document):
    assert tables(document) == {"people": []}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("7", "a.json, record 1: '7' is no record"),
        ('[{"id": 1}, "x"]', "a.json, record 2: 'x' is no record"),
        ('[{"id": 1}, [2]]', "a.json, record 2: .*is no record"),
        ('[{"id": 1}\n {"id": 2}]', "a.json, line 2, column 2: not JSON: , or ] is missing"),
        ('[{"id": 1},]', "line 1, column 12: not JSON"),
        ('[{"id": 1}, {"id', "line 1, column 14: not JSON: Unterminated string .* complete"),
        ('{"value": [{"id": 1}', "is the file complete"),
        ('{"id": tru}', "line 1, column 8: not JSON"),
        ("{,}", "line 1, column 2: not JSON"),
        ('[{"id": 1, "id": 2}]', "line 1: the key 'id' stands twice"),
        ('[{"name": "\\ud800"}]', "record 1, column name: .* holds half of a character"),
        ('[{"\\ud800": 1}]', "holds half of a character"),
        ("[" * 5000, "nested too deeply|not JSON"),
        ('{"a":' * 5000, "nested too deeply|not JSON"),
        ('[{"a":' * 120 + '[{"b": 1}]' + "}]" * 120, "nested too deeply"),
    ],
)
def test_what_is_no_record_or_no_json_is_refused_with_its_place(text, problem):
    with pytest.raises(SourceError, match=problem) as caught:
        tables(text)
    assert len(str(caught.value)) < 400


def test_what_is_not_utf_8_is_refused():
    with pytest.raises(SourceError, match="is not UTF-8, at byte offset 11"):
        parse_records([b'[{"name": "', "é".encode("cp1252") + b'"}]'], "a.json", "a")


def test_another_encoding_is_read_where_it_is_named():
    data = json.dumps([{"name": "张伟"}], ensure_ascii=False).encode("gb18030")
    (raw,) = parse_records([data], "a.json", "a", encoding="gb18030")
    assert raw.cells["name"].tolist() == ["张伟"]
    with pytest.raises(SourceError, match="or say which encoding= it is in"):
        parse_records([data], "a.json", "a")
    with pytest.raises(SourceError, match="the encoding 'klingon' is unknown"):
        parse_records([data], "a.json", "a", encoding="klingon")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_unicode_encodings_are_read(encoding):
    data = json.dumps([{"name": "张伟"}], ensure_ascii=False).encode(encoding)
    blocks = [data[at : at + 7] for at in range(0, len(data), 7)]
    (raw,) = parse_records(blocks, "a.json", "a")
    assert raw.cells["name"].tolist() == ["张伟"]


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(rows=1), "more than 1 records"),
        (Limits(columns=1), "2 columns are more than 1"),
        (Limits(cell=2), "record 1, column name: holds more than 2 characters"),
        (Limits(depth=1), "nested too deeply"),
    ],
)
def test_limits_hold(limits, problem):
    with pytest.raises(SourceError, match=problem):
        tables(
            [ADA | {"manager": {"id": "7"}}, BEN] if limits.depth == 1 else [ADA, BEN],
            limits=limits,
        )


PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
NAMES = st.text("abcxyz_", min_size=1, max_size=3).map("x{}".format)
RECORDS = st.lists(st.dictionaries(NAMES, PLAIN, min_size=1, max_size=4), min_size=1, max_size=5)


def spell(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@given(
    records=RECORDS,
    size=st.integers(1, 9),
    form=st.sampled_from(["list", "answer", "lines"]),
    ascii_only=st.booleans(),
)
@example(
    records=[{"xa": "a" * 70_000, "xb": -1}, {"xa": "\n"}], size=3, form="list", ascii_only=False
)
def test_every_value_of_every_record_is_a_cell(records, size, form, ascii_only):
    dump = json.JSONEncoder(ensure_ascii=ascii_only).encode
    text = {
        "list": lambda: dump(records),
        "answer": lambda: dump({"status": 1, "value": records, "total": len(records)}),
        "lines": lambda: "".join(f"{dump(record)}\n" for record in records),
    }[form]()
    data = text.encode()
    size = max(size, len(data) // 100)
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    (raw,) = parse_records(blocks, "a", "a", in_lines=form == "lines")
    wanted = [{name: spell(value) for name, value in record.items()} for record in records]
    found = raw.cells.to_dict("records")
    assert [{k: row[k] for k in one} for row, one in zip(found, wanted, strict=True)] == wanted
    assert raw.lines.tolist() == [*range(1, len(records) + 1)]


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.sampled_from(["value", "next", "data", "properties", "attributes", "type", "total"]), inner, max_size=3), max_leaves=12))  # fmt: skip
def test_any_document_is_tables_or_an_error_of_our_own(document):
    with suppress(KamgraphError):
        found = parse_records([json.dumps(document).encode()], "a", "a")
        assert all(len(raw.lines) == len(raw.cells) for raw in found)


@pytest.mark.long
def test_a_large_file_costs_about_its_own_size_in_memory():
    """Records are read one by one; parsed at once they take several times the size of the file."""
    lines = 60_000
    fields = {f"field{number}": f"a value that is not long {number}" for number in range(20)}
    line = json.dumps(fields).encode() + b"\n"
    blocks = (line * 1000 for _ in range(lines // 1000))
    tracemalloc.start()
    (raw,) = parse_records(blocks, "a.jsonl", "a", in_lines=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(raw.cells) == lines
    assert peak < len(line) * lines


@pytest.mark.parametrize(
    "document",
    [
        [["id", "name"], ["1", "Ada"], ["2", "Ben"]],
        {"columns": ["id", "name"], "data": [["1", "Ada"], ["2", "Ben"]]},
        {"data": [["1", "Ada"], ["2", "Ben"]], "columns": ["id", "name"], "index": [0, 1]},
        {"range": "A1:B3", "majorDimension": "ROWS", "values": [["id", "name"], ["1", "Ada"], ["2", "Ben"]]},
        {"fields": [{"name": "id", "type": "int"}, {"name": "name"}], "rows": [["1", "Ada"], ["2", "Ben"]], "total": 2},
        {"result": {"header": ["id", "name"], "rows": [["1", "Ada"], ["2", "Ben"]]}, "code": 0},
        {"schema": {"fields": [{"name": "id"}, {"name": "name"}]}, "data": [["1", "Ada"], ["2", "Ben"]]},
        {"schema": {"fields": [{"name": "id"}], "primaryKey": ["id"]}, "data": [ADA, BEN]},
        {"id": {"0": "1", "1": "2"}, "name": {"0": "Ada", "1": "Ben"}},
        {"data": {"id": {"0": "1", "1": "2"}, "name": {"0": "Ada", "1": "Ben"}}},
    ],
)  # fmt: skip
def test_records_are_found_in_rows_and_columns_of_values(document):
    assert tables(document) == {"people": [ADA, BEN]}


@pytest.mark.parametrize(
    ("document", "name"),
    [
        ({"1": {"name": "Ada"}, "2": {"name": "Ben"}}, "people"),
        ({"a@x.test": {"name": "Ada"}, "b": {"name": "Ben", "level": 2}}, "people"),
        ({"7": {"name": "Ada"}}, "people"),
        ({"data": {"1": ADA, "2": BEN}, "total": 2, "status": 200}, "people"),
        ({"staff": {"-Mx1": ADA, "-Mx2": BEN}}, "staff"),
    ],
)
def test_objects_under_keys_are_records_with_their_keys(document, name):
    (records,) = tables(document).values()
    assert [*tables(document)] == [name]
    inside = next((one for key, one in document.items() if key in {"data", "staff"}), document)
    assert [one["key"] for one in records] == [*inside]
    assert records[0]["name"] == "Ada"


def test_the_key_of_a_record_that_has_one_takes_another_name():
    found = tables({"x": {"key": "1", "name": "Ada"}, "y": {"key": "2", "name": "Ben"}})["people"]
    assert [(one["key"], one["record key"]) for one in found] == [("1", "x"), ("2", "y")]


@pytest.mark.parametrize(
    "document",
    [
        {"id": "1", "billing": {"city": "Ulm"}, "shipping": {"city": "Bonn"}},
        {"billing": {"city": "Ulm"}, "shipping": {"city": "Bonn"}, "id": "1"},
        {"name": {"first": "Ada"}, "work": {"mail": "a@x.test"}},
        {"_links": {"self": {"href": "a"}, "up": {"href": "b"}}, "id": "1"},
        {"properties": {"name": "Ada"}, "attributes": {"name": "x"}},
        {"id": "1", "place": [[1, 2], [3, 4]]},
    ],
)
def test_objects_and_rows_in_one_record_are_no_records(document):
    assert sum(map(len, tables(document).values())) in {1, 3}
    assert "key" not in next(iter(tables(document).values()))[0]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([[1, 2], [3, 4]], "the first of the rows of values names no columns"),
        ([["id", "id"], [3, 4]], "the first of the rows of values names no columns"),
        ([["id", "name"], [3, 4, 5]], "record 1: has 3 values, and 2 columns are named"),
        ([["id", "name"], "x"], "record 1: is no row of values as those before it are"),
        ({"columns": ["id"], "data": [["1", "Ada"]]}, "names no columns"),
        ({"errcode": 40014, "errmsg": "invalid access_token", "userlist": []}, "is an error of"),
        ({"code": 99991663, "msg": "token invalid"}, "is an error of the interface, 'code: 9999"),
        ({"success": False, "message": "no licence", "data": None}, "is an error of the interface"),
        ({"ok": False, "result": []}, "is an error of the interface"),
        ({"status": 401, "title": ""}, "is an error of the interface"),
    ],
)
def test_rows_without_names_and_failed_answers_are_refused(document, words):
    with pytest.raises(SourceError, match=words):
        tables(document)


@pytest.mark.parametrize(
    "document",
    [
        {"errcode": 0, "errmsg": "ok", "userlist": []},
        {"code": 200, "msg": "success", "data": []},
        {"success": True, "data": {}},
        {"status": "OK", "results": []},
    ],
)
def test_answers_that_hold_nobody_are_empty_and_no_errors(document):
    assert tables(document) == {"people": []}


def test_a_record_may_have_a_status_and_a_code():
    assert tables({"id": "1", "status": "active", "code": "77"}) == {
        "people": [{"id": "1", "status": "active", "code": "77"}]
    }


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text("xy", min_size=1), min_size=3)))
def test_every_form_of_a_frame_is_read_as_its_records(records):
    names = ["a", "b", "c"]
    rows = [[one[name] for name in names] for one in records]
    expected = tables(records)["people"]
    assert tables([names, *rows])["people"] == expected
    if records:
        assert tables({"columns": names, "data": rows})["people"] == expected
        by_column = {name: {str(at): row[name] for at, row in enumerate(records)} for name in names}
        assert tables(by_column)["people"] == expected
        keyed = {f"k{at}": row for at, row in enumerate(records)}
        if len(records) > 1:
            assert tables(keyed)["people"] == [
                {"key": f"k{at}"} | row for at, row in enumerate(expected)
            ]


@pytest.mark.parametrize("document", ['{"": "x"}', '{"": "x", "value": [{"id": "1"}]}'])
def test_a_field_without_a_name_ends_in_no_error_of_python(document):
    with suppress(KamgraphError):
        tables(document)
