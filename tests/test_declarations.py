"""Another axis and other kinds of ties, added where they are declared and nowhere else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kamgraph

TRUST = """
    Axis(
        "trust",
        ("Trust", "信任度"),
        aspect="the trust in our people",
        ours=0.5,
        rivals=-0.5,
        weak_point=("trust is our weak point", "短板在信任"),
        effort=("win the trust of {name}", "赢得{name}的信任"),
        question=("Does {person} trust us?", "{person}信任我们吗？"),
        grades={"none": ("None", "毫无"), "some": ("Some", "若干"), "full": ("Full", "完全")},
        signs={"full": ("takes our word for it", "我们说什么都信")},
    ),
"""
LEADS_PROJECT, KIN = (
    """
    TieKind(
        name="leads_project",
        labels=("Works in the project of", "项目汇报"),
        plural=("Project lines", "项目汇报线"),
        style="dotted",
        line="dotted",
        pull=True,
        targets_heading=("Works in the project of", "项目上级"),
    ),
""",
    """
    TieKind(
        name="kin",
        labels=("Is kin of", "亲属"),
        plural=("Kinship", "亲属关系"),
        style="acquaintance",
        targets_heading=("Kin", "亲属"),
        sources_heading=("Kin", "亲属"),
    ),
""",
)


def declare(file, *entries):
    """Put declarations before all others, so that nothing may rely on their order."""
    text = file.read_text("utf-8")
    assert text.count("\nALL = (\n") == 1
    added = "".join(entry.lstrip("\n") for entry in entries)
    file.write_text(text.replace("\nALL = (\n", f"\nALL = (\n{added}"), "utf-8")


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """Copy the package into a folder, with more declarations than it has."""
    folder = tmp_path_factory.mktemp("declared")
    source = Path(kamgraph.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    package = Path(shutil.copytree(source, folder / "kamgraph", ignore=ignore))
    declare(package / "model" / "axes.py", TRUST)
    declare(package / "model" / "tie_kinds.py", LEADS_PROJECT, KIN)
    return folder


def run(folder, check):
    """Run a check of ``declared_more.py`` with the package in a folder."""
    tests = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (folder, tests)))}
    command = [sys.executable, "-W", "error", str(tests / "declared_more.py"), check, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.long
@pytest.mark.parametrize("check", ["oracle", pytest.param("reviews", marks=pytest.mark.long)])
def test_another_axis_and_other_kinds_of_ties_need_only_be_declared(copied, check):
    run(copied, check)
