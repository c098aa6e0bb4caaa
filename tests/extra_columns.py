"""Books with columns that no entity knows, of hard names and texts."""

from itertools import cycle

from hypothesis import strategies as st

from books import from_rows
from kamgraph.model.entities import TABLES
from strategies import TEXTS, tables

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
def books_with_extra_columns(draw, *, lenient=False):
    """Draw a book with columns of one's own; a lenient one may have lost half of its people."""
    rows = draw(tables(people=8))
    rows["people"] = rows["people"][:: draw(st.integers(1, 2)) if lenient else 1]
    for table in ("people", "ties", "deals"):
        for name in draw(names):
            if name not in TABLES[table].model_fields:
                texts = draw(values)
                rows[table] = [
                    row | {name: text} for row, text in zip(rows[table], cycle(texts), strict=False)
                ]
    return from_rows(rows, lenient=lenient)
