"""Candidates say whom they are about in their ids, too."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kamgraph as k
from books import book
from kamgraph.model.dtypes import TEXT
from kamgraph.model.made_ids import divide_id, make_id, remake_ids

KEY = b"a long random key"
SEEN = {
    "people": "ann:1 acme title=CEO name=Ann%; bo acme title=CFO; cy acme; di acme; ed acme; vic us",
    "roles": "bo approver acme",
    "interactions": """
        a 2026-01-01 call ann:1; a 2026-01-01 call bo; a 2026-01-01 call cy
        b 2026-01-02 call bo; b 2026-01-02 call ann:1; b 2026-01-02 call di; b 2026-01-02 call ed
        c 2026-01-03 call cy; c 2026-01-03 call bo; d 2026-01-04 call di; d 2026-01-04 call vic
    """,
}
OF_LEVELS = {
    "people": "ann acme level=3; bo acme level=3; cy acme level=3; di acme; ed acme; vic us",
    "interactions": ";".join(f"a 2026-01-01 call {one}" for one in ("ann", "bo", "cy", "di", "ed")),
}


def suggested(facts):
    return k.candidates(k.build_graph(facts))


def stored(facts, verdict=None):
    """Return a book whose table holds all candidates, decided upon or not."""
    after = k.dismiss(facts, suggested(facts).index)
    table = after.candidates.assign(verdict=verdict, decided=None)
    return k.Book.from_tables(after.to_tables() | {"candidates": table})


@pytest.mark.parametrize("verdict", [None, "dismissed"])
@pytest.mark.parametrize("keep_seat", [True, False])
def test_no_candidate_tells_of_who_is_erased(verdict, keep_seat):
    facts = stored(book(**SEEN), verdict)
    about = facts.candidates[["person", "other"]].eq("ann:1")
    assert about.any().all()
    after = facts.erase("ann:1", keep_seat=keep_seat).candidates
    kept = facts.candidates[~about.any(axis=1)]
    assert after["id"].tolist() == kept["id"].tolist()
    assert not after["id"].str.contains("ann").any()


def test_who_decided_is_erased_and_what_was_decided_stays():
    facts = book(**SEEN)
    after = k.dismiss(facts, suggested(facts).index[:1], by="vic")
    assert after.erase("vic").candidates["id"].tolist() == after.candidates["id"].tolist()


@given(st.lists(st.text(), min_size=1))
def test_an_id_may_be_made_of_any_cells_and_tells_them(cells):
    made = make_id(*cells)
    assert made == made.strip()
    assert "\n" not in made
    assert divide_id(made) == cells


def test_a_mention_in_a_value_is_none_in_the_id():
    facts = book(**SEEN, candidates="function:acme::bo::Zoë function bo value=Zoë account=acme "
                 "confidence=.5 method=together seen=2026-01-01")  # fmt: skip
    people = facts.people.assign(name=facts.people["name"].mask(facts.people["id"] == "di", "Zoë"))
    [row] = k.Book.from_tables(facts.to_tables() | {"people": people}).erase("di").candidates["id"]
    assert row == "function:acme::bo::[erased]"


def test_what_was_decided_is_known_by_pseudonyms():
    facts = stored(book(**SEEN), "dismissed")
    assert len(facts.candidates) > len(facts.people)
    assert suggested(facts).empty
    hidden = facts.pseudonymise(KEY)
    assert suggested(hidden).empty
    assert not hidden.to_json().count("ann")
    again = suggested(book(**SEEN).pseudonymise(KEY))
    assert set(hidden.candidates["id"]) == set(again.index)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [(OF_LEVELS, "level"), (SEEN, "function"), (SEEN, "role"), (SEEN, "reports_to")],
)
def test_what_is_open_is_listed_once_and_can_be_accepted_under_pseudonyms(facts, kind):
    facts = stored(book(**facts))
    hidden = facts.pseudonymise(KEY)
    found, plain = suggested(hidden), suggested(facts)
    found, plain = (table[table["kind"] == kind] for table in (found, plain))
    assert len(found) >= 1
    # Of equals others may be among the three who fit a role best.
    assert set(hidden.candidates["id"]) >= set(found.index) or kind == "role"
    assert sorted(found["value"].dropna()) == sorted(plain["value"].dropna()) or kind == "role"
    assert set(found["method"]) == set(plain["method"])
    after = k.accept(hidden, found.index[:1])
    assert after.candidates["verdict"].tolist().count("accepted") == 1


def test_ids_that_are_made_of_nothing_are_hashes_under_pseudonyms():
    row = "confidence=.5 method=By_Ann seen=2026-01-01"
    facts = book(
        **SEEN, candidates=f"c-1 knows bo {row}; knows:bo knows cy {row}; : knows cy {row}"
    )
    hidden = facts.pseudonymise(KEY).candidates
    assert hidden["id"].str.fullmatch("candidate-[0-9a-f]{16}").all()
    assert hidden["method"].str.fullmatch("method-[0-9a-f]{16}").all()


@given(st.lists(st.text("a:%", max_size=3), min_size=6, max_size=6), st.text("b:%", min_size=1))
def test_an_id_follows_its_parts_and_no_others(parts, other):
    names = ["kind", "account", "deal", "person", "other", "value"]

    def write(cells):
        return ":".join(cell.replace("%", "%25").replace(":", "%3A") for cell in cells)

    def rows(made, cells):
        told = {name: [cell or None] for name, cell in zip(names, cells, strict=True)}
        return pd.DataFrame({"id": [made], **told}, dtype=TEXT)

    anew = [part and other for part in parts]
    before, after = rows(write(parts), parts), rows("hash", anew)
    assert remake_ids("candidates", before, after)["id"].tolist() == [write(anew)]
    foreign = rows(write([*parts[:-1], f"{parts[-1]}x"]), parts)
    assert remake_ids("candidates", foreign, after)["id"].tolist() == ["hash"]
