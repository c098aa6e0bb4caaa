"""Notes in the cells of a workbook that say where each figure comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamgraph.model.voice import say, say_count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kamgraph.reviews.tracing.facts import Fact
    from kamgraph.reviews.tracing.trace import Source, Tracing

_MOST = 12  # facts of a note
_WIDE, _LINE, _LETTERS = 380, 17, 58  # pixels of a note and of a line, letters of a line
_AUTHOR: dict[str, Any] = {"author": "kamgraph"}


def note_sources(
    sheet: Any, section: str, names: Sequence[str], tracing: Tracing, sheets: Mapping[str, str]
) -> None:
    """Write into each figure of a section's sheet its formula in words, and its facts."""
    table = tracing.tables[section]
    for at, name in enumerate(names):
        source = table.columns.get(name)
        if source is None:
            continue
        for row, subjects in enumerate(table.subjects, start=1):
            note = spell_source(source, tracing.list_facts(source, subjects), sheets)
            sheet.write_comment(row, at, note, _AUTHOR | _fit(note))


def spell_source(source: Source, facts: Sequence[Fact], sheets: Mapping[str, str]) -> str:
    """Return where a figure comes from, a fact per line."""
    lines = [source.formula]
    if source.adds in sheets:
        lines.append(f"{say('trace.adds')} {sheets[source.adds]}")
    lines += [_spell_fact(fact) for fact in facts[:_MOST]]
    if len(facts) > _MOST:
        lines.append(say_count("trace.more", len(facts) - _MOST))
    return "\n".join(lines)


def _spell_fact(fact: Fact) -> str:
    when = say("trace.by", day=fact.day, by=fact.by) if fact.day and fact.by else fact.day + fact.by
    return " · ".join(part for part in (fact.what, fact.value, when) if part)


def _fit(note: str) -> dict[str, int]:
    """Return the size of a note that shows all of its lines."""
    lines = sum(1 + len(line) // _LETTERS for line in note.splitlines())
    return {"width": _WIDE, "height": _LINE * (lines + 1)}
