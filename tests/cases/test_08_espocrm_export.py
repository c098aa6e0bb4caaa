"""A list of EspoCRM names the contacts of a deal, not their roles."""

from exports import read_export, rows
from kamgraph.analysis.completeness import completeness
from kamgraph.analysis.gaps import gaps
from kamgraph.graph.build import build_graph

EXPORT = {
    "Account": """
        "id";"Name";"Type";"Industry";"Assigned User"
        "a1";"Acme";"Customer";"Metals";"Kim Lee"
        "a2";"Acme Services";"Customer";"Metals";"Kim Lee"
    """,
    "Contact": """
        "ID";"First Name";"Last Name";"Account ID";"Account";"Accounts";"Title";"Assigned User"
        "c1";"Ada";"Quist";"a1";"Acme";"Acme, Acme Services";"CFO";"Kim Lee"
        "c2";"Ben";"Orr";"a1";"Acme";"Acme";"Buyer";"Kim Lee"
    """,
    "Opportunity": """
        "ID";"Name";"Account ID";"Account";"Stage";"Amount";"Amount Currency";"Close Date";"Contacts"
        "o1";"Pumps";"a1";"Acme";"Proposal";"120000";"EUR";"2026-12-31";"Ada Quist, Ben Orr"
    """,
}


def test_contacts_take_part_in_their_deal_and_roles_stay_unknown(tmp_path):
    book, report = read_export(tmp_path / "export", **EXPORT)
    assert report.source.endswith(": an export of espocrm")
    assert rows(book, "people", "id name organization title") == [
        "c1 Ada Quist a1 CFO",
        "c2 Ben Orr a1 Buyer",
        "user Kim Lee Kim Lee us -",
    ]
    assert rows(book, "deals", "id account stage value") == ["o1 a1 bid 120000.0"]
    assert rows(book, "roles", "person role deal") == ["c1 participant o1", "c2 participant o1"]
    assert report.skipped.empty
    graph = build_graph(book, deal="o1")
    assert completeness(graph).loc["roles", ["recorded", "of"]].tolist() == [0, 5]
    assert "role_unknown" not in set(gaps(graph)["gap"])
