"""Contracts, what is to be paid, and what is to be sold: lists of money beside those of deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamgraph.sources.proposal.draft import as_template, spell_some
from kamgraph.sources.proposal.places import place_organization
from kamgraph.sources.proposal.rolls import Join

if TYPE_CHECKING:
    from kamgraph.sources.proposal.draft import Draft, Export, Place
    from kamgraph.sources.proposal.rolls import Templates

_SIGNED = {"stage": "closed"}


def draft_contracts(draft: Draft, export: Export) -> None:
    """Propose deals that are signed, with the days of their contracts and who signed them."""
    sheet = draft.sheet
    account = place_organization(draft, export)
    if not account:
        draft.ask("Whose contracts are these? No column names an account, so none can be taken")
        return
    id_ = _spell_contract(sheet.find_column("id") or sheet.find_column("name"))
    said: dict[str, Place] = {
        "id": id_,
        "account": account,
        "name": sheet.find_column("name"),
        "value": sheet.find_column("value"),
        "currency": sheet.find_column("currency"),
        "closes": export.read_days(draft, "signed"),
        "starts": export.read_days(draft, "starts"),
        "ends": export.read_days(draft, "ends"),
    }
    if join := export.join(draft, sheet.list_columns("", "deals"), "deals"):
        draft.ask(
            f'"{join.column}" names deals: does each contract belong to that deal? Now it is a '
            "deal of its own without a value, so that nothing counts twice"
        )
        said |= {"value": "", "currency": ""}
    elif said["value"] and export.is_about("deals"):
        draft.ask(
            f"Are some of these contracts those of deals that are listed as won? Then both count: "
            f'leave "{said["value"]}" out'
        )
    draft.use("deals", said, constants=_SIGNED)
    if status := sheet.find_column("status"):
        words = spell_some(sheet.list_distinct(status))
        draft.ask(f'Is every contract signed whose "{status}" is {words}? Now all are: see skip')
    if signer := export.join(draft, sheet.list_columns("signer", "people"), "people"):
        found: dict[str, Place] = {"person": signer, "account": account, "deal": id_}
        draft.use("roles", found, constants={"role": "approver"})


def draft_instalments(draft: Draft, export: Export) -> None:
    """Propose what is to be paid of deals or contracts, and by when."""
    sheet, due = draft.sheet, export.read_days(draft, "due")
    deal = _place_deal(draft, export)
    if not deal or not due:
        lack = "by when each is due" if deal else "of which deal or contract each is"
        draft.ask(f"No column tells {lack}, so none of these can be taken as a payment")
        return
    part, own = _find_part(draft, export), sheet.find_column("id")
    words = export.translate(draft, "payments.part", part, "invoice") if part else {}
    named = deal.names[0] if isinstance(deal, Join) else deal[0]
    told = " ".join(as_template(one) for one in (named, part, due) if one)
    said: dict[str, Place] = {
        "id": own or told,
        "deal": deal,
        "part": part,
        "due": due,
        "amount": sheet.find_column("amount"),
        "paid": export.read_days(draft, "paid"),
    }
    draft.use(
        "payments",
        said,
        constants={"part": "" if part else "invoice"},
        words={"part": words},
    )


def draft_quotas(draft: Draft, export: Export) -> None:
    """Propose goals of accounts; those of people and periods are asked for."""
    sheet = draft.sheet
    account = place_organization(draft, export)
    due = export.read_days(draft, "due") if account else ""
    if account and due:
        found: dict[str, Place] = {"account": account, "due": due}
        draft.use("goals", found | {"amount": sheet.find_column("amount")})
        return
    draft.ask(
        "To which account is each of these to be sold, and by which day? Goals are of accounts, "
        "not of people and periods: fill the table goals instead"
    )


def _find_part(draft: Draft, export: Export) -> str:
    """Return the column that tells what is paid for: the first whose words are known, if any."""
    columns = draft.sheet.list_columns("part")  # a number of an instalment may stand before it
    known = (one for one in columns if export.knows_words(draft, "payments.part", one))
    return next(known, next(iter(columns), ""))


def _place_deal(draft: Draft, export: Export) -> Join | Templates:
    """Return what names the deal, or else the contract, of each row; empty if none is named."""
    sheet = draft.sheet
    if join := export.join(draft, sheet.list_columns("", "deals"), "deals"):
        return join
    theirs = sheet.list_columns("", "contracts") if export.is_about("contracts") else []
    return _spell_contract(theirs[0]) if theirs else ()


def _spell_contract(column: str) -> Templates:
    """Return the id of a contract, which may have the number of a deal."""
    return (f"contract {as_template(column)}",)
