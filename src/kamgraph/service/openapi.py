"""The description of the service, derived from the records of its answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import models_json_schema

from kamgraph import __version__
from kamgraph.model.result import RESULTS
from kamgraph.reviews.document import ReviewDocument
from kamgraph.reviews.records import row_model
from kamgraph.service.accounts import Change
from kamgraph.service.questions import QUESTIONS, Asked
from kamgraph.service.trials import trial_model

if TYPE_CHECKING:
    from pydantic import BaseModel

_REF = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}


@cache
def describe() -> dict[str, Any]:
    """Return the OpenAPI document."""
    rows = {name: row_model(RESULTS[one.result]) for name, one in QUESTIONS.items()}
    rows["what_ifs"] = row_model(RESULTS["what_ifs"])
    answers: dict[str, type[BaseModel]] = rows | {"review": ReviewDocument}
    given: list[type[BaseModel]] = [trial_model(), Change]
    known, whole = models_json_schema(
        [(model, "serialization") for model in dict.fromkeys(answers.values())]
        + [(model, "validation") for model in given],
        ref_template=_REF,
    )
    refs = {model: ref for (model, _), ref in known.items()}
    account = "/v1/accounts/{account}"
    paths = {
        f"{account}/{name}": {"get": _ask(name, refs[model], many=name != "review")}
        for name, model in answers.items()
        if name != "what_ifs"
    }
    tried = _ask("what_ifs", refs[rows["what_ifs"]], many=True)
    trials = {"type": "array", "items": refs[given[0]], "minItems": 1}
    paths[f"{account}/what_ifs"] = {"post": tried | _take(trials)}
    paths[f"{account}/version"] = {
        "get": _say("version", {"type": "object"}) | {"parameters": [_ACCOUNT]}
    }
    paths["/v1/accounts"] = {"get": _say("accounts", {"type": "array"})}
    since = {"name": "since", "in": "query", "required": True, "schema": {"type": "integer"}}
    paths["/v1/changes"] = {
        "get": _say("changes", {"type": "object"}) | {"parameters": [since]},
        "post": _say("change", {"type": "object"}) | _take(refs[given[1]]),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "kamgraph", "version": __version__},
        "paths": paths,
        "components": {"schemas": whole["$defs"] | {"Problem": _PROBLEM}},
    }


_ACCOUNT = {"name": "account", "in": "path", "required": True, "schema": {"type": "string"}}


def _ask(name: str, row: Any, *, many: bool) -> dict[str, Any]:
    options = [
        {"name": option, "in": "query", "schema": schema}
        for option, schema in Asked.model_json_schema()["properties"].items()
    ]
    answer = {"type": "array", "items": row} if many else row
    return _say(name, answer) | {"parameters": [_ACCOUNT, *options]}


def _say(name: str, schema: Any) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        "operationId": name,
        "responses": {
            "200": {
                "description": "The answer.",
                "content": {"application/json": {"schema": schema}},
            },
            "default": {
                "description": "What went wrong.",
                "content": {"application/problem+json": problem},
            },
        },
    }


def _take(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
