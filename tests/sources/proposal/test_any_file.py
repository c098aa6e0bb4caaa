"""Whatever files hold, a mapping is proposed, names every column, and can be read."""

import re
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from kamgraph.errors import KamgraphError
from kamgraph.model.folding import fold_name
from kamgraph.sources.proposal.headings import load_knowledge
from kamgraph.sources.read import propose_mapping, read_with_report
from kamgraph.sources.translation.mapping import Mapping, list_fields
from strategies import few

KNOWN = [
    heading
    for thing in load_knowledge().things.values()
    for headings in (*thing.parts.values(), *(one.headings for one in thing.refers.values()))
    for heading in headings
]
NAMES = ["staff", "contacts", "accounts", "deals", "客户", "notes", "activities", "users"]
TEXTS = ["", "1", "2", "3", "Ann Lee", "Bo Li", "ann@acme.test", "Acme", "2026-01-31", "01/02/2026"]
TEXTS += [
    "yes",
    "no",
    "Lost",
    "Decision maker",
    "Ann Lee; Bo Li",
    "Bo Li (dotted)",
    "是",
    '"',
    "{",
    "x}",
]
headings = st.sampled_from(KNOWN) | st.text("abc {}\"'#\\é上", min_size=1, max_size=6).filter(
    str.strip
)
tables = st.lists(headings, min_size=1, max_size=8, unique_by=fold_name).flatmap(
    lambda names: st.tuples(
        st.just(names),
        st.lists(
            st.lists(st.sampled_from(TEXTS), min_size=len(names), max_size=len(names)), max_size=5
        ),
    )
)
exports = st.dictionaries(st.sampled_from(NAMES), tables, min_size=1, max_size=3)


def write_csv(path, names, lines):
    quoted = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in (names, *lines)
    ]
    path.write_text("\n".join([*quoted, ""]), "utf-8")


@few
@given(exports)
def test_every_column_is_used_or_told(tmp_path_factory, export):
    folder = tmp_path_factory.mktemp("export")
    for name, (names, lines) in export.items():
        write_csv(folder / f"{name}.csv", names, lines)
    text = propose_mapping(folder)
    mapping = Mapping.from_toml(text)
    told = re.findall(r'^# not used: ("(?:[^"\\]|\\.)*")', text, re.MULTILINE)
    unused = {fold_name(tomllib.loads(f"x = {one}")["x"]) for one in told}
    keys = {key for use in mapping.tables for by in use.by.values() for key in by}
    used = {fold_name(field) for key in keys for field in list_fields(key) or [key]}
    used |= {fold_name(one) for use in mapping.tables for one in use.list_theirs()}
    if "not read" not in text:
        wanted = {fold_name(one) for names, _ in export.values() for one in names}
        assert wanted <= used | unused


@few
@given(exports)
def test_what_is_proposed_reads_or_says_what_is_wrong(tmp_path_factory, export):
    folder = tmp_path_factory.mktemp("export")
    for name, (names, lines) in export.items():
        write_csv(folder / f"{name}.csv", names, lines)
    mapping = Mapping.from_toml(propose_mapping(folder))
    try:
        _, report = read_with_report(folder, mapping=mapping)
    except KamgraphError:
        return
    assert (report.files["rows"] == report.files["taken"] + report.files["skipped"]).all()
