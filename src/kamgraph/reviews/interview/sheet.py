"""The form as a workbook: one row per question, with a drop-down list of its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.model.day import FIRST_DAY
from kamgraph.model.voice import say
from kamgraph.reviews.interview.form import ABOUT, BY, ON
from kamgraph.sources.excel.problems import column_letters
from kamgraph.sources.excel.writing import FAINT, INK, LINE, PAPER, create_workbook, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kamgraph.reviews.interview.form import Choice, Form

COLUMNS = ("question", "answer", "evidence", "ask", "reason", "id")
_WIDTHS = (46, 46, 42, 20, 42, 8)
_ANSWER, _EVIDENCE, _ID = (COLUMNS.index(name) for name in ("answer", "evidence", "id"))
_HEADER = 3  # the row of the header, from 0; above it stand what it is about and how to fill it in
_LETTERS = 44  # in a line of a cell
_LINE_HEIGHT = 16


class _Looks(NamedTuple):
    title: Any
    hint: Any
    head: Any
    question: Any
    answer: Any
    day: Any
    faint: Any
    plain: Any


def write_sheet(form: Form, path: Path) -> None:
    """Write a form as a workbook that is printed on a page across, and read back."""
    with create_workbook(path) as workbook:
        looks = _make_looks(workbook)
        sheet = workbook.add_worksheet(say("interview.sheet"))
        if form.scales:
            _write_legend(workbook.add_worksheet(say("interview.grades")), form, looks)
        choices = workbook.add_worksheet(say("interview.choices"))
        _write_head(sheet, form, looks)
        lists = _Lists(choices)
        rows = _list_rows(form)
        for at, (texts, offered) in enumerate(rows, start=_HEADER + 1):
            _write_row(sheet, at, texts, looks)
            if texts[_ID] == ON:
                _expect_day(sheet, at, looks)
            elif offered:
                lists.offer(sheet, at, offered)
        _set_up(sheet, _HEADER + len(rows))
        choices.hide()


def _make_looks(workbook: Any) -> _Looks:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE}
    typed = cell | {"bg_color": "#FFF6D6", "num_format": "@", "locked": False}
    return _Looks(
        title=workbook.add_format({"bold": True, "font_size": 16, "font_color": INK}),
        hint=workbook.add_format({"font_color": FAINT}),
        head=workbook.add_format(
            {"bold": True, "bg_color": INK, "font_color": "#FFFFFF", "valign": "vcenter"}
        ),
        question=workbook.add_format(cell | {"bold": True, "font_color": INK}),
        answer=workbook.add_format(typed),
        day=workbook.add_format(typed | {"num_format": "yyyy-mm-dd", "align": "left"}),
        faint=workbook.add_format(cell | {"font_color": FAINT, "bg_color": PAPER}),
        plain=workbook.add_format(cell),
    )


def _write_head(sheet: Any, form: Form, looks: _Looks) -> None:
    write_text(sheet, 0, 0, say("interview.title", title=form.title), looks.title)
    write_text(sheet, 1, 0, say("interview.how_sheet"), looks.hint)
    if form.note:
        write_text(sheet, 2, 0, form.note, looks.hint)
    for at, name in enumerate(COLUMNS):
        write_text(sheet, _HEADER, at, say(f"interview.column.{name}"), looks.head)


def _list_rows(form: Form) -> list[tuple[tuple[str, ...], Sequence[Choice]]]:
    """Return the texts of each row, by columns, and the answers that it offers."""
    who = (say("interview.by"), "", "", "", say("interview.by_reason"), BY)
    when = (say("interview.on"), "", "", "", say("interview.on_reason"), ON)
    last = (say("interview.about"), "", "", "", form.day, form.about)
    asked = [
        ((item.text, "", "", item.ask, item.reason, item.id), item.choices) for item in form.items
    ]
    return [(who, form.colleagues), (when, ()), *asked, (last, ())]


def _write_row(sheet: Any, at: int, texts: tuple[str, ...], looks: _Looks) -> None:
    for column, text in enumerate(texts):
        look = looks.question if column == 0 else looks.faint
        if column in {_ANSWER, _EVIDENCE}:
            sheet.write_blank(at, column, None, looks.answer if _is_asked(texts, column) else look)
        else:
            write_text(sheet, at, column, text, look)
    wide = (sum(1 + (not char.isascii()) for char in text) for text in texts[:_ID])
    lines = max(1 + letters // _LETTERS for letters in wide)
    sheet.set_row(at, _LINE_HEIGHT * max(lines, 2))


def _is_asked(texts: tuple[str, ...], column: int) -> bool:
    """Tell whether something is to be filled into a column of a row."""
    key = texts[_ID]
    return not key.startswith(ABOUT) and (column == _ANSWER or key not in {BY, ON})


def _expect_day(sheet: Any, at: int, looks: _Looks) -> None:
    sheet.write_blank(at, _ANSWER, None, looks.day)
    rule = {"validate": "date", "criteria": ">=", "value": FIRST_DAY}
    sheet.data_validation(at, _ANSWER, at, _ANSWER, rule | {"error_type": "warning"})


def _write_legend(sheet: Any, form: Form, looks: _Looks) -> None:
    """Write what each grade is, for whoever answers on paper."""
    lines = [
        line
        for scale in form.scales
        for line in [(scale.axis, looks.head), *((one.text, looks.plain) for one in scale.grades)]
    ]
    for at, (text, look) in enumerate(lines):
        write_text(sheet, at, 0, text, look)
    sheet.set_column(0, 0, sum(_WIDTHS[:2]))
    sheet.hide_gridlines(2)


class _Lists:
    """The lists of answers, each in a column of a sheet of its own, and once for equal ones."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._columns: dict[tuple[str, ...], int] = {}

    def offer(self, sheet: Any, at: int, choices: Sequence[Choice]) -> None:
        """Offer some answers in a row; another one is warned of, not refused."""
        texts = tuple(choice.text for choice in choices)
        column = self._columns.setdefault(texts, len(self._columns))
        for row, text in enumerate(texts):
            write_text(self._sheet, row, column, text, None)
        letters = column_letters(column + 1)
        source = f"='{self._sheet.get_name()}'!${letters}$1:${letters}${len(texts)}"
        said = {
            "error_type": "warning",
            "error_title": say("workbook.check_title"),
            "error_message": say("interview.check"),
        }
        sheet.data_validation(
            at, _ANSWER, at, _ANSWER, {"validate": "list", "source": source} | said
        )


def _set_up(sheet: Any, last: int) -> None:
    """Let a sheet print on one page across, with its header on every page."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(_HEADER + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER)
    sheet.print_area(0, 0, last, _ID - 1)
