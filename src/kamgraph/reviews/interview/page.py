"""The form as a page: it prints, and saves what was answered as a file, without any network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.voice import say
from kamgraph.reviews.formats.html.page import fill_page
from kamgraph.reviews.interview.form import BY, ON

if TYPE_CHECKING:
    from kamgraph.reviews.interview.form import Form

ANSWERS = "kamgraph-answers"  # what the file that the page saves begins with
VERSION = 1
_FEW = 6  # answers that are shown side by side; of more there is a list


def render(form: Form) -> str:
    """Return the whole page."""
    return fill_page(
        "questions.html.j2",
        title=say("interview.title", title=form.title),
        styles=("questions.css",),
        scripts=("save.js", "questions.js"),
        form=form,
        ids={"by": BY, "on": ON},
        few=_FEW,
        head={"format": ANSWERS, "version": VERSION},
    )
