import argparse
import re

import pytest

from kamgraph.cli import main
from kamgraph.cli.parser import make_parser
from kamgraph.cli.translate import chinese_help

COMMANDS = ["review", "ask", "template", "convert", "sync"]
WORDS = re.compile(r"[A-Za-z]{3,}(?: [a-z]{2,}){2,}")  # a sentence of English


def list_texts(parser):
    """Yield every text of the help of a parser and its commands."""
    yield parser.description
    yield from (group.title for group in parser._action_groups)
    for action in parser._actions:
        yield action.help
        if isinstance(action, argparse._SubParsersAction):
            yield from (one.help for one in action._choices_actions)
            for command in action.choices.values():
                yield from list_texts(command)


def test_every_text_of_the_help_has_its_chinese_and_no_other_has():
    texts = {text for text in list_texts(make_parser()) if text}
    assert texts == set(chinese_help()) - {"usage: ", "examples:"}


@pytest.mark.parametrize("command", [[], *([one] for one in COMMANDS)])
def test_help_is_chinese_when_asked(command, capsys):
    with pytest.raises(SystemExit):
        main([*command, "--help", "--language", "zh"])
    told = capsys.readouterr().out
    assert told.startswith("用法：")
    assert "选项" in told
    assert not WORDS.findall(told.partition("示例：")[0])


def test_help_is_chinese_by_a_setting(monkeypatch, capsys):
    monkeypatch.setenv("KAMGRAPH_LANGUAGE", "zh")
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert "用法：" in capsys.readouterr().out


def test_help_is_english_otherwise(capsys):
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert capsys.readouterr().out.startswith("usage: ")
