"""Every error and warning kamgraph raises on purpose: one family, worded for people."""

from __future__ import annotations

import inspect
import re
import warnings
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, requires
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    # Row (from 1; None for a table as a whole) and column → line of the file, and the place.
    Locate = Callable[[int | None, str], tuple[int | None, str]]

PROBLEM_COLUMNS = ("table", "row", "line", "column", "value", "problem", "place")
OTHER = "other"  # the row that a problem names at its end, so that it can be located, too
_SHOWN = 10  # problems told in a message
_LONGEST = 80  # characters told of a value
_PASSWORD = re.compile(
    r"(:/+[^\s:/@]*:)(?![/\\]|password@)[^\s'\"]*@"
    r"|(\w*(?:password|passwd|pwd)\s*=\s*)(?:'[^']*'|[^\s&'\"]*)",
    re.IGNORECASE,
)

# In an argument by itself, where a password may hold blanks and lines, and the address be mistyped.
_IN_ADDRESS = re.compile(r"([a-z][\w+.-]+(?::/*|/{2,}))(.+)(?=@)", re.IGNORECASE | re.DOTALL)
_IN_OPTION = re.compile(r"((?:password|passwd|pwd)\s*=\s*)([^&]+)", re.IGNORECASE)


class KamgraphError(ValueError):
    """The base of all errors of this library; catch this to catch them all.

    Parameters
    ----------
    message
        What is wrong.
    place
        Where: a file, a table, an argument.
    hint
        What to do.

    Attributes
    ----------
    code : str
        A word for programs, which stays when the sentence is worded better.
    status : int
        What a service answers: 404 for what is not there, 400 for a call that cannot be meant, 409
        for what somebody else has changed, 501 for what is not installed, 422 for the rest.
    """

    code = "invalid"
    status = 422

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        parts = [hide_passwords(part) for part in (message, place, hint)]
        self.message, self.place, self.hint = parts
        what = f"{self.place}: {self.message}" if place else self.message
        super().__init__(f"{what}; {self.hint}" if hint else what)

    def to_dict(self) -> dict[str, Any]:
        """Return code, status, place, message and hint, for a log or the answer of a service."""
        names = ("code", "status", "place", "message", "hint")
        return {name: getattr(self, name) for name in names}

    def respell(self, text: str, other: str) -> Self:
        """Return the error with a text in it replaced, such as a path by the name of a file."""
        parts = (self.message, self.place, self.hint)
        self.message, self.place, self.hint = (part.replace(text, other) for part in parts)
        self.args = tuple(str(one).replace(text, other) for one in self.args)
        return self


class ArgumentError(KamgraphError, TypeError):
    """A call with an argument that is missing, unknown, or of another type than asked for."""

    code = "argument"
    status = 400


class SourceError(KamgraphError):
    """A file, folder or document that cannot be read or written as asked."""

    code = "source"


class ChangedError(SourceError):
    """A book that was not written, since another one is there than was expected."""

    code = "changed"
    status = 409


class MissingExtraError(SourceError):
    """A package that is not installed, and belongs to an extra."""

    code = "missing_extra"
    status = 501


@contextmanager
def require_extra(need: str, extra: str) -> Iterator[None]:
    """Say which extra to install where what is imported within is missing."""
    try:
        yield
    except ImportError as error:
        advice = f"install it with: {advise_extra(extra)}"
        raise MissingExtraError(need, hint=advice) from error


def advise_extra(extra: str) -> str:
    """Return the command that installs what an extra needs, in whatever way kamgraph came."""
    # By the names of the packages: kamgraph itself need not be on an index.
    try:
        listed = [one.partition("; ") for one in requires("kamgraph") or ()]
    except PackageNotFoundError:  # a folder of sources that is on the path
        return f"pip install '.[{extra}]' in the folder of kamgraph"
    needed = [f"'{name}'" for name, _, when in listed if when == f"extra == '{extra}'"]
    return f"python -m pip install {' '.join(needed)} (the extra kamgraph[{extra}])"


class PolicyError(KamgraphError):
    """A policy with an unknown key or an impossible value."""

    code = "policy"


class ScopeError(KamgraphError):
    """An account, deal, person or number of scopes that a question cannot be asked of."""

    code = "scope"


class NotFoundError(ScopeError):
    """An account, deal or person that is not in the book or the graph."""

    code = "not_found"
    status = 404


class BookError(KamgraphError):
    """Rows that cannot be taken; nothing was loaded.

    Parameters
    ----------
    problems
        One row per problem, with the columns ``table``, ``row`` (1 is the first data row),
        ``line`` (of the file, missing where there is no file), ``column``, ``value``,
        ``problem`` and ``place`` (where in the input, in words; empty where there is no file).
    advice
        What else is to be said of all of them, in a line of its own.
    """

    code = "book"

    def __init__(self, problems: pd.DataFrame, advice: str = "") -> None:
        self._problems = problems.reset_index(drop=True).reindex(columns=[*PROBLEM_COLUMNS, OTHER])
        self._advice = advice
        super().__init__("\n  ".join(filter(None, [_summary(self._problems), advice])))

    def __reduce__(self) -> tuple[type[BookError], tuple[pd.DataFrame, str]]:
        """Pickle by the problems, so that the error survives a process pool."""
        return type(self), (self._problems, self._advice)

    def advise(self, advice: str) -> BookError:
        """Return the same error with something to be said of all problems.

        Parameters
        ----------
        advice
            A sentence.
        """
        return BookError(self._problems, advice)

    def respell(self, text: str, other: str) -> Self:
        """Return the error with a text in its places and problems replaced."""
        spelled = ["place", "problem"]
        problems = self._problems.copy()
        problems[spelled] = problems[spelled].replace(re.escape(text), other, regex=True)
        return type(self)(problems, self._advice.replace(text, other))

    @property
    def problems(self) -> pd.DataFrame:
        """A copy of the table of problems."""
        return self._problems[[*PROBLEM_COLUMNS]]

    def add_places(self, locate: Mapping[str, Locate]) -> BookError:
        """Return the same error with the line and the place of each problem filled in.

        Parameters
        ----------
        locate
            For each table that was read from a file, what tells where a row and column were.
        """
        problems = self._problems.copy()

        def find_places(rows: str) -> list[tuple[int | None, str]]:
            asked = problems[["table", rows, "column"]].itertuples(index=False)
            return [
                locate[table](None if pd.isna(row) else row, column)
                if table in locate
                else (None, "")
                for table, row, column in asked
            ]

        found = find_places("row")
        problems["line"] = pd.array([line for line, _ in found], dtype="Int64")
        problems["place"] = [place for _, place in found]
        others = zip(problems["problem"], problems[OTHER], find_places(OTHER), strict=True)
        problems["problem"] = [
            text if pd.isna(row) or not place else text.replace(f"row {row}", place)
            for text, row, (_, place) in others
        ]
        return BookError(problems, self._advice)


def warn(message: str, category: type[Warning]) -> None:
    """Warn at the line that called this library, however many of its own lie between."""
    level, frame = 1, inspect.currentframe()
    while frame and str(frame.f_globals.get("__name__")).partition(".")[0] == __package__:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)


class AssumptionWarning(UserWarning):
    """What a source does not say was taken to be so, such as that weights are strengths."""


class LossWarning(UserWarning):
    """Rows or files of a source are not in the book, though nothing says to leave them out."""


class MissingGlyphsWarning(UserWarning):
    """No installed font can draw some of the characters of a picture."""


def hide_passwords(text: str, given: Iterable[str] = ()) -> str:
    """Return a text without the passwords of addresses in it, and in what was given by somebody."""
    for argument in given:
        path = str(PurePath(argument))
        for spelled in (argument, path, repr(argument)[1:-1], repr(path)[1:-1]):
            for secret in (_IN_OPTION, _IN_ADDRESS):
                for found in secret.finditer(spelled):
                    text = text.replace(found[0], f"{found[1]}***")
    return _PASSWORD.sub(lambda found: f"{found[1]}***@" if found[1] else f"{found[2]}***", text)


def spell_value(value: object) -> str:
    """Spell out what may be of any type and hold any character: short, in a line of its own."""
    try:
        first = str(value)[: _LONGEST + 1]
    except (ValueError, RecursionError):  # thousands of digits, or of levels
        return f"a value of type {type(value).__name__}"
    text = "".join(char if char.isprintable() else repr(char)[1:-1] for char in first)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def quote(value: object) -> str:
    """Return what :func:`spell_value` does, in quotes."""
    return f"'{spell_value(value)}'"


def _summary(problems: pd.DataFrame) -> str:
    count = len(problems)
    title = "1 problem, nothing was loaded:" if count == 1 else f"{count} problems, nothing loaded:"
    shown = problems[[*PROBLEM_COLUMNS]].head(_SHOWN)
    lines = [_sentence(problem) for problem in shown.itertuples(index=False)]
    if count > _SHOWN:
        lines.append(f"... and {count - _SHOWN} more, all in .problems")
    return "\n  ".join([title, *lines])


def _sentence(problem: tuple[Any, ...]) -> str:
    table, row, _, column, value, text, place = problem
    if not place:
        parts = [table, "" if pd.isna(row) else f"row {row}", f"column {column}" if column else ""]
        place = ", ".join(part for part in parts if part)
    shown = "" if pd.isna(value) or value == "" else f"'{value}' "
    return f"{place}: {shown}{text}"
