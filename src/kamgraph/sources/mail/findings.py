"""What is doubtful of what was read from mail and calendars, and who was left out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kamgraph.model.counts import first_of, number_of
from kamgraph.model.finding import Finding
from kamgraph.sources.mail.encounters import NO_ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from kamgraph.sources.mail.firms import Firms
    from kamgraph.sources.mail.people import People
    from kamgraph.sources.mail.register import Register


def find_doubts(
    register: Register, people: People, firms: Firms, tables: dict[str, pd.DataFrame]
) -> Iterator[Finding]:
    """Yield what is doubtful."""
    yield from _report_nobody(people)
    yield from _report_alike(people)
    yield from _report_sides(firms, tables["organizations"])
    for name, manager in people.lost_managers:
        yield Finding(
            "medium",
            "lost_tie",
            "ties",
            (name,),
            f"{name} reports to {manager}, which is the name of nobody or of several.",
            "Add a card of the manager, or name them by their address.",
        )
    for doubt, ids in sorted(register.doubts.items()):
        yield Finding(
            "medium",
            "doubtful_day",
            "interactions",
            tuple(sorted(ids)),
            f"Of {number_of(ids, 'message or meeting', 'messages and meetings')} the day may be "
            f"another one: {doubt}: {first_of(sorted(ids))}.",
            "Correct the days in the book where it matters, or export the source anew.",
        )
    if register.unanswered:
        yield Finding(
            "low",
            "unanswered_invitation",
            "interactions",
            (),
            f"{register.unanswered:,} of those counted as present had not answered the invitation.",
            "Nothing, if people come without answering; who declined is not counted.",
        )


def _report_nobody(people: People) -> Iterator[Finding]:
    """Report the addresses of which no person was made."""
    found = defaultdict(list)
    for key, reason in people.nobody.items():
        found[reason].append(key.removeprefix(NO_ADDRESS))
    for reason, keys in sorted(found.items()):
        yield Finding(
            "low",
            "left_out_address",
            "people",
            tuple(sorted(keys)),
            f"Of {number_of(keys, 'address', 'addresses')} no person was made: {reason}: "
            f"{first_of(sorted(keys))}.",
            "If one is a person's, put it on a card (.vcf), or beside them in the known book.",
        )


def _report_alike(people: People) -> Iterator[Finding]:
    for one, other in sorted({(min(pair), max(pair)) for pair in people.alike}):
        yield Finding(
            "medium",
            "same_name",
            "people",
            (one, other),
            f"{one} and {other} bear one name, and were not merged: nothing else says that they "
            "are one person.",
            "If they are, put both addresses on one card (.vcf), or beside the person in the "
            "known book.",
        )


def _report_sides(firms: Firms, organizations: pd.DataFrame) -> Iterator[Finding]:
    """Report the organizations that are customers only because nothing says otherwise."""
    new = organizations[~organizations["id"].isin(firms.known)]
    taken = sorted(new.loc[new["kind"] == "customer", "id"])
    if taken:
        yield Finding(
            "medium",
            "kind_not_recorded",
            "organizations",
            tuple(taken),
            "Mail does not tell customers from partners and competitors; taken for customers: "
            f"{first_of(taken)}.",
            "Give a known book in which they stand with their kind, and their domain beside it.",
        )
