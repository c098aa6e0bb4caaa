"""Writes and reads a form where packages are missing, as on a machine without the extras.

``python without.py PACKAGE,PACKAGE FORM FOLDER`` says what the error says, and fails if it is none of ours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Missing:
    """A finder by which packages are not there."""

    def __init__(self, packages: str) -> None:
        self._packages = packages.split(",")

    def find_spec(self, name: str, _path: Sequence[str] | None, _target: object = None) -> None:
        """Refuse the packages and all that is in them."""
        if name.partition(".")[0] in self._packages:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


def main() -> None:
    """Write a form and look at it, and print how that went."""
    packages, name, folder = sys.argv[1:]
    sys.meta_path.insert(0, Missing(packages))
    from forms import FORMS
    from kamgraph.errors import KamgraphError

    (form,) = [one for one in FORMS if one.name == name]
    for act in (lambda target: form.write("new", target), form.look):
        try:
            act(Path(folder, form.called))
            print("done")  # noqa: T201
        except KamgraphError as error:
            print(error)  # noqa: T201


if __name__ == "__main__":
    main()
