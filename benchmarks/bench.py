"""All benchmarks in one run, printed and kept in ``out/bench.txt``."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

HERE = Path(__file__).parent
KEPT = HERE.parent / "out" / "bench.txt"
PARTS = ("quick", "first_result", "portfolio")
PACKAGES = ("kamgraph", "numba", "numpy", "pandas", "networkx", "rustworkx", "igraph")


def main() -> None:
    """Run one part after the other."""
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("w", encoding="utf-8") as kept:
        tell(f"{processor()}, {os.cpu_count()} cores, {platform.platform()}\n", kept)
        packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        tell(f"Python {platform.python_version()}, {packages}\n", kept)
        for part in PARTS:
            run(part, kept)


def run(part: str, kept: TextIO) -> None:
    """Run one part, and pass on what it prints.

    Raises
    ------
    CalledProcessError
        If it ends in an error.
    """
    command = [sys.executable, str(HERE / f"{part}.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout:
            tell(line, kept)
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
