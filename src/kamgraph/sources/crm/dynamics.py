"""What a mapping of Dynamics 365 exports cannot express: options, connections, activity parties."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from kamgraph.model.folding import fold, fold_name
from kamgraph.sources.crm.joins import (
    JOINED,
    End,
    add_columns,
    add_lookup,
    change_tables,
    coalesce,
    fold_first,
    has,
    index_texts,
    is_one,
    is_true,
    list_ids,
    look_up,
    mark_references,
    mark_rows,
    spell_out,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kamgraph.sources.raw import RawTable

_Option: TypeAlias = tuple[str, str, str]  # object, attribute, number

_ACCOUNT = End(("account", "accounts"), ("accountid", "(Do Not Modify) Account"), "")
_CONTACT = End(("contact", "contacts"), ("contactid", "(Do Not Modify) Contact"), "")
_DEAL = End(("opportunity", "opportunities"), ("opportunityid", "(Do Not Modify) Opportunity"), "")
_USER = End(("systemuser", "systemusers"), ("systemuserid", "(Do Not Modify) User"), "")
_OBJECTS = {"1": _ACCOUNT, "2": _CONTACT, "3": _DEAL, "8": _USER}
_CONNECTIONS, _ROLES = ("connection", "connections"), ("connectionrole", "connectionroles")
_PARTIES = ("activityparty", "activityparties")
_ACTIVITIES = (
    *("appointment", "appointments", "phonecall", "phonecalls", "email", "emails"),
    *("activitypointer", "activitypointers"),
)
_PARTY = ("partyid", "_partyid_value")
_REGARDING = ("regardingobjectid", "_regardingobjectid_value")
_REGARDING_TYPE = (
    "regardingobjecttypecode",
    "_regardingobjectid_value@Microsoft.Dynamics.CRM.lookuplogicalname",
)
_RECORD_ROLES = (
    ("record1roleid", "_record1roleid_value"),
    ("record2roleid", "_record2roleid_value"),
)
_OPTIONS = ("stringmap", "stringmaps")
_MOMENT = ("actualstart", "scheduledstart", "senton", "actualend", "scheduledend")
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
_GUID_LENGTH = 36
# Options whose numbers are the same everywhere, which labels are not: they change with language.
_BY_NUMBER = ("statecode", "accountrolecode", "customertypecode", "salesstage")
_LEADS_TO = "Microsoft.Dynamics.CRM.lookuplogicalname"
_SPELLED = "OData.Community.Display.V1.FormattedValue"
_CUSTOM = 100_000_000  # from here on numbers of options are one's own
_STATES = {"1": "Won", "won": "Won", "2": "Lost", "lost": "Lost"}
_CATEGORIES = {"1000": "stakeholder", "1001": "salesteam"}
# Who is there in several parts is there in the first of these; regarding and owner are the last.
_PARTS = {"1": 0, "sender": 0, "2": 1, "torecipient": 1}
_PARTS |= {"8": 3, "regarding": 3, "9": 3, "owner": 3}
_OTHER_PART = 2


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with options as labels, and connections and parties as who and where."""
    named = [_read_annotations(_name_workbook(spell_out(raw))) for raw in raws]
    found = _add_labels([_spell_guids(raw) for raw in named])
    found = _add_accounts_by_name(found)
    found = change_tables(found, _DEAL.tables, _add_outcome)
    return _add_days(_read_connections(found))


def _name_workbook(raw: RawTable) -> RawTable:
    """Name a workbook from a view, which bears the name of the view, by what it is of."""
    ends = (end for end in _OBJECTS.values() if has(raw, end.ids[-1]))
    return next((replace(raw, name=end.tables[0]) for end in ends), raw)


def _read_annotations(raw: RawTable) -> RawTable:
    """Return answers of the Web API with what they say beside lookups and options of one's own."""
    cells: dict[str, pd.Series[str]] = {}
    for name in map(str, raw.cells):
        column, _, said = name.partition("@")
        if said == _LEADS_TO:
            cells[f"{column.removeprefix('_').removesuffix('_value')}type"] = raw.cells[name]
        elif said == _SPELLED and column in raw.cells:
            own = [text for text in raw.cells[column].unique() if _is_custom(text)]
            numbers = raw.cells[column].astype(object)
            cells[column] = numbers.mask(raw.cells[column].isin(own), raw.cells[name])
    return add_columns(raw, cells)


def _spell_guids(raw: RawTable) -> RawTable:
    """Bring all GUIDs to one spelling, without braces in lower case, so that they can be joined."""
    return replace(raw, cells=raw.cells.apply(_spell_column))


def _spell_column(texts: pd.Series[str]) -> pd.Series[str]:
    # What is as long as a GUID has no room for braces and blanks.
    distinct = texts.unique().tolist()
    if not any(len(one) > _GUID_LENGTH or _is_to_lower(one) for one in distinct):
        return texts
    return texts.map({text: _spell_guid(text) for text in distinct})


def _is_to_lower(text: str) -> bool:
    return len(text) == _GUID_LENGTH and text != text.lower()


def _spell_guid(text: str) -> str:
    match = _GUID.fullmatch(text.strip())
    return match[1].lower() if match else text


def _add_labels(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give options their labels, and mark the rows that define them."""
    labels = {
        key: label for raw in raws if is_one(raw, _OPTIONS) for key, label in _list_options(raw)
    }
    named: set[_Option] = set()
    found = [_label_options(raw, labels, named) for raw in raws]

    def mark(raw: RawTable) -> RawTable:
        keys = pd.Series([key for key, _ in _list_options(raw)], raw.cells.index, dtype=object)
        return mark_rows(raw, JOINED, keys.isin(named))

    return change_tables(found, _OPTIONS, mark)


def _list_options(raw: RawTable) -> Iterator[tuple[_Option, str]]:
    """Yield for each row of a table of options what it names, and its label."""
    number_of = {number: end.tables[0] for number, end in _OBJECTS.items()}
    rows = (coalesce(raw, name) for name in ("objecttypecode", "attributename", "attributevalue"))
    for of, attribute, number, label in zip(*rows, coalesce(raw, "value"), strict=True):
        yield (number_of.get(of, fold(of)), fold_name(attribute), number), label


def _label_options(raw: RawTable, labels: dict[_Option, str], named: set[_Option]) -> RawTable:
    """Return a table with labels in place of numbers; what was found is added to ``named``."""
    of = next((end.tables[0] for end in _OBJECTS.values() if is_one(raw, end.tables)), "")
    about = {attribute for kind, attribute, _ in labels if kind == of}
    cells = {}
    for name in raw.cells:
        attribute = fold_name(str(name))
        if attribute in about:
            keys = {text: (of, attribute, text) for text in raw.cells[name].unique()}
            labelled = {
                t: key for t, key in keys.items() if key in labels and not _is_standard(key)
            }
            named |= {*labelled.values()}
            cells[str(name)] = raw.cells[name].map(
                {t: t for t in keys} | {t: labels[k] for t, k in labelled.items()}
            )
    return add_columns(raw, cells)


def _is_standard(option: _Option) -> bool:
    _, attribute, number = option
    return attribute in _BY_NUMBER and number.isdecimal() and not _is_custom(number)


def _is_custom(number: str) -> bool:
    return number.isdecimal() and int(number) >= _CUSTOM


def _add_accounts_by_name(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give rows that name an account its id; if no account is in the export, the name is one."""
    names = [coalesce(raw, "name", "Account Name") for raw in raws if is_one(raw, _ACCOUNT.tables)]
    once = pd.concat(names).drop_duplicates(keep=False) if names else None
    known = index_texts(raws, _ACCOUNT.tables, ("name", "Account Name"), _account_ids)

    def add_account(raw: RawTable) -> RawTable:
        texts = coalesce(raw, "Company Name", "Account", "Potential Customer", "Parent Account")
        ids = texts if once is None else look_up(texts, known).where(texts.isin(once), "")
        return add_columns(raw, {"account by name": ids})

    return change_tables(raws, (*_ACCOUNT.tables, *_CONTACT.tables, *_DEAL.tables), add_account)


def _account_ids(raw: RawTable) -> pd.Series[str]:
    return coalesce(raw, *_ACCOUNT.ids)


def _add_outcome(raw: RawTable) -> RawTable:
    """Add how each deal ended."""
    states = fold_first(raw, "statecode", "Status")
    return add_columns(raw, {"outcome": look_up(states, _STATES)})


@dataclass(frozen=True)
class _Known:
    """Which records are in the export, and what connection roles are called and of."""

    accounts: set[str]
    contacts: set[str]
    deals: set[str]
    users: set[str]
    roles: dict[str, str]
    categories: dict[str, str]


def _read_connections(raws: Sequence[RawTable]) -> list[RawTable]:
    """Work out who plays which part where, and which half of each pair counts."""
    ids = ("connectionroleid",)
    known = _Known(
        accounts=list_ids(raws, _ACCOUNT),
        contacts=list_ids(raws, _CONTACT),
        deals=list_ids(raws, _DEAL),
        users=list_ids(raws, _USER),
        roles=index_texts(raws, _ROLES, ids, lambda raw: coalesce(raw, "name")),
        categories=index_texts(raws, _ROLES, ids, _name_category),
    )
    raws = change_tables(raws, _CONNECTIONS, lambda raw: _add_parts(raw, known))
    for by in _RECORD_ROLES:
        raws = mark_references(raws, _ROLES, ids, _CONNECTIONS, by)
    return raws


def _add_parts(raw: RawTable, known: _Known) -> RawTable:
    """Work out which end is the person, and the part from the role's category."""
    sides = _list_sides(raw)
    people, places = known.contacts | known.users, known.accounts | known.deals
    second = sides["id2"].isin(people) & sides["id1"].isin(places)
    who, where = (
        sides[one].where(second, sides[two]) for one, two in (("id2", "id1"), ("id1", "id2"))
    )
    role = sides["role2"].where(second, sides["role1"])
    category = look_up(role, known.categories)
    stakeholder = who.isin(known.contacts) & category.isin(["stakeholder", ""])
    seller = who.isin(known.users) & category.isin(["salesteam", ""])
    part = pd.Series("", role.index, dtype=object)
    parts = {
        "who": who,
        "which account": where.where(where.isin(known.accounts), ""),
        "which deal": where.where(where.isin(known.deals), ""),
        "which role": role.map(lambda one: known.roles.get(one, one)),
        "which part": part.mask(stakeholder, "stakeholder").mask(seller, "sales team"),
    }
    return mark_rows(add_columns(raw, parts), "the connection", _is_other_half(raw), "other half")


def _name_category(raw: RawTable) -> pd.Series[str]:
    return coalesce(raw, "category").map(lambda text: _CATEGORIES.get(text, fold_name(text)))


def _list_sides(raw: RawTable) -> pd.DataFrame:
    """Return the two records that each row connects, with their roles."""
    names = {
        "id1": ("record1id", "_record1id_value"),
        "id2": ("record2id", "_record2id_value"),
        "role1": _RECORD_ROLES[0],
        "role2": _RECORD_ROLES[1],
    }
    return pd.DataFrame({name: coalesce(raw, *theirs) for name, theirs in names.items()})


def _is_other_half(raw: RawTable) -> pd.Series[bool]:
    """Return which connections are the copy of a pair, the other way round."""
    rows = _list_pairs(raw)[coalesce(raw, "statecode", "Status").isin(["", "0", "Active"])]
    rows = rows.sort_values("copied", kind="stable")
    kept = rows[~rows.duplicated("ids") | (rows["related"] == "")]
    kept = kept[~kept.duplicated(["one", "other", "since"])]
    return pd.Series(raw.cells.index.isin(rows.index.difference(kept.index)), raw.cells.index)


def _list_pairs(raw: RawTable) -> pd.DataFrame:
    """Return what both halves of a pair share: their ids, what they connect, and since when."""
    own = coalesce(raw, "connectionid")
    related = coalesce(raw, "relatedconnectionid", "_relatedconnectionid_value")
    sides = _list_sides(raw)
    ends = zip(
        zip(sides["id1"], sides["role1"], strict=True),
        zip(sides["id2"], sides["role2"], strict=True),
        strict=True,
    )
    pairs = pd.DataFrame([sorted(pair) for pair in ends], raw.cells.index, ["one", "other"])
    return pairs.assign(
        ids=[" ".join(sorted(ids)) for ids in zip(own, related, strict=True)],
        related=related,
        since=coalesce(raw, "effectivestart"),
        copied=~is_true(raw, "ismaster"),
    )


def _add_days(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give the parties of an activity its day, kind and deal; a person is there once."""
    by, deals = ("activityid", "_activityid_value"), list_ids(raws, _DEAL)
    facts: dict[str, Callable[[RawTable], pd.Series[str]]] = {
        "day": _find_day,
        "kind": _find_kind,
        "deal": lambda raw: _find_deal(raw, deals),
    }
    for name, find in facts.items():
        known = index_texts(raws, _ACTIVITIES, by, find)
        raws = add_lookup(raws, _PARTIES, by, known, f"{name} of the activity")
    raws = change_tables(raws, _PARTIES, _mark_repeats)
    people = list_ids(raws, _CONTACT) | list_ids(raws, _USER)
    met: set[str] = set()
    for raw in raws:
        if is_one(raw, _PARTIES):
            met |= {*coalesce(raw, *by)[coalesce(raw, *_PARTY).isin(people)]}

    def mark(raw: RawTable) -> RawTable:
        return mark_rows(
            raw, JOINED, coalesce(raw, "activityid").isin(met) & (_find_day(raw) != "")
        )

    return change_tables(raws, _ACTIVITIES, mark)


def _find_day(raw: RawTable) -> pd.Series[str]:
    """Return when activities were; those that were canceled never."""
    canceled = fold_first(raw, "statecode").isin(["2", "canceled"])
    return coalesce(raw, *_MOMENT).mask(canceled, "")


def _find_kind(raw: RawTable) -> pd.Series[str]:
    named = fold_name(raw.name).removesuffix("s")
    kind = coalesce(raw, "activitytypecode")
    return kind if named == "activitypointer" else kind.mask(kind == "", named)


def _find_deal(raw: RawTable, deals: set[str]) -> pd.Series[str]:
    """Return what activities regard, where that is a deal."""
    regarding, kind = coalesce(raw, *_REGARDING), fold_first(raw, *_REGARDING_TYPE)
    return regarding.where(kind.isin(["3", "opportunity"]) | regarding.isin(deals), "")


def _mark_repeats(raw: RawTable) -> RawTable:
    said = coalesce(raw, "participationtypemask")
    part = said.map({text: _PARTS.get(fold_name(text), _OTHER_PART) for text in said.unique()})
    who = {"id": coalesce(raw, "activityid", "_activityid_value"), "person": coalesce(raw, *_PARTY)}
    rows = pd.DataFrame({**who, "part": part}).sort_values("part", kind="stable")
    again = rows.duplicated(["id", "person"]).sort_index()
    return mark_rows(raw, "the person", again, "there in another part")
