"""Without an extra, a form that needs it says which to install, on writing and on reading."""

import subprocess
import sys

import pytest

import without
from forms import FORMS

PACKAGES = {  # what each form needs of an extra
    "parquet": ["pyarrow"],
    "workbook": ["xlsxwriter", "defusedxml"],
    "sqlite": ["sqlalchemy"],
    "review.pptx": ["pptx"],
    "review.xlsx": ["xlsxwriter"],
    "template": ["xlsxwriter"],
    "portfolio": ["xlsxwriter"],
}
EXTRAS = {name for names in PACKAGES.values() for name in names}


@pytest.mark.parametrize(
    ("name", "package"), [(name, one) for name, needs in PACKAGES.items() for one in needs]
)
def test_a_missing_package_is_named_with_what_installs_it(name, package, tmp_path):
    (form,) = [one for one in FORMS if one.name == name]
    form.write("old", tmp_path / form.called)
    said = run(package, form, tmp_path)
    assert any("pip install" in line and form.extra in line for line in said)
    assert len(said) == 2


@pytest.mark.parametrize("form", [one for one in FORMS if not one.extra], ids=str)
def test_what_needs_no_extra_is_written_without_any(form, tmp_path):
    assert run(",".join(sorted(EXTRAS)), form, tmp_path) == ["done", "done"]


def run(packages, form, folder):
    command = [sys.executable, without.__file__, packages, form.name, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
