"""The help of the command line in another language than that of its texts."""

from __future__ import annotations

import argparse
import os
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SETTING = "KAMGRAPH_LANGUAGE"
_CHINESE = "zh"


def find_language(given: Sequence[str]) -> str:
    """Return the language asked for on a command line, else by the setting, else English."""
    asked = dict(pairwise(given)).get("--language")
    joined = [one.partition("=")[2] for one in given if one.startswith("--language=")]
    return asked or next(iter(joined), "") or os.environ.get(_SETTING, "")


def translate(parser: argparse.ArgumentParser, given: Sequence[str]) -> None:
    """Put the help of a parser and of its commands into the language that is asked for."""
    if find_language(given) == _CHINESE:
        _translate(parser, chinese_help())


@cache
def chinese_help() -> Mapping[str, str]:
    """Return what each text of the help is in Chinese."""
    return tomllib.loads(files(__package__).joinpath("help.zh.toml").read_text("utf-8"))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """A formatter that begins in Chinese."""

    def add_usage(
        self, usage: str | None, actions: Iterable[Any], groups: Iterable[Any], prefix: Any = None
    ) -> None:
        """Add the usage, behind a word of ours where there is none."""
        super().add_usage(usage, actions, groups, prefix or chinese_help()["usage: "])


def _translate(parser: argparse.ArgumentParser, words: Mapping[str, str]) -> None:
    parser.formatter_class = _Formatter
    parser.description = words.get(parser.description or "", parser.description)
    heading, mark, examples = (parser.epilog or "").partition("\n")
    parser.epilog = words.get(heading, heading) + mark + examples or None
    for group in parser._action_groups:  # noqa: SLF001 - argparse lists its parts nowhere else
        group.title = words.get(group.title or "", group.title)
    for action in parser._actions:  # noqa: SLF001 - as above
        _translate_action(action, words)


def _translate_action(action: argparse.Action, words: Mapping[str, str]) -> None:
    action.help = words.get(action.help or "", action.help)
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
        for command in action._choices_actions:  # noqa: SLF001 - as above
            _translate_action(command, words)
        for parser in action.choices.values():
            _translate(parser, words)
