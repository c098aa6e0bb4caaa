import doctest
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_session_of_the_readme_runs_as_printed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, run = doctest.testfile(str(README), module_relative=False, optionflags=flags)
    assert (failed, run > 5) == (0, True)
    assert (tmp_path / "review.html").stat().st_size > 10_000


def test_the_session_is_short():
    session = README.read_text("utf-8").split("```python")[1].split("```")[0]
    assert len(session.strip().splitlines()) <= 25
