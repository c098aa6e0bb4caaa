"""The program: it runs one command and says by its exit code how that went."""

from __future__ import annotations

import io
import os
import sys
import warnings
from typing import TYPE_CHECKING

from kamgraph.cli.parser import make_parser
from kamgraph.errors import KamgraphError, hide_passwords
from kamgraph.model.options import on_command_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_BAD_INPUT = 2
_INTERRUPTED = 130  # what shells report for Ctrl-C
_CLOSED_PIPE = 141  # and for a reader that went away


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # 0 when all is well; 1 when ``check`` found something of high severity; 2 for input that cannot
    # be taken, with a message on standard error; 130 after Ctrl-C.
    given = sys.argv[1:] if argv is None else argv
    arguments = make_parser(given).parse_args(given)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # names come in every script
    try:
        with warnings.catch_warnings(record=True) as caught, on_command_line():
            code: int = arguments.run(arguments)
            sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more on its way out, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CLOSED_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except OSError as error:
        return _complain(
            f"{error.filename}: {error.strerror}" if error.filename else str(error), given
        )
    except KamgraphError as error:
        return _complain(str(error), given)
    for warning in caught:
        print(f"kamgraph: {hide_passwords(str(warning.message), given)}", file=sys.stderr)
    return code


def _complain(message: str, given: Sequence[str]) -> int:
    print(f"kamgraph: {hide_passwords(message, given)}", file=sys.stderr)
    return _BAD_INPUT
