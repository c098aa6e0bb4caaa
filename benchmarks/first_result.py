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
    from collections.abc import Callable, Mapping

Name = tuple[str, str]  # what, and in which way

BARE = {
    "numpy": "import numpy",
    "pandas": "import pandas",
    "pandas and numba": "import pandas, numba",
    "kamgraph": "import kamgraph",
}
SMALL = "import kamgraph as k; k.scores(k.build_graph(k.load_demo()))"  # never compiled
LARGE = f"""
import sys
sys.path.append({str(Path(__file__).parent)!r})
import kamgraph as k
from made_up import made_up_book
k.scores(k.build_graph(made_up_book(200, 50)))
"""
# Root may write everywhere, unless it gives that up.
OBEYING = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()


def main() -> None:
    """Measure everything, and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        rooms = {"": Path(folder, "free"), ", read-only": Path(folder, "fixed")}
        for room in rooms.values():
            install(room)
        make_read_only(rooms[", read-only"] / "site")
        imports = {("import", name): partial(run, rooms[""], line) for name, line in BARE.items()}
        small = results(FIRST_RESULT, SMALL, rooms)
        large = results("scores of 200 accounts", LARGE, rooms)
        spent = in_turns(imports | small[COLD] | small[WARM], TIMES)
        spent |= in_turns(large[COLD], 1) | in_turns(large[WARM], TIMES)
        check_where_kernels_are({rooms[""]: "site", rooms[", read-only"]: "home"})
    table.head()
    for (what, way), each in spent.items():
        table.line("a process", what, way, each)


def in_turns(ways: Mapping[Name, Callable[[], Spent]], times: int) -> dict[Name, Spent]:
    """Return the medians of so many runs of each way."""
    rounds = [{name: way() for name, way in ways.items()} for _ in range(times)]
    return {name: median([each[name] for each in rounds]) for name in ways}


def results(
    what: str, program: str, rooms: Mapping[str, Path]
) -> dict[str, dict[Name, Callable[[], Spent]]]:
    """Return the ways to a result: without machine code of kernels, and with what there is."""
    return {
        COLD: {
            (what, f"{COLD}{where}"): partial(first, room, program) for where, room in rooms.items()
        },
        WARM: {
            (what, f"{WARM}{where}"): partial(run, room, program) for where, room in rooms.items()
        },
    }


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


def first(room: Path, program: str) -> Spent:
    """Return what a program takes that finds no machine code of kernels."""
    for kernel in room.rglob("*.nb[ic]"):
        kernel.unlink()
    return run(room, program)


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
