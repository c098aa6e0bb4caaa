import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import kamgraph
from kamgraph import kernels
from kamgraph.kernels import compile as compiling
from kamgraph.kernels.compile import Kernel

pytestmark = pytest.mark.kernels
COUNT = """
import numpy as np
from kamgraph.kernels.cells import _compress_rows
compiled, one = _compress_rows.machine, np.ones(1, int)
assert compiled(2, one, one, np.ones(1), False)[0].tolist() == [0, 0, 1]
print(sum(compiled.stats.cache_hits.values()), sum(compiled.stats.cache_misses.values()))
"""
FEW = """
import sys, numpy as np
from kamgraph.kernels import compress_rows
for times in (1, 10):
    row = np.zeros(times * 2500, int)
    compress_rows(1, row, row, np.ones(len(row)), largest=False)
    found = compress_rows(2, np.ones(1, int), np.ones(1, int), np.ones(1), largest=False)
    print(found[0].tolist(), "numba" in sys.modules)
"""


def test_compiled_and_uncompiled_results_are_equal_to_the_last_bit(monkeypatch, measured):
    compiled = measured()
    monkeypatch.setattr(compiling, "_PATIENCE", 10**9)
    for expected, found in zip(compiled, measured(), strict=True):
        np.testing.assert_array_equal(found, expected, strict=True)


def test_a_kernel_is_compiled_once_it_has_been_given_enough_to_do(monkeypatch):
    monkeypatch.setattr(compiling, "_PATIENCE", 7)
    monkeypatch.setattr(compiling, "_kernels", [])
    monkeypatch.setattr(compiling, "_compile", lambda plain: lambda *args: -plain(*args))
    total = Kernel(lambda values, limits: values.sum() + limits[0].sum())
    ones = np.ones(2)
    assert [total(ones, (ones,)) for _ in range(3)] == [4, -4, -4]
    assert total.plain(ones, (ones,)) == 4


def test_little_work_does_without_the_compiler():
    printed = subprocess.run(
        [sys.executable, "-c", FEW],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"NUMBA_DISABLE_JIT": "0"},
    ).stdout
    assert printed.splitlines() == ["[0, 0, 1] False", "[0, 0, 1] True"]


@pytest.mark.long
def test_a_package_that_cannot_be_written_keeps_its_code_in_the_users_cache(tmp_path):
    package = Path(kamgraph.__file__).parent
    copy = tmp_path / "site" / "kamgraph"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "kernels" / "__pycache__").touch()  # a file, so that there can be no such folder
    environment = os.environ | {
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "PYTHONPATH": str(tmp_path / "site"),
        "NUMBA_DISABLE_JIT": "0",
    }
    environment.pop("NUMBA_CACHE_DIR", None)
    found = [
        subprocess.run(
            [sys.executable, "-c", COUNT],
            capture_output=True,
            check=True,
            text=True,
            env=environment,
        ).stdout.split()
        for _ in range(2)
    ]
    assert found == [["0", "1"], ["1", "0"]]
    assert list((tmp_path / "cache").rglob("*.nbi"))


def test_arrays_that_may_be_written_run_the_same_code(measured):
    measured()  # of arrays that may
    row, value = np.arange(3), np.ones(3)
    for array in (row, value):
        array.flags.writeable = False
    kernels.compress_rows(3, row, row, value, largest=False)
    used = [kernel for kernel in compiling._kernels if kernel.machine is not kernel.plain]
    assert len(used) > 10 or os.environ.get("NUMBA_DISABLE_JIT") == "1"
    assert {len(kernel.machine.signatures) for kernel in used} <= {1}


def test_warming_up_compiles_all_that_large_graphs_need(monkeypatch):
    compiled = []
    monkeypatch.setattr(compiling, "_compile", lambda plain: compiled.append(plain) or plain)
    for kernel in compiling._kernels:
        monkeypatch.setattr(kernel, "_machine", None)
    kamgraph.warm_up()
    assert [kernel.plain for kernel in compiling._kernels] == compiled
    kamgraph.warm_up()
    assert len(compiled) == len(compiling._kernels)


def test_without_numba_kernels_run_uncompiled_and_warming_up_tells_what_to_install(
    monkeypatch, measured
):
    compiled = measured()
    monkeypatch.setitem(sys.modules, "numba", None)
    for kernel in compiling._kernels:
        monkeypatch.setattr(kernel, "_machine", None)
    for expected, found in zip(compiled, measured(), strict=True):
        np.testing.assert_array_equal(found, expected, strict=True)
    assert all(kernel.machine is kernel.plain for kernel in compiling._kernels)
    assert compiling.count_threads() == 1
    with pytest.raises(kamgraph.SourceError, match=r"compiled kernels need numba.*fast"):
        kamgraph.warm_up()
