"""``kamgraph serve`` answers real clients, on this machine alone unless told otherwise."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import httpx
import pytest

from kamgraph.cli import main
from kamgraph.service.serve import _listen

VARIABLE = "KAMGRAPH_TOKEN"


def find_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(store, *options, **environment):
    port = find_port()
    command = [
        sys.executable,
        "-m",
        "kamgraph",
        "serve",
        f"sqlite:///{store.place}",
        "--port",
        str(port),
        *options,
    ]
    with subprocess.Popen(
        command, env=os.environ | environment, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()


def wait_for(url):
    deadline = time.monotonic() + 30
    while True:
        try:
            return httpx.get(f"{url}/health")
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


@pytest.mark.long
def test_a_server_answers_whoever_knows_the_secret(store):
    with serving(store, **{VARIABLE: "open-sesame"}) as (url, _):
        assert wait_for(url).status_code == 200
        asked = f"{url}/v1/accounts/acme/scores"
        assert httpx.get(asked).status_code == 401
        told = httpx.get(asked, headers={"Authorization": "Bearer open-sesame"})
        assert told.json()[0]["account"] == "acme"
        assert httpx.get(asked, headers={"Host": "evil.example"}).status_code == 400


def test_nobody_is_let_in_from_outside_without_a_secret(store, capsys, monkeypatch):
    monkeypatch.delenv("KAMGRAPH_TOKEN", raising=False)
    assert main(["serve", f"sqlite:///{store.place}", "--host", "0.0.0.0"]) == 2  # noqa: S104
    assert "KAMGRAPH_TOKEN" in capsys.readouterr().err


@pytest.mark.long
def test_the_address_is_told_once_it_can_be_called_and_a_taken_port_is_refused(store):
    command = [sys.executable, "-m", "kamgraph", "serve", f"sqlite:///{store.place}", "--port"]
    pipes = {"stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, "0", "--processes", "0"], **pipes) as process:
        try:
            url = process.stderr.readline().strip()
            assert httpx.get(f"{url}/health").status_code == 200
            port = url.rpartition(":")[2]
            second = subprocess.run([*command, port], **pipes, check=False, timeout=30)
        finally:
            process.terminate()
    assert second.returncode == 2
    assert f"port {port} of '127.0.0.1' cannot be listened at" in second.stderr


def test_answers_are_sent_at_once():
    held_back = []

    async def look():
        taken = asyncio.Event()

        def take(_, writer):
            caller = writer.get_extra_info("socket")
            held_back.append(not caller.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()
            taken.set()

        with _listen("127.0.0.1", 0) as listening:
            async with await asyncio.start_server(take, sock=listening) as server:
                port = server.sockets[0].getsockname()[1]
                _, caller = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.wait_for(taken.wait(), timeout=30)
                caller.close()

    asyncio.run(look())
    assert held_back == [False]
