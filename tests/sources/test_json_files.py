"""What a JSON file is: a book or graph, which have readers of their own, or records."""

import pytest

from kamgraph.sources.json_files import holds_book
from kamgraph.sources.source_file import SourceFile


@pytest.mark.parametrize(
    ("text", "is_book"),
    [
        ('{"links": {"self": "a", "next": null}, "data": []}', False),
        ('{"links": [{"rel": "self", "href": "a"}], "content": []}', False),
        ('{"links": [{"href": "a", "rel": "self"}], "content": []}', False),
        ('{"links": [{"source": 1, "target": 2}], "nodes": []}', True),
        ('{"directed": true, "nodes": []}', True),
    ],
)
def test_links_of_an_answer_are_no_links_of_a_graph(tmp_path, text, is_book):
    path = tmp_path / "a.json"
    path.write_text(text)
    assert holds_book(SourceFile.on_disk(path)) is is_book
