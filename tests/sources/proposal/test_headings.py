"""What headings mean, and that what is listed of them is of use."""

import pytest

from kamgraph.model.folding import fold_name
from kamgraph.sources.proposal.headings import load_knowledge, read_heading

THINGS = load_knowledge().things


@pytest.mark.parametrize(
    ("heading", "subject", "thing", "part", "by"),
    [
        ("Job Title", "people", "people", "title", ""),
        ("Person - Job title", "people", "people", "title", ""),
        ("Manager", "people", "people", "manager", ""),
        ("Manager's Name", "people", "people", "manager", "name"),
        ("ManagerID", "people", "people", "manager", "id"),
        ("Reporting To.id", "people", "people", "manager", "id"),
        ("直属上级工号", "people", "people", "manager", "id"),
        ("Dotted-Line Manager E-Mail", "people", "people", "dotted", "mail"),
        ("部门负责人", "people", "people", "head", ""),
        ("Reports To Position", "people", "people", "above", ""),
        ("Account Name.id", "people", "organizations", "", "id"),
        ("Company Industry", "people", "organizations", "industry", ""),
        ("Account Name", "organizations", "organizations", "name", ""),
        ("客户名称", "organizations", "organizations", "name", ""),
        ("客户名称", "deals", "organizations", "", "name"),
        ("Title", "deals", "deals", "name", ""),
        ("Deal - Contact person ID", "deals", "people", "", "id"),
        ("Opportunity Owner", "deals", "users", "owner", ""),
        ("姓名", "roles", "people", "", "name"),
    ],
)
def test_a_heading_means_something_in_a_file_about_a_thing(heading, subject, thing, part, by):
    found = read_heading(heading, subject)
    assert (found.thing, found.part, found.by) == (thing, part, by)


@pytest.mark.parametrize("heading", ["Shoe size", "Fax", "", "备注", "!", "Ada Quist"])
@pytest.mark.parametrize("subject", THINGS)
def test_a_heading_that_is_not_listed_means_nothing(heading, subject):
    assert read_heading(heading, subject) is None


@pytest.mark.parametrize("subject", THINGS)
def test_every_heading_that_is_listed_means_what_it_is_listed_for(subject):
    thing = THINGS[subject]
    listed = [(one, part) for part, headings in thing.parts.items() for one in headings]
    listed += [(one, part) for part, refers in thing.refers.items() for one in refers.headings]
    wrong = [
        (one, part, found)
        for one, part in listed
        if (found := read_heading(one, subject)) is None or found.part != part
    ]
    assert wrong == []


@pytest.mark.parametrize("subject", THINGS)
def test_no_heading_is_listed_twice(subject):
    thing = THINGS[subject]
    lists = [*thing.parts.values(), *(one.headings for one in thing.refers.values())]
    lists += [one.headings for one in thing.unread.values()]
    folded = [fold_name(heading) for headings in lists for heading in headings]
    assert sorted({one for one in folded if folded.count(one) > 1}) == []


@pytest.mark.parametrize("subject", THINGS)
def test_headings_refer_to_things_that_there_are(subject):
    assert {one.to for one in THINGS[subject].refers.values()} <= THINGS.keys()
