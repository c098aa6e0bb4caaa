"""Options as whoever asks gives them: arguments of Python, or those of the command line."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TYPED: ContextVar[bool] = ContextVar("typed", default=False)


@contextmanager
def on_command_line() -> Iterator[None]:
    """Name all options within as the command line does."""
    token = _TYPED.set(True)
    try:
        yield
    finally:
        _TYPED.reset(token)


def name_option(name: str) -> str:
    """Return an option by its name: ``encoding=``, and ``--encoding`` on the command line."""
    return _spell_flag(name) if _TYPED.get() else f"{name}="


def spell_option(name: str, value: str | Sequence[str] | Mapping[str, str]) -> str:
    """Return an option with its value: ``as_='zoho'``, and ``--as zoho`` on the command line."""
    if not _TYPED.get():
        return f"{name}={value!r}"
    if isinstance(value, str):
        given = [value]
    else:
        pairs = value.items() if hasattr(value, "items") else ()
        given = [f"{key}={one}" for key, one in pairs] or [*value]
    return " ".join(f"{_spell_flag(name)} {shlex.quote(one)}" for one in given)


def _spell_flag(name: str) -> str:
    return f"--{name.strip('_').replace('_', '-')}"
