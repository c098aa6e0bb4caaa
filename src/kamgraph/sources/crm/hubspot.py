"""What a mapping of HubSpot exports cannot express: associations, and facts of other tables."""

# Associations come as tables of links (copies in a warehouse), or as columns with several ids in a
# cell (exports by hand: ``Associated Company IDs (Primary)``); the latter become the former here.

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from kamgraph.model.folding import fold
from kamgraph.sources.crm.joins import (
    JOINED,
    OTHER,
    End,
    add_columns,
    add_lookup,
    change_tables,
    coalesce,
    divide_column,
    fold_first,
    has,
    index_texts,
    is_live,
    is_one,
    is_true,
    link_parents,
    list_ids,
    look_up,
    mark_references,
    mark_rows,
    spell_out,
)
from kamgraph.sources.records import PARENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kamgraph.sources.raw import RawTable

_IDS = ("hs_object_id", "property_hs_object_id", "Record ID", "id")
_OBJECTS = {
    "company": ("companies", "company", "company_data"),
    "contact": ("contacts", "contact", "contact_data"),
    "deal": ("deals", "deal", "deal_data"),
    "engagement": (
        *("calls", "engagement_call", "engagement_call_data"),
        *("emails", "engagement_email", "engagement_email_data"),
        *("meetings", "engagement_meeting", "engagement_meeting_data"),
        *("engagements", "engagement", "engagement_data"),
    ),
}
_COMPANY = End(_OBJECTS["company"], (*_IDS, "company_id"), "company_id")
_CONTACT = End(_OBJECTS["contact"], (*_IDS, "contact_id"), "contact_id")
_DEAL = End(_OBJECTS["deal"], (*_IDS, "deal_id"), "deal_id")
_ENGAGEMENT_IDS = ("engagement_id", *_IDS)
_LINKS = {
    ("contact", "company"): ("contact_company", "contact_company_data"),
    ("deal", "company"): ("deal_company", "deal_company_data"),
    ("deal", "contact"): ("deal_contact", "deal_contact_data"),
    ("engagement", "contact"): ("engagement_contact", "engagement_contact_data"),
    ("engagement", "deal"): ("engagement_deal", "engagement_deal_data"),
    ("company", "company"): ("company_company", "company_company_data"),
    ("contact", "contact"): ("contact_contact", "contact_contact_data"),
}
_ALL_LINKS = tuple(name for names in _LINKS.values() for name in names)
_LABELS = ("association_label", "association_labels", "association_type", "association_types")
_STAGES = ("deal_pipeline_stage", "deal_pipeline_stage_data", "deal_pipeline_stages")
_ASSOCIATED = re.compile(r"Associated\s(Company|Contact|Deal)\sIDs?(?:\s\((.+)\))?", re.IGNORECASE)
_NESTED = re.compile(r"(\w+)\.associations\.(\w+)", re.IGNORECASE)  # in answers of the interface
_PRIMARY = ("1", "2", "5", "6")  # between companies and contacts, companies and deals, each way
_PIPELINE = re.compile(r" \([^()]+\)$")  # "Closed Won (Sales Pipeline)", as exports by hand say
_TO_CHILD, _TO_PARENT = "13", "14"
_LABEL = ("label", "association_label")
_TYPE = ("type_id", "association_type_id")
_COMPANY_OF = ("associatedcompanyid", "property_associatedcompanyid")
_PARENT_OF = ("hs_parent_company_id", "property_hs_parent_company_id")
_STAGE = ("dealstage", "property_dealstage", "deal_pipeline_stage_id")
_MOMENT = (
    *("hs_timestamp", "property_hs_timestamp", "start_time", "Activity date", "timestamp"),
    *("hs_meeting_start_time", "property_hs_meeting_start_time", "Meeting start time"),
)


def prepare(raws: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with companies, parents, stages and days joined to the rows they are of."""
    found = [_name_links(_name_export(spell_out(raw))) for raw in raws]
    found += [link for raw in found for link in _separate_associations(raw)]
    found = _add_participants(_add_labels(found))
    found = change_tables(found, _LINKS["company", "company"], _add_parents)
    to = "company by association"
    links = _LINKS["contact", "company"]
    found = link_parents(
        found, links, _CONTACT, _COMPANY, to, given=_COMPANY_OF, is_primary=_is_primary
    )
    links = _LINKS["deal", "company"]
    found = link_parents(found, links, _DEAL, _COMPANY, to, is_primary=_is_primary)
    child, parent = replace(_COMPANY, column="child"), replace(_COMPANY, column="parent")
    links, to = _LINKS["company", "company"], "parent by association"
    found = link_parents(found, links, child, parent, to, given=_PARENT_OF)
    return _add_days(_add_deals(_add_stages(found)))


def _name_export(raw: RawTable) -> RawTable:
    """Name an export by hand by what is in it."""
    names = [name for names in (*_OBJECTS.values(), *_LINKS.values()) for name in names]
    if is_one(raw, tuple(names)) or not has(raw, "Record ID"):
        return raw
    if has(raw, "Deal Name"):
        return replace(raw, name="deals")
    if has(raw, "First Name") or has(raw, "Last Name"):
        return replace(raw, name="contacts")
    return replace(raw, name="companies") if has(raw, "Company name") else raw


def _name_links(raw: RawTable) -> RawTable:
    """Make links of the associations in answers of the interface, which say who is above them."""
    nested = _NESTED.fullmatch(raw.name)
    ends = [_find_object(name) for name in nested.groups()] if nested else ["", ""]
    own, other = ends
    names = _LINKS.get((own, other)) or _LINKS.get((other, own))
    if not names:
        return raw
    to = f"to_{other}_id" if own == other else f"{other}_id"
    kinds = coalesce(raw, "type")
    labels = kinds.map({kind: _read_label(kind, own, other) for kind in kinds.unique()})
    ids = {f"{own}_id": coalesce(raw, f"{PARENT}.id"), to: coalesce(raw, "id")}
    return replace(raw, name=names[0], cells=pd.DataFrame(ids | {"label": labels}))


def _find_object(name: str) -> str:
    return next((one for one, tables in _OBJECTS.items() if fold(name) in tables), "")


def _read_label(kind: str, own: str, other: str) -> str:
    """Return the label of a kind such as ``contact_to_company``, which is the primary one."""
    if kind == f"{own}_to_{other}":
        return "Primary" if "company" in {own, other} else ""
    _, _, second = kind.partition("_to_")
    return "" if second == f"{other}_unlabeled" else second or kind


def _separate_associations(raw: RawTable) -> Iterator[RawTable]:
    """Yield a table of links for each column of a table with ids of other objects."""
    own = next((name for name, tables in _OBJECTS.items() if is_one(raw, tables)), "")
    ids = coalesce(raw, *_ENGAGEMENT_IDS, f"{own}_id")
    for theirs in raw.cells:
        match = _ASSOCIATED.fullmatch(str(theirs).strip())
        other = fold(match[1]) if match else ""
        names = _LINKS.get((own, other)) or _LINKS.get((other, own))
        if match and names:
            to = f"to_{other}_id" if own == other else f"{other}_id"
            label = pd.Series(match[2] or "", raw.cells.index, dtype=object)
            beside = {f"{own}_id": ids, "label": label}
            yield divide_column(raw, str(theirs), names[0], to, beside)


def _add_labels(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give each link the label that the table of labels has for its type."""
    known = index_texts(raws, _LABELS, (*_TYPE, "id"), lambda raw: coalesce(raw, "label"))

    def add_label(raw: RawTable) -> RawTable:
        own = fold_first(raw, "category", "association_category") != "hubspot_defined"
        shared = look_up(coalesce(raw, *_TYPE), known).where(own, "")
        return add_columns(raw, {"label": coalesce(raw, *_LABEL).mask(lambda it: it == "", shared)})

    raws = change_tables(raws, _ALL_LINKS, add_label)
    return mark_references(raws, _LABELS, (*_TYPE, "id"), _ALL_LINKS, _TYPE)


def _add_participants(raws: Sequence[RawTable]) -> list[RawTable]:
    """Let contacts of a deal without any label take part in it: in which role is not recorded."""
    links = _LINKS["deal", "contact"]
    ends = [_list_labels(raw) for raw in raws if is_one(raw, links)]
    known = {*map(tuple, pd.concat(ends).to_numpy())} if ends else set()

    def add_part(raw: RawTable) -> RawTable:
        plain = is_live(raw) & (coalesce(raw, *_LABEL) == "")
        pairs = zip(coalesce(raw, "deal_id"), coalesce(raw, "contact_id"), strict=True)
        beside = pd.Series([pair in known for pair in pairs], raw.cells.index, dtype=bool)
        raw = mark_rows(raw, OTHER, plain & beside, "unlabelled beside a label")
        return mark_rows(raw, "label", plain & ~beside, "participant")

    return change_tables(raws, links, add_part)


def _list_labels(raw: RawTable) -> pd.DataFrame:
    """Return the deals and contacts that a link with a label joins."""
    ends = {"deal": coalesce(raw, "deal_id"), "contact": coalesce(raw, "contact_id")}
    return pd.DataFrame(ends)[is_live(raw) & (coalesce(raw, *_LABEL) != "")]


def _is_primary(raw: RawTable) -> pd.Series[bool]:
    """Return which links lead to the primary company: by type, or by label (it has changed)."""
    standard = fold_first(raw, "category", "association_category") != "user_defined"
    by_type = coalesce(raw, *_TYPE).isin(_PRIMARY) & standard
    return by_type | coalesce(raw, *_LABEL).str.contains("primary", case=False)


def _add_parents(raw: RawTable) -> RawTable:
    """Mark which company of a link is the parent; a label describes the second one."""
    one = coalesce(raw, "company_id", "from_company_id", "from_object_id", "from_id")
    other = coalesce(raw, "to_company_id", "to_object_id", "to_id")
    kind, label = coalesce(raw, *_TYPE), fold_first(raw, *_LABEL)
    up = (kind == _TO_PARENT) | label.str.startswith("parent")
    down = (kind == _TO_CHILD) | label.str.startswith("child")
    nobody = pd.Series("", one.index, dtype=object)
    child = nobody.mask(up, one).mask(down, other)
    return add_columns(raw, {"child": child, "parent": nobody.mask(up, other).mask(down, one)})


def _add_stages(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give deals the label of their stage without its pipeline, or how they ended."""
    ids = ("stage_id", "id")
    known = _strip_pipelines(raws) | index_texts(raws, _STAGES, ids, _name_stage)
    raws = add_lookup(raws, _DEAL.tables, _STAGE, known, "stage of the pipeline")
    return mark_references(raws, _STAGES, ids, _DEAL.tables, _STAGE)


def _strip_pipelines(raws: Sequence[RawTable]) -> dict[str, str]:
    """Map each stage that names its pipeline to the stage alone."""
    stages = {
        stage for raw in raws if is_one(raw, _DEAL.tables) for stage in coalesce(raw, *_STAGE)
    }
    return {stage: _PIPELINE.sub("", stage) for stage in stages if _PIPELINE.search(stage)}


def _name_stage(raw: RawTable) -> pd.Series[str]:
    won, closed = is_true(raw, "closed_won"), is_true(raw, "is_closed", "closed_won")
    return coalesce(raw, "label").mask(closed, "closedlost").mask(won, "closedwon")


def _add_deals(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give all rows of an engagement its deal; one about several is about none of them alone."""
    links = _LINKS["engagement", "deal"]
    ends = [_list_deals(raw) for raw in raws if is_one(raw, links)]
    pairs = pd.concat(ends).drop_duplicates() if ends else pd.DataFrame(columns=["id", "deal"])
    alone = pairs.drop_duplicates("id", keep=False)
    known = dict(zip(alone["id"], alone["deal"], strict=True))
    rows = (*_OBJECTS["engagement"], *_LINKS["engagement", "contact"])
    raws = add_lookup(raws, rows, _ENGAGEMENT_IDS, known, "deal of the engagement")

    def mark(raw: RawTable) -> RawTable:
        is_joined = is_live(raw) & coalesce(raw, "engagement_id").isin(known)
        raw = mark_rows(raw, JOINED, is_joined)
        return mark_rows(raw, "the deals", is_live(raw) & ~is_joined, "several")

    return change_tables(raws, links, mark)


def _list_deals(raw: RawTable) -> pd.DataFrame:
    ends = {"id": coalesce(raw, "engagement_id"), "deal": coalesce(raw, "deal_id")}
    return pd.DataFrame(ends)[is_live(raw)]


def _add_days(raws: Sequence[RawTable]) -> list[RawTable]:
    """Give all rows of an engagement its one day."""
    tables, links = _OBJECTS["engagement"], _LINKS["engagement", "contact"]
    known = index_texts(raws, tables, _ENGAGEMENT_IDS, lambda raw: coalesce(raw, *_MOMENT))
    raws = add_lookup(raws, (*tables, *links), _ENGAGEMENT_IDS, known, "day of the engagement")
    met = _find_engagements(raws)

    def mark(raw: RawTable) -> RawTable:
        return mark_rows(raw, JOINED, is_live(raw) & coalesce(raw, *_ENGAGEMENT_IDS).isin(met))

    return change_tables(raws, tables, mark)


def _find_engagements(raws: Sequence[RawTable]) -> set[str]:
    """Return the engagements that a contact of the export took part in."""
    people = list_ids(raws, _CONTACT)
    found: set[str] = set()
    for raw in raws:
        if is_one(raw, _LINKS["engagement", "contact"]):
            theirs = is_live(raw) & coalesce(raw, "contact_id").isin(people)
            found |= {*coalesce(raw, "engagement_id")[theirs]}
    return found
