import pytest

import kamgraph
from kamgraph.later import loader

load = loader("kamgraph", {"sources.limits": ("Limits",), "model.day": ("as_day", "nothing")})


def test_a_name_is_loaded_from_its_room():
    from kamgraph.sources.limits import Limits

    assert load("Limits") is Limits


@pytest.mark.parametrize("name", ["limits", "nothing", "__path__"])
def test_what_is_nowhere_is_an_attribute_error(name):
    with pytest.raises(AttributeError, match=name):
        load(name)


def test_names_are_listed_before_they_are_loaded():
    assert {*kamgraph.__all__} <= {*dir(kamgraph)}
