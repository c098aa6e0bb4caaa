"""Serves a store: over HTTP, or to a model over standard input and output."""

from __future__ import annotations

import hmac
import socket
from contextlib import ExitStack, suppress
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from kamgraph.errors import KamgraphError
from kamgraph.service.app import make_app
from kamgraph.service.mcp_server import make_mcp_server
from kamgraph.service.policies import PolicyFile
from kamgraph.service.tenants import Tenants
from kamgraph.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from kamgraph.service.app import Authenticate
    from kamgraph.service.bounds import Bounds

_WAITING = 2048  # connections that may wait to be taken
_LOCAL = ("localhost", "127.0.0.1", "[::1]")


def serve_http(
    store: str,
    policy: Path | None,
    host: str,
    port: int,
    token: str,
    bounds: Bounds,
    tell: Callable[[str], None],
) -> None:
    """Serve a store until somebody ends it, and tell the address once it can be called."""
    local = _is_loopback(host)
    if not local and not token:
        raise KamgraphError(
            f"'{host}' can be reached from other machines: put a secret into the environment "
            "variable KAMGRAPH_TOKEN, which callers give as 'Authorization: Bearer SECRET'"
        )
    with Store(store) as opened, _listen(host, port) as listening:
        app = make_app(
            _find_tenants(opened, policy),
            authenticate=_expect(token) if token else None,
            # A page in somebody's browser may call a name of its own that leads here.
            hosts=_LOCAL if local else ("*",),
            bounds=bounds,
        )
        tell(f"http://{_write_host(host)}:{listening.getsockname()[1]}")
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
        with suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
        if not server.started:
            raise KamgraphError("the server did not begin; what is logged above says why")


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket at which others can call from now on."""
    with ExitStack() as unless_whole:
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            # asyncio sends answers at once only where the protocol is named; else 40 ms later.
            listening = unless_whole.enter_context(socket.socket(family, kind, socket.IPPROTO_TCP))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(_WAITING)
        except OSError as error:
            reason = error.strerror or str(error)
            raise KamgraphError(
                f"port {port} of '{host}' cannot be listened at: {reason}; choose another --port, "
                "or end what has it"
            ) from error
        unless_whole.pop_all()
    return listening


def _write_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def serve_mcp(store: str, policy: Path | None) -> None:
    """Answer a model over standard input and output until it hangs up."""
    with Store(store) as opened:
        make_mcp_server(_find_tenants(opened, policy)).run()


def _find_tenants(store: Store, policy: Path | None) -> Tenants:
    return Tenants({"": store}, policy=None if policy is None else PolicyFile(policy))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _expect(token: str) -> Authenticate:
    """Return what knows who gives a token."""
    wanted = f"Bearer {token}".encode()

    def authenticate(headers: Mapping[str, str]) -> str | None:
        given = headers.get("authorization", "").encode()
        return "" if hmac.compare_digest(given, wanted) else None

    return authenticate
