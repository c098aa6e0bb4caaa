"""Books with columns that no entity knows, of hard names and texts."""

from hypothesis import strategies as st

from kamgraph.model.book import Book
from kamgraph.model.entities import TABLES
from strategies import TEXTS, books

CODES = [*range(1, 32), 0x7F, 0x85, 0xFFFE, 0xFFFF]  # most of them XML cannot hold
NAMES = (
    *("手机", "a,b", "a  b", "n'", 'q"<&', "_x0041_", "x\ufffey", "id_", "label", "kind_"),
    *(
        "side",
        "organization_name",
        "weight",
        "key",
        "value",
        "viz",
        "start",
        "interaction",
        "parent",
        "id",
        "source",
        "target",
    ),
)
HARD = (
    *TEXTS,
    *map(chr, CODES),
    "_x0041_",
    "_x005F_x0001_",
    "_x00\x01",
    "]]>",
    "&amp;",
    "<a/>",
    " ",
)

names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
values = st.lists(
    st.sampled_from(HARD)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    min_size=1,
    max_size=4,
)


@st.composite
def extended(draw, *, lenient=False):
    """Draw a book with columns of one's own; a lenient one may have lost half of its people."""
    tables = draw(books(people=8)).to_tables()
    tables["people"] = tables["people"].iloc[:: draw(st.integers(1, 2)) if lenient else 1]
    for table in ("people", "ties", "deals"):
        known = TABLES[table].model_fields
        for name in draw(names):
            texts = draw(values)
            count = len(tables[table])
            if name not in known:
                tables[table] = tables[table].assign(**{name: (texts * count)[:count]})
    return Book.from_tables(tables, lenient=lenient)
