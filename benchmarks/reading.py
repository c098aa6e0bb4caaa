"""How long a large book takes to read, beside plain pandas reading of the same files."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import pandas as pd
import table
from made_up import made_up_book
from processes import in_process

import kamgraph as k

PEOPLE_AN_ACCOUNT = 50
WITH_KAMGRAPH = """
import sys, kamgraph as k
found = k.read(sys.argv[2])
print(len(found.people), len(found.ties))
"""
WITH_PANDAS = """
import sys, pandas as pd
from pathlib import Path
kind, folder = sys.argv[1:]
readers = {"parquet": pd.read_parquet, "csv": pd.read_csv, "jsonl": pd.read_json}
options = {"lines": True} if kind == "jsonl" else {}
found = {file.stem: readers[kind](file, **options) for file in Path(folder).iterdir()}
print(len(found["people"]), len(found["ties"]))
"""
READERS = {"kamgraph": WITH_KAMGRAPH, "pandas": WITH_PANDAS}


def make_records(folder: Path) -> None:
    """Put one record per line in place of each table."""
    for file in folder.glob("*.csv"):
        found = pd.read_csv(file, dtype="str")
        found.to_json(file.with_suffix(".jsonl"), orient="records", lines=True)
        file.unlink()


def main() -> None:
    """Write the files, read them in processes of their own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    accounts = parser.parse_args().people // PEOPLE_AN_ACCOUNT
    book = made_up_book(accounts, PEOPLE_AN_ACCOUNT)
    table.head()
    for kind in ("parquet", "csv", "jsonl"):
        with tempfile.TemporaryDirectory() as folder:
            k.write(book, folder, parquet=kind == "parquet")
            if kind == "jsonl":
                make_records(Path(folder))
            found = {name: in_process(program, kind, folder) for name, program in READERS.items()}
        if len({rows for rows, _ in found.values()}) > 1:
            raise RuntimeError(f"not the same rows of {kind}: {found}")
        for name, (_, spent) in found.items():
            lead = spent.over(found["kamgraph"][1])
            table.line(f"{accounts}x{PEOPLE_AN_ACCOUNT}", f"reading {kind}", name, spent, lead)


if __name__ == "__main__":
    main()
