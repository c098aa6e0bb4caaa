"""A PostgreSQL server of one's own, from the binaries of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

USER, PASSWORD = "keeper", "open-sesame"
_UNPRIVILEGED = "nobody"  # the server refuses to run as root


@contextmanager
def server() -> Iterator[str]:
    """Start a server on a free port of the loopback; yield its URL, and stop it at the end."""
    initdb, pg_ctl = _binary("initdb"), _binary("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="kamgraph-pg-"))
    run = partial(
        subprocess.run,
        check=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        user=_give_away(folder),
    )
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    try:
        entry = ["-U", USER, "--pwfile", secret, "-A", "scram-sha-256"]
        run([initdb, "-D", data, *entry, "-E", "UTF8", "--locale=C", "--no-sync"])
        port = _free_port()
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("fsync = off\n")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=20"
        try:
            run([pg_ctl, "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
            yield f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{port}/postgres"
        finally:
            if (data / "postmaster.pid").exists():
                run([pg_ctl, "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder)


@contextmanager
def syncing(url: str) -> Iterator[None]:
    """Let the server write to disk as it does in earnest."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
        yield
        connection.execute("ALTER SYSTEM RESET fsync")
        connection.execute("SELECT pg_reload_conf()")


def _binary(name: str) -> str:
    packaged = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (packaged and str(packaged[-1]))
    if not found:
        pytest.skip(f"no PostgreSQL server on this machine: there is no {name}")
    return found


def _give_away(folder: Path) -> str | None:
    """Return who shall run the server, and let the folder be theirs; None: whoever runs this."""
    if os.getuid() != 0:
        return None
    shutil.chown(folder, _UNPRIVILEGED)
    return _UNPRIVILEGED


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
