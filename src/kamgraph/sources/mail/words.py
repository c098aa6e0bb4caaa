"""Words that tell people's addresses from those of machines and of many."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kamgraph.model.folding import fold


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))


@cache
def _robots() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[-_.+])(?:{_join('robots')})")


@cache
def _roles() -> re.Pattern[str]:
    return re.compile(rf"(?:{_join('roles')})(?:[-_.+]?\d*|[-_.][a-z]{{2}})")


def _join(name: str) -> str:
    return "|".join(map(re.escape, _load()[name]))


def is_robot(address: str) -> bool:
    """Return whether nobody stands behind an address."""
    local, _, domain = address.rpartition("@")
    return bool(_robots().search(local)) or domain in _load()["machines"]


def is_role(address: str) -> bool:
    """Return whether an address is of a task, not of a person: ``info@acme.test``."""
    return bool(_roles().fullmatch(address.rpartition("@")[0]))


@cache
def _providers() -> frozenset[str]:
    return frozenset(_load()["providers"])


def is_of_provider(address: str) -> bool:
    """Return whether an address is where anybody may have one."""
    return address.rpartition("@")[2] in _providers()


def find_firm(domain: str) -> str:
    """Return the domain that a firm has registered: ``acme.co.uk`` of ``mail.acme.co.uk``."""
    labels = domain.split(".")
    below = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _load()["second_levels"]  # noqa: PLR2004
    return ".".join(labels[-3 if below else -2 :])


def is_suffix(text: str) -> bool:
    """Return whether what follows a name after a comma is no first name: ``Jr.``, ``PhD``."""
    return text.lower().strip(" .") in _load()["suffixes"]


@cache
def _labels() -> dict[str, str]:
    return {fold(word): why for why, words in _load()["labels"].items() for word in words}


def judge_label(label: str) -> str:
    """Return why what bears a label is no contact between people, nothing if it may be one."""
    return _labels().get(fold(label), "")


def name_codec(charset: str) -> str:
    """Return the codec that reads what mail calls by the name of a charset."""
    plain = charset.lower().partition("*")[0]  # a language may follow
    known: str = _load()["encodings"].get(plain, plain)
    return known
