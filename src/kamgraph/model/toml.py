"""Settings in TOML read into a frozen model, with every wrong entry named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from kamgraph.errors import KamgraphError
from kamgraph.model.arguments import check_argument
from kamgraph.model.nearest import find_nearest
from kamgraph.model.strict_json import quote

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
        raise error_type(name + explain_errors(error, model, what)) from error
    except KamgraphError as error:  # of a model that words its own
        raise error_type(f"{name}{error}") from error
    except OSError as error:
        raise error_type(f"{name}cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:  # a number too long, tables too deep
        raise error_type(f"{name}not a readable TOML {what}: {error}") from error


def explain_errors(error: ValidationError, model: type[BaseModel], what: str) -> str:
    """Say what is wrong with each entry of a model."""
    sentences = []
    for one in error.errors()[:_SHOWN]:
        place = ".".join(map(str, one["loc"]))
        if not place:
            sentences.append(one["msg"].removeprefix("Value error, "))
        elif one["type"] == "extra_forbidden":
            near = [
                f"'{name}'" for name in find_nearest(place, model.model_fields, most=3, cutoff=0.5)
            ]
            known = (
                f"is it {' or '.join(near)}?"
                if near
                else f"known are {', '.join(model.model_fields)}"
            )
            sentences.append(f"{quote(place)} is no part of a {what}; {known}")
        else:
            sentences.append(f"{place} = {quote(one['input'])}: {one['msg']}")
    return "; ".join(sentences)
