"""The figures of deals, their amounts and probabilities, and what files leave open about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.nothing import list_nothing
from kamgraph.sources.proposal.draft import spell_some
from kamgraph.sources.translation.currencies import is_sign
from kamgraph.sources.translation.numbers import (
    explain_number,
    is_share,
    make_reader,
    may_be_several,
    tell_currency,
)

if TYPE_CHECKING:
    from kamgraph.sources.proposal.draft import Draft

_PERCENT = ("%", "\uff05", "percent", "prozent", "百分比", "百分数")  # in headings


def place_amounts(draft: Draft) -> str:
    """Return the column of amounts, and ask for those that may be two numbers."""
    column = draft.sheet.find_column("value")
    texts = draft.sheet.list_distinct(column) if column else []
    read = make_reader(texts, "", is_typed=not draft.sheet.record.raw.from_text)
    open_ = [text for text in texts if may_be_several(text) and read(text) == text]
    if open_:
        draft.ask(f'"{column}" holds amounts such as {open_[0]}, which {explain_number(open_[0])}')
    if not draft.sheet.find_column("currency"):
        signs = sorted({sign for sign in map(tell_currency, texts) if is_sign(sign)})
        if signs:
            draft.ask(
                f'Which currency is {spell_some(signs)} in "{column}"? Several are written so; now '
                'it is the sign itself: see words.currency, such as { "$" = "USD" }'
            )
    return column


def place_probabilities(draft: Draft) -> tuple[str, bool]:
    """Return the column of probabilities and whether it is in percent; ask if nothing tells."""
    # The size of the numbers tells nothing: 1 may be certain, or one in a hundred.
    column = draft.sheet.find_column("probability")
    if not column or any(word in column.casefold() for word in _PERCENT):
        return column, bool(column)
    nothing, shown = list_nothing("number"), draft.sheet.record.raw.units.get(column, {})
    texts = draft.sheet.read_texts(column)
    bare = [
        text
        for row, text in texts.items()
        if text and text not in nothing and row not in shown and not is_share(text)
    ]
    if not bare:
        return column, False
    draft.ask(
        f'Is {bare[0]} in "{column}" in percent, or of 1? Nothing tells, so it is left out: add '
        f'probability = "{column}" to columns, and percent = "probability" if 60 is meant as 60%'
    )
    return "", False
