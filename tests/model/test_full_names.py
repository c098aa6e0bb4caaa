"""Names in two parts, as people say them."""

import pytest

from kamgraph.model.full_names import join_name, turn_name


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("睿", "唐", "唐睿"),
        ("민준", "김", "김민준"),
        ("さくら", "田中", "田中さくら"),
        ("太郎", "佐々木", "佐々木太郎"),
        ("睿 (Ray)", "唐", "唐睿 (Ray)"),
        ("ジョン", "スミス", "ジョン スミス"),
        ("Ray", "唐", "Ray 唐"),
        ("睿", "Tang", "睿 Tang"),
        ("Ada", "Quist", "Ada Quist"),
        ("Ada", "", "Ada"),
        ("", "唐", "唐"),
    ],
)
def test_a_name_is_joined_as_people_say_it(first, last, name):
    assert join_name(first, last) == name


def test_a_name_written_in_the_order_of_a_system_is_the_one_that_people_say():
    assert turn_name("睿 唐") == turn_name("唐睿") == "唐睿"
    assert turn_name("Ada Quist") == "Ada Quist"
    assert turn_name("唐") == "唐"
