import importlib.util
from pathlib import Path

from schemas import as_written

DOCS = Path(__file__).parents[2] / "docs"


@as_written
def test_the_generated_pages_are_those_of_this_code():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    pages = generate.pages().items()
    old = [name for name, text in pages if (DOCS / name).read_text("utf-8") != text]
    assert old == [], "run docs/generate.py"
