"""Settings in TOML: read into a frozen model, written back, every wrong entry named."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from kamgraph.model.strict_json import shown

if TYPE_CHECKING:
    from kamgraph.errors import KamgraphError

_SHOWN = 10
_BARE = re.compile(r"[A-Za-z0-9_-]+")
Model = TypeVar("Model", bound=BaseModel)


def from_toml(
    model: type[Model], source: str | Path, what: str, error_type: type[KamgraphError]
) -> Model:
    """Read a model from a TOML file or text.

    Parameters
    ----------
    model
        The model to fill.
    source
        A :class:`~pathlib.Path` of a file, or the TOML text itself.
    what
        What it is called in messages: ``policy``.
    error_type
        The error to raise.

    Raises
    ------
    KamgraphError
        Of the type given, if the text is not TOML, or names an unknown key or an impossible
        value.
    """
    name = f"{source}: " if isinstance(source, Path) else ""
    try:
        text = source.read_text("utf-8") if isinstance(source, Path) else source
        return model(**tomllib.loads(text))
    except ValidationError as error:
        raise error_type(name + _wrong_values(error, model, what)) from error
    except (OSError, ValueError, RecursionError) as error:  # a number too long, tables too deep
        raise error_type(f"{name}not a readable TOML {what}: {error}") from error


def value(one: object) -> str:
    """Spell a value in TOML: text, number, truth value, or a tuple or table of such."""
    if isinstance(one, tuple):
        return f"[{', '.join(map(value, one))}]"
    if isinstance(one, dict):
        return f"{{ {', '.join(f'{key(name)} = {value(of)}' for name, of in one.items())} }}"
    return json.dumps(one, ensure_ascii=False).replace("\x7f", "\\u007f")  # JSON leaves it bare


def key(name: str) -> str:
    """Spell a key in TOML, in quotes where it needs them."""
    return name if _BARE.fullmatch(name) else value(name)


def _wrong_values(error: ValidationError, model: type[BaseModel], what: str) -> str:
    known = ", ".join(model.model_fields)
    sentences = []
    for one in error.errors()[:_SHOWN]:
        place = ".".join(map(str, one["loc"])) or what
        if one["type"] == "extra_forbidden":
            sentences.append(f"'{place}' is no part of a {what}; known are {known}")
        else:
            sentences.append(f"{place} = {shown(one['input'])}: {one['msg']}")
    return "; ".join(sentences)
