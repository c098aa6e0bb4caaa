import subprocess
import sys

WITHOUT = """
import sys
sys.modules["matplotlib"] = None
import kamgraph as k
from kamgraph.reviews.formats import slides
from kamgraph.reviews.formats.html.map.element import make_map
from kamgraph.reviews.formats.html.templates import draw_picture
empty = k.build_graph(k.Book.from_tables({}))
asked = (
    lambda: k.plot.map, lambda: draw_picture(print), lambda: make_map([empty], "map"),
    lambda: slides.write(None, None),
)
for ask in asked:
    try:
        ask()
    except k.SourceError as error:
        print(error)
"""


def test_without_matplotlib_pictures_pages_and_slides_tell_what_to_install():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True
    )
    told = done.stdout.splitlines()
    assert len(told) == 4
    assert all(line.startswith("pictures need matplotlib; install it with: ") for line in told)
    assert all("[plot]" in line for line in told)
