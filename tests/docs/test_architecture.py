"""The page on architecture names files and rooms that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ROOMS = "analysis|graph|kernels|model|plot|reviews|sources"


def test_every_file_that_the_page_names_is_there():
    named = re.findall(rf"`((?:{ROOMS})(?:/[a-z_]+)*(?:\.(?:py|pyi|toml))?)`", PAGE)
    assert len(named) > 20
    assert [one for one in named if not (ROOT / "src" / "kamgraph" / one).exists()] == []
