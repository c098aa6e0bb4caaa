"""A connection of Dynamics is kept as two rows: it is one role, whichever halves are there."""

import itertools

import pytest

from exports import left_out, read_export, rows

FIRM, ADA, DEAL, ROLE = (f"{kind * 8}-1111-1111-1111-000000000001" for kind in "acde")
ONE, OTHER = (f"f0000000-1111-1111-1111-00000000000{number}" for number in (1, 2))
TABLES = {
    "account": f"accountid,name\n{FIRM},Acme",
    "contact": f"contactid,fullname,parentcustomerid,parentcustomeridtype\n{ADA},Ada Quist,{FIRM},account",
    "opportunity": f"opportunityid,name,parentaccountid,statecode,salesstage\n{DEAL},Pumps,{FIRM},0,1",
    "connectionrole": f"connectionroleid,name,category\n{ROLE},Decision Maker,1000",
}
HEAD = "connectionid,record1id,record1roleid,record2id,record2roleid,relatedconnectionid,ismaster,statecode"
HALVES = [
    f"{ONE},{DEAL},,{ADA},{ROLE},{OTHER},true,0",
    f"{OTHER},{ADA},{ROLE},{DEAL},,{ONE},false,0",
]


@pytest.mark.parametrize(
    "halves", [halves for count in (1, 2) for halves in itertools.permutations(HALVES, count)]
)
def test_a_connection_is_one_role(tmp_path, halves):
    connections = "\n".join([HEAD, *halves])
    book, report = read_export(tmp_path / "x", **TABLES, connection=connections)
    assert rows(book, "roles", "person deal role") == [f"{ADA} {DEAL} decision_maker"]
    others = [] if len(halves) == 1 else ["the other half of a pair"]
    assert [*left_out(report, "connection").values()] == others
