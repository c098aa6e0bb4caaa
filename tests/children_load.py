"""What a process loads before children are forked of it: all that writing any form needs."""

import tempfile
from pathlib import Path

import pytest  # noqa: F401 - the program that children are told they run

from forms import FORMS, source, state

for name in ("old", "new"):
    source(name)

with tempfile.TemporaryDirectory() as folder:
    for form in FORMS:
        form.write("old", Path(folder, form.called))
        state(form, Path(folder, form.called))
