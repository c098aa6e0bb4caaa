import pytest

from kamgraph.model.counts import first_of, number_of


@pytest.mark.parametrize(
    ("things", "said"), [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows"), ({"a", "b"}, "2 rows")]
)
def test_how_many_there_are(things, said):
    assert number_of(things, "row") == said


def test_what_has_a_plural_of_its_own():
    assert number_of(1, "address", "addresses") == "1 address"
    assert number_of(["a", "b"], "address", "addresses") == "2 addresses"


def test_the_first_and_how_many_more():
    assert first_of([]) == ""
    assert first_of(["a", "b"], most=2) == "a, b"
    assert first_of(["a", "b", "c"], most=2) == "a, b and 1 more"
    assert first_of(["a", "b", "c"], between="; ", most=2) == "a; b; and 1 more"
    assert first_of(["a", "b"], total=1202) == "a, b and 1,200 more"
