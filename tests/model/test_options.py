"""Options as whoever asks gives them."""

import pytest

from kamgraph.model.options import name_option, on_command_line, spell_option


@pytest.mark.parametrize(
    ("name", "value", "python", "typed"),
    [
        ("as_", "zoho", "as_='zoho'", "--as zoho"),
        ("ours", ["us.test", "our.test"], "ours=['us.test', 'our.test']",
         "--ours us.test --ours our.test"),
        ("rename", {"label": "full name"}, "rename={'label': 'full name'}",
         "--rename 'label=full name'"),
    ],
)  # fmt: skip
def test_an_option_is_spelled_as_whoever_asks_gives_it(name, value, python, typed):
    assert spell_option(name, value) == python
    with on_command_line():
        assert spell_option(name, value) == typed
        assert name_option("as_of") == "--as-of"
    assert name_option("as_of") == "as_of="
