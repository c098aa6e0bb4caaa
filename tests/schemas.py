"""The part of JSON Schema that pydantic writes, checked by its rules one by one."""

import pydantic
import pytest

as_written = pytest.mark.skipif(
    tuple(map(int, pydantic.VERSION.split(".")[:2])) < (2, 13),
    reason="the schema of a review is as pydantic writes it from 2.13 on",
)
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    *("$defs", "$ref", "additionalProperties", "anyOf", "const", "default", "description"),
    *("enum", "format", "items", "properties", "required", "title", "type"),
}


def problems(value, schema, root=None, place="$"):
    """Return what of a value breaks a schema; refuses keywords it does not know."""
    root = root or schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return problems(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, place)
    if "anyOf" in schema:
        fits = any(not problems(value, one, root, place) for one in schema["anyOf"])
        return [] if fits else [f"{place}: fits none"]
    if not _allowed(value, schema):
        return [f"{place}: {value!r}"]
    if isinstance(value, dict):
        return list(_of_object(value, schema, root, place))
    items = enumerate(value if isinstance(value, list) else [])
    return [p for k, one in items for p in problems(one, schema["items"], root, f"{place}[{k}]")]


def _allowed(value, schema):
    kind = TYPES.get(schema.get("type"), object)
    return (
        isinstance(value, kind)
        and value == schema.get("const", value)
        and value in schema.get("enum", [value])
    )


def _of_object(value, schema, root, place):
    yield from (
        f"{place}: lacks {name}" for name in schema.get("required", ()) if name not in value
    )
    for name, one in value.items():
        part = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
        if part is False:
            yield f"{place}: has {name}"
        elif part is not True:
            yield from problems(one, part, root, f"{place}.{name}")
