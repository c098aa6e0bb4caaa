"""Names with dollar signs, underscores and backslashes: shown as they are, never read as formulas."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import kamgraph as k
from artists import texts
from kamgraph.reviews.formats import write_as

NAMES = ["Ba$$in Q", "$1 a year$ Ada", "_Ben_ Orr", r"\\frac{a}{b} $x^", "A$B$C", "Name_x000D_End"]


@pytest.fixture(scope="module")
def graph():
    people = pd.DataFrame({"id": [f"p{at}" for at in range(len(NAMES))], "name": NAMES})
    people = people.assign(organization="acme", title="P&L owner $10M to $20M", level=[1, 2, 3] * 2)
    ours = pd.DataFrame({"id": ["u"], "name": ["$ales $eller"], "organization": ["us"]})
    lines = [(f"p{at}", f"p{(at - 1) // 2}", "reports_to", None) for at in range(1, len(NAMES))]
    ties = [*lines, ("u", "p0", "knows", 0.5), ("p3", "p0", "influences", 0.7)]
    book = k.Book.from_tables(
        {
            "organizations": pd.DataFrame(
                {
                    "id": ["us", "acme"],
                    "name": ["$us$", "A$me $Corp"],
                    "kind": ["vendor", "customer"],
                }
            ),
            "people": pd.concat([people, ours]),
            "ties": pd.DataFrame(ties, columns=["source", "target", "kind", "strength"]),
            "deals": pd.DataFrame({"id": ["d1"], "account": ["acme"], "name": ["Deal $5M vs $6M"]}),
        }
    )
    return k.build_graph(book, deal="d1")


@pytest.mark.parametrize(
    ("picture", "name"),
    [(k.plot.map, "Ba$$in"), (k.plot.coverage, "$ales $eller"), (k.plot.power, "Ba$$in")],
)
def test_pictures_show_names_as_they_are(graph, picture, name, tmp_path):
    axes = picture(graph)
    axes.figure.savefig(tmp_path / "a.png")  # where a formula would be read
    shown = " ".join(one.get_text() for one in texts(axes)).replace(r"\$", "$")
    assert name in shown
    plt.close(axes.figure)


@pytest.mark.long
@pytest.mark.parametrize("ending", [".html", ".md", ".xlsx", ".pptx", ".json"])
def test_reviews_of_every_form_are_written(graph, ending, tmp_path):
    write_as(ending, k.review(graph), tmp_path / f"a{ending}")
    assert (tmp_path / f"a{ending}").stat().st_size > 1000
