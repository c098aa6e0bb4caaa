"""The commands that answer about a live store until somebody ends them."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kamgraph.errors import require_extra

if TYPE_CHECKING:
    import argparse

    from kamgraph.cli.arguments import Verbs


def add_commands(verbs: Verbs) -> None:
    """Add them to the commands that there are."""
    _add_serve(verbs.add_parser("serve", help="answer over HTTP about a live store"))
    _add_mcp(verbs.add_parser("mcp", help="answer a model about a live store, by MCP"))


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _add_store(parser)
    parser.add_argument(
        "--host", default="127.0.0.1", help="whom to listen for; by default this machine alone"
    )
    parser.add_argument("--port", type=int, default=8000, help="the port; 8000 by default")
    parser.add_argument(
        "--processes",
        type=int,
        metavar="NUMBER",
        default=os.cpu_count() or 1,
        help="processes that work out answers; by default one for each core, 0 for threads",
    )
    parser.set_defaults(run=_serve)


def _add_mcp(parser: argparse.ArgumentParser) -> None:
    _add_store(parser)
    parser.set_defaults(run=_serve_mcp)


def _add_store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", metavar="STORE", help="the URL of the database of a live store")
    parser.add_argument(
        "--policy", metavar="FILE", type=Path, help="a policy in TOML, read anew when it changes"
    )


def _serve(arguments: argparse.Namespace) -> int:
    """Answer over HTTP until somebody ends it."""
    with require_extra("the service needs Starlette, uvicorn and mcp", "service"):
        from kamgraph.service import Bounds
        from kamgraph.service.serve import serve_http
    token = os.environ.get("KAMGRAPH_TOKEN", "")
    serve_http(
        arguments.store,
        arguments.policy,
        arguments.host,
        arguments.port,
        token,
        Bounds(processes=arguments.processes),
        partial(print, file=sys.stderr),
    )
    return 0


def _serve_mcp(arguments: argparse.Namespace) -> int:
    """Answer a model until it hangs up."""
    with require_extra("the MCP server needs mcp", "service"):
        from kamgraph.service.serve import serve_mcp as run
    run(arguments.store, arguments.policy)
    return 0
