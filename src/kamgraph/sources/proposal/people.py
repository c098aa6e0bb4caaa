"""A list of people: who they are, where they work, to whom they report and what they decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kamgraph.model.counts import first_of
from kamgraph.model.day import today
from kamgraph.model.folding import fold, fold_name
from kamgraph.sources.proposal.draft import CUSTOMER, US, as_template, spell_some
from kamgraph.sources.proposal.headings import load_knowledge, mentions_thing
from kamgraph.sources.proposal.places import place_organization
from kamgraph.sources.proposal.remarks import tells_of_leaver
from kamgraph.sources.proposal.rolls import find_ids
from kamgraph.sources.translation.days import DaySettings, read_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.proposal.draft import Draft, Export, Place
    from kamgraph.sources.proposal.rolls import Join, Templates
    from kamgraph.sources.proposal.sheet import Sheet

_SIGNS = re.compile(r"[-_/]")
_DAY = re.compile(r"\d{1,4}[-./年]\d{1,2}[-./月]\d{1,4}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LEFT = "has left, and no column of days tells since when"
_LINES = (("manager", "reports_to"), ("dotted", "dotted_line"))


def draft_people(draft: Draft, export: Export) -> None:
    """Propose what becomes of a list of people."""
    sheet, roll = draft.sheet, export.find_roll(draft.sheet)
    id_, names = roll.id, roll.keys["name"]
    title, role = _tell_title_from_role(draft, export)
    place = place_organization(draft, export) if sheet.subject == "people" else ()
    constants = {"organization": "" if place else _name_organization(draft, export)}
    looked_for: dict[str, Place] = {
        "id": id_,
        "name": names,
        "organization": place,
        "title": title,
        "function": sheet.find_column("function"),
        "level": _find_levels(draft),
        "since": export.read_days(draft, "since"),
    }
    until = export.read_days(draft, "until")
    found = draft.complete("people", looked_for | {"until": ""})
    said: dict[str, Any] = {
        "constants": constants,
        "keep": {"mail": tuple(sheet.list_columns("mail"))},
    }
    _draft_stays(draft, found, until, said)
    _draft_lines(draft, export, id_)
    _draft_roles(draft, export, id_, place, constants, role)
    _draft_acquaintance(draft, export, id_)
    if owner := sheet.find_column("owner", "users"):
        draft.ask(
            f'Does whoever "{owner}" names know these people? Nothing takes it: if so, add ties '
            "of the kind knows"
        )


def _name_organization(draft: Draft, export: Export) -> str:
    """Return the one organization of people of whom no column tells where they work."""
    if draft.sheet.subject == "users":
        return export.add_row(US)
    title = draft.sheet.record.raw.title
    if title and not _is_plain(title):
        draft.ask(
            f'Do these people work for "{title}", as the title above them says? Now they do, and '
            "it is a customer: give its name and kind under rows"
        )
        named = CUSTOMER | {"id": title, "name": title}
        return export.find_organization(title) or export.add_row(named)
    draft.ask("Whose people are these? Now one customer's: give its name and kind under rows")
    return export.add_row(CUSTOMER)


def _is_plain(title: str) -> bool:
    """Return whether a title says but what is listed, such as *Their people*."""
    return any(mentions_thing(title, thing) for thing in ("people", "organizations"))


def _tell_title_from_role(draft: Draft, export: Export) -> tuple[str, str]:
    """Return the columns of titles and of parts in decisions: some lists call titles roles."""
    title, role = draft.sheet.find_column("title"), draft.sheet.find_column("role")
    if role and export.knows_words(draft, "roles.role", role):
        return title, role
    may_be_title = fold_name(role) in map(fold_name, load_knowledge().values["titles_too"])
    if not may_be_title:
        return title, role  # whose words are asked for
    return (title, "") if title else (role, "")


def _find_levels(draft: Draft) -> str:
    """Return the column of levels if it holds ours."""
    sheet, column = draft.sheet, draft.sheet.find_column("level")
    ours = {str(level) for level in range(1, 6)}
    if not column or not {*sheet.list_distinct(column)} <= ours:
        return ""
    if sheet.list_columns("manager", "people") or not _tells_depth(sheet, column):
        return column
    draft.ask(
        f'Does "{column}" tell how deep each row stands below the rows before it, so that the '
        "order of the rows is the chart? Nothing takes it: add a column that names each boss"
    )
    return ""


def _tells_depth(sheet: Sheet, column: str) -> bool:
    """Return whether numbers go down a chart row by row: one deeper each, and up again."""
    texts = sheet.read_texts(column)
    if (texts == "").any() or not len(texts):
        return False
    depths = texts.astype(int)
    steps = depths.diff().iloc[1:]
    one_top = depths.iloc[0] == 1 and (depths == 1).sum() == 1
    return bool(one_top and steps.max() == 1 and steps.min() < 0)


def _draft_stays(draft: Draft, found: dict[str, Place], until: str, said: dict[str, Any]) -> None:
    """Propose rows of people; those who have left until the day they left, if it is told."""
    column, gone = _find_leavers(draft)
    if not column:
        draft.use("people", found | {"until": until}, **said)
        return
    # Whoever has a day of leaving has left on it, whatever the status is called.
    there: dict[str, Any] = {"skip": {column: gone}, "because": {column: _LEFT}}
    draft.use("people", found | {"until": until}, **said, **there)
    if until:
        left: dict[str, Any] = {"only": {column: gone}, "words": {"until": {"": ""}}}
        draft.use("people", found | {"until": until}, **said, **left)


def _find_leavers(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """Return the column that says who has left, and what it then holds."""
    sheet, known = draft.sheet, load_knowledge().values
    if column := sheet.find_column("status"):
        texts = sheet.list_distinct(column)
        gone = tuple(text for text in texts if _has_left(text))
        _ask_who_left(draft, column, [one for one in texts if one not in gone and not _stays(one)])
        if gone:
            return column, gone
    for part, value in (("gone", "yes"), ("active", "no")):
        column = sheet.find_column(part)
        texts = sheet.list_distinct(column) if column else []
        flags = {*map(fold, (*known["yes"], *known["no"]))}
        if texts and {*map(fold, texts)} <= flags:
            gone = tuple(text for text in texts if fold(text) in map(fold, known[value]))
            if gone:
                return column, gone
    for column, remarks in sheet.remarks.items():
        said = [text for text, remark in remarks.items() if tells_of_leaver(remark)]
        to_come = [text for text in said if _may_be_to_come(remarks[text])]
        _ask_who_left(draft, column, to_come)
        if gone := tuple(text for text in said if text not in to_come):
            return column, gone
    return "", ()


def _ask_who_left(draft: Draft, column: str, texts: Sequence[str]) -> None:
    """Ask whether somebody has left of whom a list says what nobody knows, or a day to come."""
    if texts:
        draft.ask(
            f'"{column}" may say who has left: {spell_some(texts)}? Now taken for people who are '
            "there"
        )


def _has_left(text: str) -> bool:
    """Return whether a status says that somebody has left, and is not only about to."""
    is_gone = _says(text, load_knowledge().values["gone"])
    return is_gone and not _is_leaving(text) and not _may_be_to_come(text)


def _may_be_to_come(text: str) -> bool:
    """Return whether a status names a day that may not be over: ``Terminated eff. 2027-01-31``."""
    if not any(map(str.isdigit, text)):
        return False
    now = today().isoformat()
    orders = (DaySettings(order, None, "", "") for order in ("day_first", "month_first"))
    read = {read_day(one, order) for order in orders for one in _DAY.findall(text)}
    if days := [day for day in read if _ISO.fullmatch(day)]:
        return max(days) >= now
    return max(_YEAR.findall(text), default=now) >= now[:4]


def _stays(text: str) -> bool:
    """Return whether a status is known for one of those who are there, and stay."""
    return _says(text, load_knowledge().values["there"]) and not _is_leaving(text)


def _is_leaving(text: str) -> bool:
    """Return whether a status is one of those who are about to leave, or no more at work."""
    return _says(text, load_knowledge().values["leaving"])


def _says(text: str, words: tuple[str, ...]) -> bool:
    """Return whether a text begins or ends with one of some words; Chinese ones stand anywhere."""
    plain = f" {fold(_SIGNS.sub(' ', text))} "
    begins = tuple(f" {fold(word)} " for word in words)
    chinese = (word for word in words if not word.isascii())
    return (
        plain.startswith(begins) or plain.endswith(begins) or any(one in plain for one in chinese)
    )


def _draft_lines(draft: Draft, export: Export, id_: Templates) -> None:
    """Propose the lines of a chart: to positions, to people, or to heads of departments."""
    sheet = draft.sheet
    above, roll = sheet.find_column("above"), export.find_roll(sheet)
    drawn = False
    if above and "post" in roll.keys:
        join = export.join(draft, [above], sheet.subject)
        if join and join.key == "post":
            _draft_line(draft, id_, join, "reports_to")
            drawn = True
    for part, kind in _LINES:
        theirs = sheet.list_columns(part, "people")
        if not theirs or (drawn and kind == "reports_to"):
            continue
        if join := export.join(draft, theirs, "people", "users"):
            _draft_line(draft, id_, _complete_join(draft, export, join, theirs), kind)
            drawn = True
        else:
            named = " or ".join(f'"{one}"' for one in theirs)
            draft.ask(f"Whom does {named} name? Nobody in these files is called so")
    if not drawn:
        _draft_heads(draft, export, id_)


def _complete_join(draft: Draft, export: Export, join: Join, theirs: Sequence[str]) -> Join:
    """Return a join with the columns that name the same bosses, for cells of it that are empty."""
    for column in theirs:
        other = export.join(draft, [column], "people", "users") if column != join.column else None
        if other is None:
            continue
        ours, more = find_ids(draft.sheet, join), find_ids(draft.sheet, other)
        both, same = (ours != "") & (more != ""), (ours == more) & (ours != "")
        if 2 * same.sum() < both.sum():
            continue  # somebody else, of whom is asked
        if rows := [*map(int, (both & ~same).to_numpy().nonzero()[0])]:
            raw = draft.sheet.record.raw
            lines = first_of([f"{raw.unit} {raw.lines[row]}" for row in rows])
            draft.ask(
                f'Who is the boss where "{join.column}" and "{column}" name different people '
                f'({lines})? Now whoever "{join.column}" names'
            )
        join = join._replace(
            instead=(*join.instead, column),
            also=tuple(dict.fromkeys((*join.also, *other.by))),
            marks=tuple(dict.fromkeys((*join.marks, *other.marks))),
            remarks={**join.remarks, **other.remarks},
        )
    return join


def _draft_line(draft: Draft, id_: Templates, join: Join, kind: str) -> None:
    """Propose ties of a kind; of which some are dotted lines by a remark."""
    kinds = {"solid": kind, "dotted": "dotted_line"}
    remarks = {remark: {"kind": kinds[said]} for remark, said in join.remarks.items()}
    draft.use(
        "ties",
        {"source": id_, "target": join},
        constants={"kind": kind},
        remarks={"target": remarks},
    )
    called = len(draft.sheet.list_distinct(join.column))
    if 2 * len(join.strange) > called:
        draft.ask(
            f'Whom does "{join.column}" name? Of {called} texts {called - len(join.strange)} name '
            f'somebody as these files do; "{join.strange[0]}" does not'
        )
    if join.marks and kind == "reports_to" and "dotted" not in join.remarks.values():
        draft.ask(
            f'"{join.column}" names several bosses in one cell; which lines are dotted? Now all '
            "are solid"
        )


def _draft_heads(draft: Draft, export: Export, id_: Templates) -> None:
    """Propose lines to the heads of departments: those a column names, or those it marks."""
    sheet = draft.sheet
    head, unit = sheet.find_column("head", "people"), sheet.find_column("function")
    if not head:
        return
    known = load_knowledge().values
    texts = sheet.list_distinct(head)
    yes = tuple(text for text in texts if fold(text) in map(fold, known["yes"]))
    flags = {*map(fold, (*known["yes"], *known["no"]))}
    if unit and yes and {*map(fold, texts)} <= flags:
        old = f"head of {as_template(unit)}"
        draft.use("aliases", {"old": old, "id": id_}, constants={"of": "people"}, only={head: yes})
        draft.use(
            "ties",
            {"source": id_, "target": old},
            constants={"kind": "reports_to"},
            skip={head: yes},
        )
        draft.ask(f'To whom do heads of departments ("{head}") report? No column tells')
    elif join := export.join(draft, [head], "people", "users"):
        _draft_line(draft, id_, join, "reports_to")


def _draft_roles(
    draft: Draft,
    export: Export,
    id_: Templates,
    place: Place,
    constants: dict[str, str],
    role: str,
) -> None:
    """Propose parts in decisions that a list of people tells."""
    if not role or draft.sheet.subject == "users":
        return
    draft.use(
        "roles",
        {"person": id_, "account": place, "role": role},
        constants={"account": constants["organization"]},
        words={"role": export.translate(draft, "roles.role", role)},
    )


def _draft_acquaintance(draft: Draft, export: Export, id_: Templates) -> None:
    """Propose that whoever kept a list of connections knows those on it."""
    met = draft.sheet.find_column("met")
    if not met:
        return
    export.add_row({"id": "me", "name": "Me", "organization": export.add_row(US)}, "people")
    draft.ask("Whose connections are these? Now those of me: give the name under rows.people")
    draft.use(
        "ties",
        {"target": id_, "since": export.read_days(draft, "met")},
        constants={"source": "me", "kind": "knows"},
    )
