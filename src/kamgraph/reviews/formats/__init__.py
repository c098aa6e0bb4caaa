"""The forms a review comes in: one file or folder per format, found by the ending of a file."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from kamgraph.model.voice import speaking
from kamgraph.sources.commit import deliver, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kamgraph.reviews.content import ReviewContent
    from kamgraph.sources.commit import Address, Stream


# A format is a module of this package: with ``render(review, **options) -> str`` where it is text,
# else with ``write(review, path, **options)``; with ``check_extras()`` where it needs libraries
# beside the core. It is loaded when it is first asked for.
class Format(NamedTuple):
    """A form of a review: its module, the endings of its files, its options, whether it is text."""

    module: str
    endings: tuple[str, ...]
    options: tuple[str, ...] = ()
    text: bool = False


FORMATS = (
    Format("html", (".html", ".htm"), options=("nonce",), text=True),
    Format("markdown", (".md",), text=True),
    Format("slides", (".pptx",), options=("template",)),
    Format("workbook", (".xlsx",)),
    Format("json", (".json",), text=True),
)
ENDINGS = {ending: form for form in FORMATS for ending in form.endings}


def load_format(ending: str) -> Any:
    """Return the module of the format whose files have an ending."""
    return import_module(f"{__name__}.{ENDINGS[ending].module}")


def check_extras(endings: Iterable[str]) -> None:
    """Refuse forms whose libraries are not there, before anything is worked out or written."""
    for ending in endings:
        if check := getattr(load_format(ending), "check_extras", None):
            check()


def write_as(ending: str, review: ReviewContent, path: Path, **options: Any) -> None:
    """Write a review to a file in the form of an ending, which the file's own may differ from."""
    if ENDINGS[ending].text:
        write_text(path, render_as(ending, review, **options))
    else:
        with speaking(review.language):
            load_format(ending).write(review, path, **options)


def deliver_as(
    ending: str, review: ReviewContent, target: Address | Stream | None, **options: Any
) -> Any:
    """Write a review in the form of an ending to a path or a stream, or return it without one."""
    make = partial(_make_content, ending, review, **options)
    return deliver(target, make, lambda path: write_as(ending, review, path, **options))


def _make_content(ending: str, review: ReviewContent, **options: Any) -> Any:
    """Return a review as text, or as the bytes of the file that it would be."""
    if ENDINGS[ending].text:
        return render_as(ending, review, **options)
    with TemporaryDirectory(prefix="kamgraph-") as folder:
        file = Path(folder) / f"review{ending}"
        write_as(ending, review, file, **options)
        return file.read_bytes()


def render_as(ending: str, review: ReviewContent, **options: Any) -> str:
    """Return a review as text in the form of an ending."""
    with speaking(review.language):
        return load_format(ending).render(review, **options)
