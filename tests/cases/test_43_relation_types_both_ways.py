"""Relations told from both ends: each use of the file turns its words the right way round."""

from exports import rows
from kamgraph.sources.read import read_with_report
from kamgraph.sources.translation.mapping import Mapping

CONTACTS = """\
Contact ID,Display Name,Employer
10,Ada Quist,Acme
11,Ben Orr,Acme
12,Cy Dunn,Acme
13,Di Ek,Acme
"""
RELATIONSHIPS = """\
Contact A,Relationship,Contact B,Start Date,End Date,Active
10,Supervisor of,11,2024-01-01,,1
12,Supervised by,11,2024-01-01,,1
11,Supervised by,10,2024-01-01,,1
13,Supervised by,10,2020-01-01,2025-12-31,0
10,Spouse of,12,2010-01-01,,1
"""
MAPPING = """
name = "civi"
[[tables]]
file = "contacts"
table = "organizations"
columns = { id = "Employer", name = "Employer" }
constants = { kind = "customer" }
[[tables]]
file = "contacts"
table = "people"
columns = { id = "Contact ID", name = "Display Name", organization = "Employer" }
[[tables]]
file = "relationships"
table = "ties"
columns = { source = "Contact A", target = "Contact B", since = "Start Date", until = "End Date" }
constants = { kind = "reports_to" }
only = { Relationship = "Supervised by" }
[[tables]]
file = "relationships"
table = "ties"
columns = { source = "Contact B", target = "Contact A", since = "Start Date", until = "End Date" }
constants = { kind = "reports_to" }
only = { Relationship = "Supervisor of" }
"""


def test_lines_run_upwards_once(tmp_path):
    (tmp_path / "contacts.csv").write_text(CONTACTS)
    (tmp_path / "relationships.csv").write_text(RELATIONSHIPS)
    book, report = read_with_report(tmp_path, mapping=Mapping.from_toml(MAPPING))
    assert rows(book, "ties", "source kind target since until") == [
        "11 reports_to 10 2024-01-01 -",
        "12 reports_to 11 2024-01-01 -",
        "13 reports_to 10 2020-01-01 2025-12-31",
    ]
    assert report.skipped[["line", "reason"]].to_numpy().tolist() == [
        [2, "says again what another row says of ties"],
        [6, "says nothing that a book holds"],
    ]
