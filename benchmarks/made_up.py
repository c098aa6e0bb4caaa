"""Made-up accounts of any size, the same ones for the same seed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kamgraph import Book

BRANCHING = 5
OUT_DEGREE = 3
OURS = (3, 8)  # of us in each account, the fewest and the most
TEAM = np.array(
    [
        *("account_responsible", "solution_responsible", "fulfillment_responsible"),
        *("lead_expert", "executive_sponsor", "region_line", "industry_line", "solution_line"),
    ]
)
DAY = pd.Timestamp("2026-06-30")
DAYS = 720  # of activity, up to the day
ROLES = np.array(["approver", "decision_maker", "evaluator", "procurement", "finance", "user"])


def made_up_book(accounts: int, people: int, *, seed: int = 0) -> Book:
    """Return a book of the tables of :func:`made_up_tables`."""
    return Book.from_tables(made_up_tables(accounts, people, seed=seed))


def made_up_tables(accounts: int, people: int, *, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return tables of accounts with a reporting tree, skewed influence, grades and roles.

    Parameters
    ----------
    accounts
        How many accounts; a third of them have a deal.
    people
        How many people each customer has. Three to eight of ours know about a tenth of them.
    seed
        Of the random numbers.
    """
    random = np.random.default_rng(seed)
    account = np.repeat(np.arange(accounts), people)
    place = np.tile(np.arange(people), accounts)
    person = _ids("c", np.arange(accounts * people))
    ours = random.integers(OURS[0], OURS[1] + 1, accounts)
    seller = _ids("v", np.arange(ours.sum()))
    return {
        "organizations": _organizations(accounts),
        "people": _people(person, account, place, seller, random),
        "deals": _deals(accounts),
        "ties": _ties(person, place, seller, ours, account, people, random),
        "roles": _roles(person, account, place, random),
        "assessments": _assessments(person, random),
    }


def made_up_activity(accounts: int, people: int, *, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return tables of accounts of which a CRM and mail servers tell, and nobody else.

    They are those of :func:`made_up_tables` without ties, roles and grades, with the level of every
    second person, and with about ten rows of interactions per person: letters and meetings of two
    to six, of which one of us begins three in five.
    """
    tables = made_up_tables(accounts, people, seed=seed)
    found = {name: tables[name] for name in ("organizations", "people", "deals")}
    random = np.random.default_rng(seed + 1)
    unknown = random.random(len(found["people"])) < 0.5
    found["people"] = found["people"].assign(level=found["people"]["level"].mask(unknown))
    return found | {"interactions": _interactions(found["people"], accounts, people, random)}


def made_up_history(accounts: int, people: int, *, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return tables of accounts that have been looked after for years.

    They are those of :func:`made_up_tables` with the interactions of :func:`made_up_activity`,
    four rounds of grades, a day on which a fifth of the ties began, somebody in each account who
    was succeeded by another this year, and ties that are otherwise in the deals.
    """
    tables = made_up_tables(accounts, people, seed=seed)
    random = np.random.default_rng(seed + 2)
    activity = _interactions(tables["people"], accounts, people, random)
    rounds = [_grade_again(tables["assessments"], quarters, random) for quarters in (1, 2, 3)]
    return tables | {
        "people": _succeed(tables["people"], accounts, people),
        "ties": _begin(tables, random),
        "assessments": pd.concat([tables["assessments"], *rounds], ignore_index=True),
        "interactions": activity,
    }


def made_up_portfolio(
    accounts: int, people: int, team: int, *, seed: int = 0
) -> dict[str, pd.DataFrame]:
    """Return tables of accounts that a team of ours looks after together.

    They are those of :func:`made_up_history`, but that its people of ours are one of so many each,
    of all levels, and have roles in the team of every account in which they know anybody; and that
    a deal has a value.
    """
    tables = made_up_history(accounts, people, seed=seed)
    random = np.random.default_rng(seed + 3)
    ours = tables["people"]["organization"] == "us"
    own, members = tables["people"]["id"][ours], _ids("v", np.arange(team))
    level = random.integers(1, 6, team)
    us = pd.DataFrame({"id": members, "name": members, "organization": "us", "level": level})
    # Those of one account follow each other, so they stay different people.
    member = pd.Series(members[np.arange(len(own)) % team], own)
    ties, rows = tables["ties"], tables["interactions"]
    ties = ties.assign(source=ties["source"].map(member).fillna(ties["source"]))
    rows = rows.assign(person=rows["person"].map(member).fillna(rows["person"]))
    return tables | {
        "people": pd.concat([tables["people"][~ours], us], ignore_index=True),
        "deals": tables["deals"].assign(
            value=random.lognormal(13, 1, len(tables["deals"])).round()
        ),
        "ties": ties.drop_duplicates(["source", "target", "kind", "deal"], ignore_index=True),
        "interactions": rows.drop_duplicates(["id", "person"], ignore_index=True),
        "team": _name_team(ties, tables["people"]),
    }


def _name_team(ties, everybody) -> pd.DataFrame:
    """Return the roles of those of ours who know anybody in an account, by account."""
    known = ties[ties["kind"] == "knows"]
    home = everybody.set_index("id")["organization"]
    rows = pd.DataFrame({"person": known["source"], "account": known["target"].map(home)})
    rows = rows.drop_duplicates(ignore_index=True)
    return rows.assign(role=TEAM[rows.groupby("account").cumcount() % len(TEAM)])


def _grade_again(latest, quarters, random) -> pd.DataFrame:
    grades = random.integers(1, 6, (len(latest), 3))
    earlier = pd.DataFrame(grades, columns=["relationship", "solution", "price"])
    return earlier.assign(person=latest["person"], date=DAY - pd.Timedelta(days=91 * quarters))


def _succeed(everybody, accounts, people) -> pd.DataFrame:
    gone = np.arange(accounts) * people + people - 2
    until = pd.Series(pd.NaT, everybody.index, dtype="datetime64[s]")
    until.iloc[gone] = DAY - pd.Timedelta(days=60)
    successor = pd.Series(None, everybody.index, dtype=object)
    successor.iloc[gone] = everybody["id"].to_numpy()[gone + 1]
    return everybody.assign(until=until, successor=successor)


def _begin(tables, random) -> pd.DataFrame:
    """Let a fifth of the ties begin on some day, and each deal see one of its account otherwise."""
    ties, home = tables["ties"], tables["people"].set_index("id")["organization"]
    since = pd.Series(pd.NaT, ties.index, dtype="datetime64[s]")
    begun = random.random(len(ties)) < 0.2
    since[begun] = DAY - pd.to_timedelta(random.integers(0, DAYS, begun.sum()), unit="D")
    ties = ties.assign(since=since, deal=None)
    moved = ties[ties["kind"] == "influences"]
    deal = moved["target"].map(home).map(tables["deals"].set_index("account")["id"])
    own = moved.assign(deal=deal, since=pd.NaT, strength=0.5)[deal.notna()]
    own = own.drop_duplicates("deal").astype({"since": since.dtype})
    return pd.concat([ties.astype({"deal": own["deal"].dtype}), own], ignore_index=True)


def _ids(prefix: str, numbers: np.ndarray) -> np.ndarray:
    return np.char.add(prefix, np.char.zfill(numbers.astype(str), 8)).astype(object)


def _organizations(accounts: int) -> pd.DataFrame:
    ids = _ids("a", np.arange(accounts))
    customers = pd.DataFrame({"id": ids, "name": ids, "kind": "customer"})
    us = pd.DataFrame({"id": ["us"], "name": ["us"], "kind": ["vendor"]})
    return pd.concat([customers, us], ignore_index=True)


def _people(person, account, place, seller, random) -> pd.DataFrame:
    theirs = pd.DataFrame(
        {
            "id": person,
            "name": person,
            "organization": _ids("a", account),
            "level": np.minimum(1 + np.log(1 + place) // np.log(BRANCHING), 5).astype(int),
            "function": random.choice(["planning", "finance", "operations"], len(person)),
        }
    )
    ours = pd.DataFrame({"id": seller, "name": seller, "organization": "us", "level": 3})
    return pd.concat([theirs, ours], ignore_index=True)


def _deals(accounts: int) -> pd.DataFrame:
    with_deal = np.arange(0, accounts, 3)
    return pd.DataFrame(
        {"id": _ids("d", with_deal), "account": _ids("a", with_deal), "stage": "bid"}
    )


def _ties(person, place, seller, ours, account, people, random) -> pd.DataFrame:
    below = place > 0
    boss = np.arange(len(person)) - place + (place - 1) // BRANCHING
    lines = pd.DataFrame(
        {"source": person[below], "target": person[boss[below]], "kind": "reports_to"}
    )
    # The square of a uniform number favours the first, who are near the top.
    count = OUT_DEGREE * len(person)
    source = np.repeat(np.arange(len(person)), OUT_DEGREE)
    ahead = (people * random.random(count) ** 2).astype(int)
    target = source - place[source] + ahead
    pulls = pd.DataFrame(
        {
            "source": person[target],
            "target": person[source],
            "kind": "influences",
            "strength": np.round(random.uniform(0.1, 0.9, count), 2),
        }
    )[source != target]
    known = random.random(len(person)) < 0.1
    first = np.cumsum(ours) - ours
    knower = first[account[known]] + random.integers(0, ours[account[known]])
    contacts = pd.DataFrame(
        {
            "source": seller[knower],
            "target": person[known],
            "kind": "knows",
            "strength": random.choice(["brief", "several", "in_depth", "trusted"], known.sum()),
        }
    )
    ties = pd.concat([lines, pulls, contacts], ignore_index=True)
    return ties.drop_duplicates(["source", "target", "kind"], ignore_index=True)


def _roles(person, account, place, random) -> pd.DataFrame:
    held = place < len(ROLES)
    return pd.DataFrame(
        {
            "person": person[held],
            "account": _ids("a", account[held]),
            "role": random.choice(ROLES, held.sum()),
        }
    )


def _assessments(person, random) -> pd.DataFrame:
    judged = random.random(len(person)) < 0.6
    grades = random.integers(1, 6, (judged.sum(), 3))
    table = pd.DataFrame(grades, columns=["relationship", "solution", "price"])
    return table.assign(person=person[judged], date=DAY)


def _interactions(everybody, accounts, people, random) -> pd.DataFrame:
    number = 10 * accounts * people // 4  # of four people on average
    size = random.integers(2, 7, number)
    event, first = np.repeat(np.arange(number), size), np.cumsum(size) - size
    place = np.arange(len(event)) - first[event]
    account = random.integers(0, accounts, number)[event]
    sellers = len(everybody) - accounts * people
    ours = random.random(len(event)) < np.where(place == 0, 0.6, 0.1)
    theirs = account * people + (people * random.random(len(event)) ** 2).astype(int)
    seller = ((account + random.random(len(event))) * sellers / accounts).astype(int)
    person = np.where(ours, accounts * people + seller, theirs)
    part = np.array(["from", "to", "to", "cc", "cc", "cc"], dtype=object)[place]
    met = (random.random(number) < 0.3)[event]
    day = DAY - pd.to_timedelta(random.integers(0, DAYS, number), unit="D")
    rows = pd.DataFrame({"event": event, "person": person, "part": np.where(met, "present", part)})
    rows = rows.drop_duplicates(["event", "person"])
    return pd.DataFrame(
        {
            "id": _ids("i", np.arange(number))[rows["event"]],
            "date": day.to_numpy()[rows["event"]],
            "person": everybody["id"].to_numpy()[rows["person"]],
            "kind": np.where(met[rows.index], "meeting", "email"),
            "part": rows["part"],
        }
    )
