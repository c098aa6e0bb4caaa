"""How long a large book takes to read, beside plain pandas reading of the same files."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from made_up import made_up_book

import kamgraph as k

PEOPLE_AN_ACCOUNT = 50
WITH_KAMGRAPH = """
import kamgraph as k
found = k.read(FOLDER)
rows = len(found.people), len(found.ties)
"""
WITH_PANDAS = """
import pandas as pd
from pathlib import Path
read = pd.read_parquet if KIND == "parquet" else pd.read_csv
found = {file.stem: read(file) for file in Path(FOLDER).iterdir()}
rows = len(found["people"]), len(found["ties"])
"""
MEASURED = """
import resource, sys, time
KIND, FOLDER = sys.argv[1:]
begin = time.perf_counter()
{program}
spent = time.perf_counter() - begin
print(*rows, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


def main() -> None:
    """Write the files, read them in processes of their own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    people = parser.parse_args().people
    book = made_up_book(people // PEOPLE_AN_ACCOUNT, PEOPLE_AN_ACCOUNT)
    print(f"{'':<10}{'reader':<12}{'people':>12}{'ties':>12}{'seconds':>10}{'peak GiB':>10}")
    for kind in ("parquet", "csv"):
        with tempfile.TemporaryDirectory() as folder:
            k.write(book, folder, parquet=kind == "parquet")
            for name, program in (("kamgraph", WITH_KAMGRAPH), ("pandas", WITH_PANDAS)):
                print(f"{kind:<10}{name:<12}{measured(program, kind, Path(folder))}")


def measured(program: str, kind: str, folder: Path) -> str:
    """Return rows, seconds and peak memory of a program in a process of its own."""
    command = [sys.executable, "-c", MEASURED.format(program=program), kind, str(folder)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    persons, ties, seconds, memory = done.stdout.split()
    return f"{int(persons):>12,}{int(ties):>12,}{float(seconds):>10.1f}{float(memory):>10.2f}"


if __name__ == "__main__":
    main()
