"""What a fresh process takes until its first result, beside bare numpy, pandas and numba."""

from __future__ import annotations

import compileall
import os
import shutil
import stat
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import table
from aims import COLD, FIRST_RESULT, WARM
from measuring import TIMES, Spent, median
from processes import in_process

import kamgraph

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = {
    "numpy": "import numpy",
    "pandas": "import pandas",
    "pandas and numba": "import pandas, numba",
    "kamgraph": "import kamgraph",
}
# The first is done by the interpreter; the second is enough for the compiler to be loaded.
RESULTS = {
    FIRST_RESULT: "import kamgraph as k; k.scores(k.build_graph(k.load_demo()))",
    "scores of 200 accounts": f"""
import sys
sys.path.append({str(Path(__file__).parent)!r})
import kamgraph as k
from made_up import made_up_book
k.scores(k.build_graph(made_up_book(200, 50)))
""",
}
# Root may write everywhere, unless it gives that up.
OBEYING = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()


def main() -> None:
    """Measure everything in turns, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        free, fixed = Path(folder, "free"), Path(folder, "fixed")
        install(free)
        install(fixed)
        make_read_only(fixed / "site")
        ways = {("import", name): partial(run, free, line) for name, line in BARE.items()}
        ways |= first_results(free)
        for (what, way), each in first_results(fixed).items():
            ways[what, f"{way}, read-only"] = each
        runs = {name: [] for name in ways}
        for _ in range(TIMES):
            for name, way in ways.items():
                runs[name].append(way())
        check_where_kernels_are({free: "site", fixed: "home"})
    table.head()
    for (what, way), spent in runs.items():
        table.line("a process", what, way, median(spent))


def install(room: Path) -> None:
    """Put the package into a folder of its own, ready to be imported, beside an empty home."""
    package = Path(kamgraph.__file__).parent
    site = room / "site"
    shutil.copytree(package, site / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(site, quiet=1)
    (room / "home").mkdir()


def make_read_only(site: Path) -> None:
    """Forbid everybody to write there."""
    for path in [site, *site.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def first_results(room: Path) -> dict[tuple[str, str], Callable[[], Spent]]:
    """Return the results without machine code of kernels, then with what these have left."""

    def first(program: str) -> Spent:
        for kernel in room.rglob("*.nb[ic]"):
            kernel.unlink()
        return run(room, program)

    cold = {(what, COLD): partial(first, program) for what, program in RESULTS.items()}
    return cold | {(what, WARM): partial(run, room, program) for what, program in RESULTS.items()}


def run(room: Path, program: str) -> Spent:
    """Return what a program takes with the package and the home of a room."""
    home = room / "home"
    env = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    env |= {"PYTHONPATH": str(room / "site"), "HOME": str(home)}
    env |= {"XDG_CACHE_HOME": str(home / ".cache")}
    return in_process(program, env=env, by=OBEYING)[1]


def check_where_kernels_are(rooms: dict[Path, str]) -> None:
    """Make sure that the machine code is beside the package, or in the home if it must.

    Raises
    ------
    RuntimeError
        If there is none, or it is elsewhere.
    """
    for room, wanted in rooms.items():
        found = {path.relative_to(room).parts[0] for path in room.rglob("*.nbi")}
        if found != {wanted}:
            raise RuntimeError(f"kernels of {room} are in {found or 'no folder'}, not in {wanted}")


if __name__ == "__main__":
    main()
