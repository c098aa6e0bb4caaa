"""All benchmarks in one run, printed and kept in ``out/bench.txt``."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
KEPT = HERE.parent / "out" / "bench.txt"
AIM = re.compile("[≤≥]")
PARTS = ("quick", "first_result", "portfolio")
PACKAGES = ("kamgraph", "numba", "numpy", "pandas", "networkx", "rustworkx", "igraph")


def main() -> None:
    """Run one part after the other."""
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("w", encoding="utf-8") as kept:
        tell(f"{processor()}, {os.cpu_count()} cores, {platform.platform()}\n", kept)
        packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        tell(f"Python {platform.python_version()}, {packages}\n", kept)
        aims = [line for part in PARTS for line in run(part, kept) if AIM.search(line)]
        tell("\nWhat was aimed at\n", kept)
        for line in aims:
            tell(line, kept)


def run(part: str, kept: TextIO) -> Iterator[str]:
    """Run one part, and pass on each line that it prints.

    Raises
    ------
    CalledProcessError
        If it ends in an error.
    """
    command = [sys.executable, str(HERE / f"{part}.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as running:
        for line in running.stdout:
            tell(line, kept)
            yield line
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)


def tell(line: str, kept: TextIO) -> None:
    """Print a line, and keep it."""
    print(line, end="", flush=True)
    kept.write(line)


def processor() -> str:
    """Return the name of the processor, as far as the system tells."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


if __name__ == "__main__":
    main()
