"""What is legal in a book, but doubtful."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx
import pandas as pd

from kamgraph.model.book import Book
from kamgraph.model.checks import dangling
