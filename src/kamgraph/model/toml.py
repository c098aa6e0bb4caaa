"""Settings in TOML read into a frozen model, with every wrong entry named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from kamgraph.model.arguments import check_argument
from kamgraph.model.strict_json import quote

if TYPE_CHECKING:
    from kamgraph.errors import KamgraphError

_SHOWN = 10
Model = TypeVar("Model", bound=BaseModel)


def read_toml(
    model: type[Model], source: str | Path, what: str, error_type: type[KamgraphError]
) -> Model:
    """Read a model from a TOML file or text; raise an error of the type given if it is wrong."""
    check_argument(source, (str, Path), f"a {what} is read from a Path or a text", error_type)
    name = f"{source}: " if isinstance(source, Path) else ""
    try:
        text = source.read_text("utf-8") if isinstance(source, Path) else source
        return model(**tomllib.loads(text))
    except ValidationError as error:
        raise error_type(name + _explain_errors(error, model, what)) from error
    except (OSError, ValueError, RecursionError) as error:  # a number too long, tables too deep
        raise error_type(f"{name}not a readable TOML {what}: {error}") from error


def _explain_errors(error: ValidationError, model: type[BaseModel], what: str) -> str:
    known = ", ".join(model.model_fields)
    sentences = []
    for one in error.errors()[:_SHOWN]:
        place = ".".join(map(str, one["loc"]))
        if not place:
            sentences.append(one["msg"].removeprefix("Value error, "))
        elif one["type"] == "extra_forbidden":
            sentences.append(f"'{place}' is no part of a {what}; known are {known}")
        else:
            sentences.append(f"{place} = {quote(one['input'])}: {one['msg']}")
    return "; ".join(sentences)
