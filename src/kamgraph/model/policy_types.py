"""What the judgements of a policy may be: tables that do not change, shares, weights, labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, Self, TypeVar

from annotated_types import Ge, Gt, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kamgraph.model.folding import fold
from kamgraph.model.marks import Factor

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = TypeVar("Key")
Value = TypeVar("Value")
Labels = TypeVar("Labels", tuple[str, ...], dict[str, float])


class FrozenDict(dict[Key, Value]):
    """A dict that refuses to change; it pickles and serialises like any other."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        message = "a policy does not change; make another one, such as Policy(key_most=10)"
        raise TypeError(message)

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """Return the same for the same content, in whatever order."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[type[Self], tuple[dict[Key, Value]]]:
        """Rebuild from a plain dict: unpickling may not set items either."""
        return type(self), (dict(self),)


def allow_only(words: tuple[str, ...]) -> AfterValidator:
    """Return a validator that refuses words outside some."""

    def refuse_unknown(table: Mapping[str, Any]) -> Mapping[str, Any]:
        if unknown := sorted(set(table) - set(words)):
            message = f"unknown {', '.join(unknown)}; known are {', '.join(words)}"
            raise ValueError(message)
        return table

    return AfterValidator(refuse_unknown)


def require_all(words: tuple[str, ...]) -> AfterValidator:
    """Return a validator that wants exactly some words."""
    refuse_unknown = allow_only(words).func

    def refuse_missing(table: Mapping[str, Any]) -> Mapping[str, Any]:
        refuse_unknown(table)  # type: ignore[call-arg]
        if missing := [word for word in words if word not in table]:
            message = f"lacks {', '.join(missing)}"
            raise ValueError(message)
        return table

    return AfterValidator(refuse_missing)


def _require_distinct(labels: Labels) -> Labels:
    if len({*map(fold, labels)}) < len(labels):
        message = "labels must differ in more than case"
        raise ValueError(message)
    if any(label.strip() != label or not label or not label.isprintable() for label in labels):
        message = "a label is printable, not empty and has no blank at either end"
        raise ValueError(message)
    if any(map(_is_number, labels)):
        message = "a label may not look like a number"
        raise ValueError(message)
    return labels


def _is_number(label: str) -> bool:
    try:
        float(label)
    except ValueError:
        return False
    return True


FREEZE = AfterValidator(FrozenDict)
Share = Annotated[Factor, Ge(0), Le(1)]
Score = Annotated[Factor, Ge(0), Le(100)]
Days = Annotated[Factor, Gt(0)]
Weight = Annotated[Factor, Ge(0)]
Stance = Annotated[float, Ge(-1), Le(1)]
Strength = Annotated[Factor, Gt(0), Le(1)]
Scale = Annotated[tuple[str, ...], Field(min_length=2), AfterValidator(_require_distinct)]
Meanings = Annotated[dict[str, Strength], AfterValidator(_require_distinct), FREEZE]
Words = Annotated[tuple[str, ...], AfterValidator(tuple)]


class RoleFit(BaseModel):
    """How well people fit a decision role that nobody is recorded to hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    levels: Annotated[tuple[Share, ...], Field(min_length=5, max_length=5)]
    """The factor of each level, from 1 to 5."""
    functions: Words | Literal["any"] = "any"
    """The functions that fit, which count whole."""
    other_function: Share = 0.0
    """The factor of any other function."""
