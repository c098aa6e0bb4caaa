"""Programs measured in processes of their own, from the start of Python to the last line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Spent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The memory is asked for with a module that is loaded when the seconds are known.
MEASURED = f"""
import time
begin = time.perf_counter()
{{program}}
cpu, wall = time.process_time(), time.perf_counter() - begin
import sys
sys.path.append({str(Path(__file__).parent)!r})
from measuring import peak
print(cpu, wall, peak())
"""


def in_process(
    program: str,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    by: Sequence[str] = (),
) -> tuple[str, Spent]:
    """Run a program, and return what it printed and what it took.

    Parameters
    ----------
    program
        The lines of it.
    arguments
        For its ``sys.argv``.
    env
        Its environment, if it is not this one.
    by
        The command that runs Python, if something must be set before.

    Raises
    ------
    CalledProcessError
        If it ends in an error, which is shown.
    """
    command = [*by, sys.executable, "-c", MEASURED.format(program=program), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=env)
    *printed, last = done.stdout.splitlines()
    cpu, wall, peak = last.split()
    memory = None if peak == "None" else float(peak) / 2**30
    return "\n".join(printed), Spent(float(cpu), float(wall), peak=memory)
