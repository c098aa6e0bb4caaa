"""The CPU seconds of a fresh process until its first result, beside bare numpy and pandas."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

PROGRAMS = {
    "numpy alone": "import numpy",
    "pandas and numba alone": "import pandas, numba",
    "import kamgraph": "import kamgraph",
    "scores of the demo": "import kamgraph as k; k.scores(k.build_graph(k.load_demo()))",
}
MEASURED = """
import resource
{program}
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime)
"""


def seconds(program: str, cache: str) -> float:
    """Return the CPU seconds of a program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(program=program)],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"NUMBA_CACHE_DIR": cache},
    )
    return float(done.stdout)


def main() -> None:
    """Print the table: with nothing compiled yet, and the best of five from the cache."""
    with tempfile.TemporaryDirectory() as cache:
        cold = seconds(PROGRAMS["scores of the demo"], cache)
        print(f"{'scores of the demo, nothing compiled yet':<44}{cold:>8.2f} s")
        for name, program in PROGRAMS.items():
            best = min(seconds(program, cache) for _ in range(5))
            print(f"{name:<44}{best:>8.2f} s")


if __name__ == "__main__":
    main()
