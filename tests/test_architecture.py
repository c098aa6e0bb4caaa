"""What the imports of the package may not do: run in a circle, not even for the types alone."""

import grimp
import networkx as nx

ROOT = "kamgraph"


def test_no_modules_import_each_other_in_a_circle():
    imports = grimp.build_graph(ROOT, cache_dir=None)
    edges = [
        (module, imported)
        for module in imports.modules
        for imported in imports.find_modules_directly_imported_by(module)
    ]
    assert len(edges) > len(imports.modules)
    parts = nx.strongly_connected_components(nx.DiGraph(edges))
    assert [sorted(part) for part in parts if len(part) > 1] == []
