"""Organizations, deals, parts in decisions and activities: what a CRM keeps beside people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.model.folding import fold
from kamgraph.model.nothing import list_nothing
from kamgraph.model.vocabulary import OPEN_STAGES
from kamgraph.sources.proposal.draft import as_template, spell_some
from kamgraph.sources.proposal.figures import place_amounts, place_probabilities
from kamgraph.sources.proposal.headings import load_knowledge
from kamgraph.sources.proposal.places import place_organization, place_owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamgraph.sources.proposal.draft import Draft, Export, Place
    from kamgraph.sources.proposal.rolls import Templates
    from kamgraph.sources.proposal.sheet import Sheet

_RESPONSIBLE = {"role": "account_responsible"}
_BESIDE = ("users", "deals", "organizations")  # what else than people meetings may name
_REASONS = 50  # for losses, at most, as a list has them: more are free text


def draft_organizations(draft: Draft, export: Export) -> None:
    """Propose what becomes of a list of organizations."""
    sheet, roll = draft.sheet, export.find_roll(draft.sheet)
    kind, defaults, words = sheet.find_column("kind"), {}, {}
    if kind and export.knows_words(draft, "organizations.kind", kind):
        words = export.translate(draft, "organizations.kind", kind, "customer")
        defaults = {"kind": "customer"}
    else:
        kind = ""
        export.ask_kinds(draft)
    parent = export.join(draft, sheet.list_columns("parent", "organizations"), "organizations")
    found: dict[str, Place] = {
        "id": roll.id,
        "name": roll.keys["name"],
        "kind": kind,
        "parent": parent or "",
        "industry": sheet.find_column("industry"),
        "region": sheet.find_column("region"),
    }
    draft.use(
        "organizations",
        draft.complete("organizations", found),
        constants={"kind": "" if kind else "customer"},
        defaults=defaults,
        words={"kind": words},
    )
    if owner := place_owner(draft, export):
        draft.use("team", {"person": owner, "account": roll.id}, constants=_RESPONSIBLE)


def draft_deals(draft: Draft, export: Export) -> None:
    """Propose what becomes of a list of deals."""
    sheet, roll = draft.sheet, export.find_roll(draft.sheet)
    account = place_organization(draft, export)
    if not account:
        draft.ask("Whose deals are these? No column names an account, so none can be taken")
        return
    stage = sheet.find_column("stage") or sheet.find_column("status")
    ends = _tell_ends(draft, export, stage)
    words = export.translate(draft, "deals.stage", stage, "opportunity") if stage else {}
    if not stage:
        draft.ask("How far are these deals? No column tells their stage, so they have none")
    probability, in_percent = place_probabilities(draft)
    said: dict[str, Place] = {
        "id": roll.id,
        "account": account,
        "name": sheet.find_column("name"),
        "stage": stage,
        "value": place_amounts(draft),
        "currency": sheet.find_column("currency"),
        "probability": probability,
        "created": export.read_days(draft, "created"),
        "closes": export.read_days(draft, "closes"),
    }
    draft.use(
        "deals",
        draft.complete("deals", said),
        percent=("probability",) if in_percent else (),
        words={"stage": words},
        decided_by={"stage": ends},
    )
    if owner := place_owner(draft, export):
        found: dict[str, Place] = {"person": owner, "account": account, "deal": roll.id}
        draft.use("team", found, constants=_RESPONSIBLE)
    _draft_participants(draft, export, account, roll.id)


def _tell_ends(draft: Draft, export: Export, stage: str) -> dict[str, dict[str, str]]:
    """Return the words of other columns that say that a deal is over, whatever its stage."""
    said = {column: _find_ends(draft, export, column) for column in _list_states(draft, stage)}
    said |= _read_outcomes(draft)
    _ask_strange_ends(draft, export, [stage, *said])
    said |= _read_losses(draft, export, [stage, *said])
    return {column: over for column, over in said.items() if over}


def _list_states(draft: Draft, stage: str) -> list[str]:
    """Return the columns that say how a deal stands, beside that of its stage."""
    found = [one for part in ("status", "shelved") for one in draft.sheet.list_columns(part)]
    return [one for one in found if one != stage]


def _find_ends(draft: Draft, export: Export, status: str) -> dict[str, str]:
    """Return the words of a column that say that a deal is over; ask for those nobody knows."""
    means = export.list_meanings(draft, "deals.stage", status)
    known = load_knowledge().values
    ongoing = {*map(fold, (*known["ongoing"], *known["no"])), *list_nothing("text")}
    strange = [word for word, our in means.items() if our is None and fold(word) not in ongoing]
    _ask_whether_over(draft, status, strange)
    return {word: our for word, our in means.items() if our and our not in OPEN_STAGES}


def _ask_whether_over(draft: Draft, column: str, words: Sequence[str]) -> None:
    if words:
        draft.ask(
            f'Is a deal over whose "{column}" is {spell_some(words)}? Now its stage counts: '
            "else see decided_by.stage"
        )


def _read_outcomes(draft: Draft) -> dict[str, dict[str, str]]:
    """Return what columns say that hold yes or no, or a day, of deals that are won or lost."""
    said = {}
    for part, our in (("won", "closed"), ("lost", "lost")):
        for column in draft.sheet.list_columns(part):
            said[column] = dict.fromkeys(_list_outcomes(draft, column), our)
    is_told = any(_list_flags(draft, one) for one in draft.sheet.list_columns("won"))
    for column in draft.sheet.list_columns("over"):
        flags = _list_flags(draft, column)
        if is_told and flags:
            said[column] = dict.fromkeys(flags, "lost")  # whatever is won is decided before
        else:
            _ask_whether_over(
                draft, column, draft.sheet.list_distinct(column) if flags is None else flags
            )
    return said


def _list_outcomes(draft: Draft, column: str) -> list[str]:
    """Return what a column of yes and no, or of days, holds where something is so."""
    flags = _list_flags(draft, column)
    if flags is not None:
        return flags
    filled = draft.sheet.list_distinct(column)
    days = [text for text in filled if text not in list_nothing("text")]
    return ["*"] if days == filled else days


def _list_flags(draft: Draft, column: str) -> list[str] | None:
    """Return what a column of yes and no holds for yes, None if it holds something else."""
    known, nothing = load_knowledge().values, list_nothing("text")
    yes, no = ({*map(fold, known[one])} for one in ("yes", "no"))
    texts = [one for one in draft.sheet.list_distinct(column) if one not in nothing]
    if any(fold(one) not in yes | no for one in texts):
        return None
    return [one for one in texts if fold(one) in yes]


def _ask_strange_ends(draft: Draft, export: Export, known: Sequence[str]) -> None:
    """Ask for columns nobody knows that hold a word for a deal that is over."""
    for column in draft.sheet.columns:
        texts = draft.sheet.list_distinct(column)
        if column in {*known, *draft.sheet.meanings} or len(texts) > _REASONS:
            continue
        means = export.list_meanings(draft, "deals.stage", column)
        over = [word for word, our in means.items() if our and our not in OPEN_STAGES]
        _ask_whether_over(draft, column, over)


def _read_losses(draft: Draft, export: Export, states: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the reasons for which deals are lost, unless one stands beside a deal that is won."""
    column = draft.sheet.find_column("loss")
    if not column:
        return {}
    beside = draft.sheet.read_texts(column) != ""
    nothing = list_nothing("text")
    reasons = [one for one in draft.sheet.list_distinct(column) if one not in nothing]
    won = {
        word
        for state in states
        if state
        for word, our in export.list_meanings(draft, "deals.stage", state).items()
        if our == "closed" and (draft.sheet.read_texts(state)[beside] == word).any()
    }
    if len(reasons) > _REASONS or won:
        draft.ask(f'Is a deal lost where "{column}" is filled? Now its stage counts')
        return {}
    return {column: dict.fromkeys(reasons, "lost")}


def _draft_participants(draft: Draft, export: Export, account: Place, deal: Templates) -> None:
    """Propose that contacts of a deal take part in it, in a part that is not recorded."""
    theirs = _drop_second_names(draft.sheet, draft.sheet.list_columns("", "people"))
    joins = [join for one in theirs if (join := export.join(draft, [one], "people"))]
    if joins and export.is_about("roles"):
        named = " and ".join(f'"{join.column}"' for join in joins)
        draft.ask(f"{named} names who takes part; now only the file of roles does")
        return
    for join in joins:
        draft.use(
            "roles",
            {"person": join, "account": account, "deal": deal},
            constants={"role": "participant"},
        )


def _drop_second_names(sheet: Sheet, columns: Sequence[str]) -> list[str]:
    """Return columns without those that name in the same rows what another gives the id of."""
    ids = [one for one in columns if sheet.meanings[one].by == "id"]
    filled = [sheet.read_texts(one) != "" for one in ids]
    return [
        one
        for one in columns
        if one in ids or not any((sheet.read_texts(one) != "").equals(rows) for rows in filled)
    ]


def draft_roles(draft: Draft, export: Export) -> None:
    """Propose what becomes of a list of parts in decisions."""
    sheet = draft.sheet
    role = sheet.find_column("role")
    person = export.join(draft, sheet.list_columns("", "people"), "people")
    deal = export.join(draft, sheet.list_columns("", "deals"), "deals")
    account = export.join(draft, sheet.list_columns("", "organizations"), "organizations")
    if not person or not (deal or account):
        draft.ask("Whose parts are these? Their people, deals or accounts are not in these files")
        return
    words = {"": "participant", **export.translate(draft, "roles.role", role)}
    draft.use(
        "roles",
        {
            "person": person,
            "account": account or "",
            "deal": deal or "",
            "role": role,
        },
        words={"role": words},
    )


def draft_interactions(draft: Draft, export: Export) -> None:
    """Propose what becomes of a list of meetings, calls and mails: a row for all who took part."""
    sheet = draft.sheet
    date = export.read_days(draft, "date")
    if not date:
        return
    kind = sheet.find_column("kind")
    deal = export.join(draft, sheet.list_columns("", "deals"), "deals")
    words = export.translate(draft, "interactions.kind", kind) if kind else {}
    said: dict[str, Place] = {
        "id": sheet.find_column("id") or _tell_apart(draft, date),
        "date": date,
        "kind": kind,
        "deal": deal or "",
    }
    status, undone = _find_undone(draft)
    person = export.join(draft, sheet.list_columns("", "people"), "people")
    who: list[Place] = [one for one in (person, place_owner(draft, export)) if one]
    for one in who:
        draft.use(
            "interactions",
            {**said, "person": one},
            words={"kind": words},
            skip={status: undone},
            because={status: "not done yet, or not at all" if undone else ""},
        )
    if not person:
        draft.ask("With whom are these? Nobody in these files is called so")


def _tell_apart(draft: Draft, date: str) -> str:
    """Return a template that tells meetings without ids apart, by whatever is told of them."""
    # Two calls of one day that were taken for one would make acquaintances of strangers.
    sheet = draft.sheet
    subject, people = sheet.find_column("subject"), sheet.list_columns("", "people")
    owners = sheet.list_columns("owner", "users")
    others = [one for thing in _BESIDE for one in sheet.list_columns("", thing)]
    parts = [date, sheet.find_column("kind"), subject, *people, *owners, *others]
    if subject and people and _repeats(sheet, date, subject):
        draft.ask(
            f'Are rows of one "{date}" and "{subject}" one meeting of all whom they name? Now each '
            f'is one of its own: if so, take "{people[0]}" out of its id'
        )
    return " ".join(as_template(one) for one in dict.fromkeys(parts) if one)


def _repeats(sheet: Sheet, date: str, subject: str) -> bool:
    """Return whether several rows tell of one subject on one day."""
    texts = sheet.read_texts(subject)
    told = (sheet.read_texts(date) + "\0" + texts)[texts != ""]
    return bool(told.duplicated().any())


def _find_undone(draft: Draft) -> tuple[str, tuple[str, ...]]:
    """Return the column that says what has taken place, and what it holds where nothing has."""
    column = draft.sheet.find_column("status")
    known = load_knowledge().values
    words = {*map(fold, (*known["undone"], *known["no"]))}
    texts = draft.sheet.list_distinct(column) if column else []
    return column, tuple(text for text in texts if fold(text) in words)
