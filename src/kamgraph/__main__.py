"""``python -m kamgraph`` is the command ``kamgraph``."""

import sys

from kamgraph.cli import main

if __name__ == "__main__":
    sys.exit(main())
