"""Laws of what is made of cells that no mapping can read: lists, references, heads, lines below."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from kamgraph.model.dtypes import TEXT
from kamgraph.sources.crm import dingtalk, espocrm, monday, odoo, vtiger, zoho
from kamgraph.sources.raw import RawTable
from strategies import few

IDS = st.text("abcdef0123456789", min_size=1, max_size=6)
NAMES = st.text("abcäé 高岚", min_size=1, max_size=6).filter(str.strip)


def make_raw(name, columns):
    cells = pd.DataFrame(columns, dtype=TEXT)
    return RawTable(name, f"{name}.csv", cells, np.arange(2, len(cells) + 2))


@few
@given(st.lists(st.lists(IDS, max_size=3, unique=True), min_size=1))
def test_every_person_of_a_list_has_a_row_of_their_own(lists):
    cells = ["[" + ",".join(f'"{one}"' for one in ids) + "]" for ids in lists]
    deals = [f"o{number}" for number in range(len(lists))]
    *_, links = espocrm.prepare([make_raw("Opportunity", {"id": deals, "contactsIds": cells})])
    found = list(zip(links.cells["opportunity"], links.cells["contact"], links.lines, strict=True))
    assert found == [
        (deal, person, line)
        for line, (deal, ids) in enumerate(zip(deals, lists, strict=True), start=2)
        for person in ids
    ]


@few
@given(st.lists(NAMES, min_size=1))
def test_a_reference_is_the_name_behind_its_module_and_other_cells_are_themselves(names):
    plain = make_raw("Contacts", {"Organization Name": names, "Title": names})
    marked = make_raw(
        "Contacts", {"Organization Name": [f"Accounts::::{name}" for name in names], "Title": names}
    )
    (found,), (same,) = vtiger.prepare([marked]), vtiger.prepare([plain])
    assert found.cells.equals(same.cells)
    assert same.cells["Title"].tolist() == names


@few
@given(st.integers(1, 6), st.data())
def test_nobody_heads_themselves_and_heads_are_heads(size, data):
    departments = data.draw(
        st.lists(st.sampled_from(["a", "a-b", "a-b-c", "d", ""]), min_size=size, max_size=size)
    )
    marks = data.draw(st.lists(st.sampled_from(["是", "否", ""]), min_size=size, max_size=size))
    ids = [str(number) for number in range(size)]
    columns = {"员工UserID": ids, "部门": departments, "是否此部门主管(是/否)": marks}
    (found,) = dingtalk.prepare([make_raw("员工", columns)])
    for person, head in zip(ids, found.cells["head of the department"], strict=True):
        if head:
            assert head != person
            assert marks[int(head)] == "是"
            assert departments[int(person)].startswith(departments[int(head)])


@few
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 2)), min_size=1))
def test_children_belong_to_the_partner_above_and_none_is_lost(partners):
    lines, wanted = [], []
    for number, (_, further) in enumerate(partners):
        for child in range(further + 1):
            one = f"p{number}" if child == 0 else ""
            lines.append((one, one, f"c{number}_{child}"))
            wanted.append((f"c{number}_{child}", f"p{number}"))
    columns = dict(zip(("id", "name", "child_ids/id"), zip(*lines, strict=True), strict=True))
    own, children = odoo.prepare([make_raw("res.partner", columns)])
    assert list(zip(children.cells["id"], children.cells["parent_id/id"], strict=True)) == wanted
    goes_on = [not one for one, _, _ in lines]
    assert (own.cells["joined to other rows"] == "yes").tolist() == goes_on


@few
@given(st.lists(st.tuples(NAMES, st.booleans()), min_size=1))
def test_rows_of_a_board_with_an_id_are_its_items(items):
    columns = {
        "Name": [name for name, _ in items],
        "Item ID (auto generated)": [str(at) if real else "" for at, (_, real) in enumerate(items)],
    }
    (found,) = monday.prepare([make_raw("contacts", columns)])
    assert (found.cells["the row"] == "").tolist() == [real for _, real in items]


@few
@given(st.sampled_from(["Contacts", "Deals", "Contact_Roles_X_Deals"]), st.integers(1, 999))
def test_a_part_of_an_export_is_of_its_module(module, part):
    (found,) = zoho.prepare([make_raw(f"{module}_{part:03}", {"Record Id": ["1"]})])
    assert found.name == module
