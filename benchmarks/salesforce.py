"""Reading an export of Salesforce: users, accounts, contacts, opportunities and tasks as CSV."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import table
from measuring import interleaved

import kamgraph as k

PER_ACCOUNT, TASKS = 50, 3  # contacts of an account, tasks of a contact
TITLES = ["CEO", "CFO", "Purchasing Manager", "IT Director", "Engineer", "Assistant to the CEO"]
KINDS = ["Call", "Email", "Meeting", "Other"]


def make_export(folder: Path, contacts: int, *, seed: int = 0) -> None:
    """Write the files of an export with so many contacts."""
    random = np.random.default_rng(seed)
    accounts, users = max(1, contacts // PER_ACCOUNT), max(1, contacts // 1000)
    user, account, contact = _ids("005", users), _ids("001", accounts), _ids("003", contacts)
    of = np.arange(contacts) % accounts
    boss = np.where(np.arange(contacts) < accounts, "", contact[of])
    write = _Writer(folder)
    write("User", Id=user, Name=_number("User", users), Email=_number("u", users, "@us.example"))
    write(
        "Account",
        Id=account,
        Name=_number("Account", accounts),
        Industry=random.choice(["Steel", "Chemicals", "Retail"], accounts),
        OwnerId=random.choice(user, accounts),
        SystemModstamp="2026-06-01T08:00:00.000Z",
    )
    write(
        "Contact",
        Id=contact,
        AccountId=account[of],
        FirstName=random.choice(["Ada", "Ben", "Chen", "Dora"], contacts),
        LastName=_number("Person", contacts),
        Title=random.choice(TITLES, contacts),
        Email=_number("p", contacts, "@firm.example"),
        ReportsToId=boss,
        OwnerId=random.choice(user, contacts),
        Description="Met at the fair, asked for a quote and for references",
        SystemModstamp="2026-06-01T08:00:00.000Z",
    )
    write(
        "Opportunity",
        Id=_ids("006", accounts),
        AccountId=account,
        Name=_number("Deal", accounts),
        StageName=random.choice(["Prospecting", "Negotiation/Review", "Closed Won"], accounts),
        Amount=random.integers(1, 1000, accounts) * 1000,
        CloseDate="2026-09-30",
        OwnerId=random.choice(user, accounts),
    )
    tasks = TASKS * contacts
    day = np.datetime64("2026-06-01") - random.integers(0, 700, tasks)
    write(
        "Task",
        Id=_ids("00T", tasks, "EAA"),
        WhoId=contact[np.arange(tasks) % contacts],
        AccountId=account[of[np.arange(tasks) % contacts]],
        OwnerId=random.choice(user, tasks),
        Subject=random.choice(["Call", "Quote sent", "Follow up"], tasks),
        TaskSubtype=random.choice(KINDS, tasks),
        Status="Completed",
        ActivityDate=day.astype(str),
    )


class _Writer:
    """What writes the tables of an export into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, **columns: object) -> None:
        """Write one table."""
        pd.DataFrame(columns).to_csv(self.folder / f"{name}.csv", index=False)


def _ids(kind: str, count: int, end: str = "AAA") -> np.ndarray:
    """Return ids whose last three characters tell which of those before are capitals."""
    return np.array([f"{kind}{number:012d}{end}" for number in range(count)], dtype=object)


def _number(word: str, count: int, end: str = "") -> np.ndarray:
    return np.array([f"{word}{number}{end}" for number in range(count)], dtype=object)


def main() -> None:
    """Print what it takes to read an export, and how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    contacts = parser.parse_args().contacts
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent)
        make_export(folder, contacts)
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"          {contacts:,} contacts, {size / 1e6:,.0f} MB")
        table.head()
        for what, spent in interleaved({"kamgraph": lambda: k.read(folder)}, times=1).items():
            table.line(f"{contacts:,}", "Salesforce export", what, spent)


if __name__ == "__main__":
    main()
