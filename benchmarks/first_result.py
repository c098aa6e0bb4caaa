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
from aims import FIRST_RESULT
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
RESULT = "import kamgraph as k; k.scores(k.build_graph(k.load_demo()))"
COLD, WARM, UNCOMPILED = "nothing compiled", "from the cache", "compiler off"
# Root may write everywhere, unless it gives that up.
OBEYING = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []


def main() -> None:
    """Measure everything in turns, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        ways = {("import", name): partial(run, line) for name, line in BARE.items()}
        ways |= {(FIRST_RESULT, way): each for way, each in beside_the_package(room).items()}
        ways |= {(FIRST_RESULT, way): each for way, each in read_only(room).items()}
        ways[FIRST_RESULT, UNCOMPILED] = partial(run, RESULT, NUMBA_DISABLE_JIT="1")
        runs = {name: [] for name in ways}
        for _ in range(TIMES):
            for name, way in ways.items():
                runs[name].append(way())
        in_the_users_folder(room)
    table.head()
    for (what, way), spent in runs.items():
        table.line("a process", what, way, median(spent))


def run(program: str, *, by: tuple[str, ...] = (), **settings: str) -> Spent:
    """Return what a program takes in a process of its own, with some settings."""
    return in_process(program, env=os.environ | settings, by=by)[1]


def beside_the_package(room: Path) -> dict[str, Callable[[], Spent]]:
    """Return the first result with a cache folder that is empty, or filled by it."""
    cache = room / "cache"

    def first() -> Spent:
        shutil.rmtree(cache, ignore_errors=True)
        return run(RESULT, NUMBA_CACHE_DIR=str(cache))

    return {COLD: first, WARM: partial(run, RESULT, NUMBA_CACHE_DIR=str(cache))}


def read_only(room: Path) -> dict[str, Callable[[], Spent]]:
    """Return the same where nobody may write to the package, only to the user's own folder."""
    site, home = room / "site", room / "home"
    package = Path(kamgraph.__file__).parent
    shutil.copytree(package, site / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(site, quiet=1)
    for path in [site, *site.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    settings = {"PYTHONPATH": site, "HOME": home, "XDG_CACHE_HOME": home / ".cache"}
    again = partial(run, RESULT, by=OBEYING, **{name: str(at) for name, at in settings.items()})

    def first() -> Spent:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        return again()

    return {f"{COLD}, read-only": first, f"{WARM}, read-only": again}


def in_the_users_folder(room: Path) -> None:
    """Make sure that the kernels were kept where they should be.

    Raises
    ------
    RuntimeError
        If the package was written to, or nothing was kept.
    """
    written = [path.relative_to(room) for path in room.rglob("*.nbi")]
    if {path.parts[0] for path in written} != {"cache", "home"}:
        raise RuntimeError(f"kernels were kept in {', '.join(map(str, written))}")


if __name__ == "__main__":
    main()
