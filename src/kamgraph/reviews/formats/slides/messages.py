"""The messages in front of a presentation: six sentences, and what proves each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kamgraph.model.voice import say
from kamgraph.reviews.section import Table

if TYPE_CHECKING:
    from kamgraph.reviews.content import ReviewContent
    from kamgraph.reviews.section import Section

_MOST = 5  # after the verdict
# Which section proves which sentence of the summary; where none of the summary, its own.
_PROOFS = (
    ("map", "who_decides"),
    ("contacts", "at_the_top"),
    ("cold", "silent"),
    ("alone", "on_one_alone"),
    ("gaps", "risk"),
    ("risks", "risk"),
    ("routes", ""),
    ("changes", "changed"),
    ("questions", "still_unknown"),
    ("plan", ""),
    ("questions", "against_risk"),
    ("questions", "next_step"),
    ("payments", "still_open"),
    ("accounts", ""),
    ("workload", "workload"),
    ("evaluations", ""),
    ("chain", ""),
    ("deals", ""),
    ("key_people", ""),
    ("contacts", ""),
)


# The columns by which a table proves it; all that are not among these are in the appendix.
_SHOWN = {
    "gaps": ("name", "severity", "stake", "action"),
    "plan": ("day", "owner", "name", "why", "gain"),
    "accounts": ("name", "status", "choice", "coverage", "gaps_high", "change"),
}


class Message(NamedTuple):
    """What a slide says in its title, what more there is to say, and the section that proves it."""

    title: str
    more: str
    section: Section

    @property
    def table(self) -> Table | None:
        """What proves it of the section's table."""
        table, names = self.section.table, _SHOWN.get(self.section.name)
        if table is None or names is None:
            return table
        columns = {name: column for name, column in table.columns.items() if name in names}
        return Table(table.rows, columns, table.caption)


def list_messages(review: ReviewContent) -> list[Message]:
    """Return what is told after the verdict, each with another section."""
    told = {point.label: point.sentence for point in review.summary}
    sections = {section.name: section for section in review.sections}
    found: dict[str, Message] = {}
    for name, key in _PROOFS:
        sentence = told.get(say(key), "") if key else ""
        section = sections.get(name)
        if section and name not in found and (sentence or not key):
            found[name] = Message(*divide(sentence or section.sentence), section)
    return [*found.values()][:_MOST]


def divide(sentence: str) -> tuple[str, str]:
    """Return the first clause of a sentence, as a title, and the others, as a sentence."""
    first, _, rest = sentence.partition(say("semicolon"))
    return first.removesuffix(say("full_stop").strip()), rest[:1].upper() + rest[1:]


def divide_verdict(verdict: str) -> tuple[str, str]:
    """Return what a verdict comes to, as a title, and what it rests on, as a sentence."""
    first, mark, rest = verdict.partition(say("remark", text=""))
    return (first, rest[:1].upper() + rest[1:]) if mark else divide(verdict)
