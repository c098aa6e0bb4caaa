"""Fifty clients at once ask a served store about accounts of 60 people, while rows change.

Each client asks again as soon as it is answered, half of the time with the tag of its last answer.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import numpy as np
from made_up import made_up_tables

import kamgraph as k

ACCOUNTS, PEOPLE = 50, 60
QUESTIONS = ("scores", "key_people", "gaps")
EVERY = 1.0  # seconds from one change to the next
KIB = 2**10


async def ask(client: httpx.AsyncClient, until: float, seed: int, taken: list[float]) -> None:
    """Ask again and again, and note the seconds of each answer."""
    chance, tags = random.Random(seed), {}  # noqa: S311 - which account it is
    while time.perf_counter() < until:
        account, question = chance.randrange(ACCOUNTS), chance.choice(QUESTIONS)
        path = f"/v1/accounts/a{account:08}/{question}"
        headers = {"If-None-Match": tags[path]} if path in tags and chance.random() < 0.5 else {}
        begin = time.perf_counter()
        answer = await client.get(path, headers=headers)
        taken.append(time.perf_counter() - begin)
        if answer.status_code not in {200, 304}:
            raise AssertionError(answer.text)
        tags[path] = answer.headers["ETag"]


async def change(client: httpx.AsyncClient, until: float) -> int:
    """Hire somebody every second, and return how many."""
    count = 0
    while time.perf_counter() < until:
        hired = {"id": f"new{count}", "name": "New", "organization": f"a{count % ACCOUNTS:08}"}
        answer = await client.post("/v1/changes", json={"rows": {"people": [hired]}})
        answer.raise_for_status()
        count += 1
        await asyncio.sleep(EVERY)
    return count


async def load(url: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Return the seconds of every answer, and how many rows were changed."""
    taken: list[float] = []
    limits = httpx.Limits(max_connections=clients + 1)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=60) as client:
        until = time.perf_counter() + seconds
        asking = [ask(client, until, seed, taken) for seed in range(clients)]
        changed, *_ = await asyncio.gather(change(client, until), *asking)
    return taken, changed


def resident(process: int) -> float:
    """Return the memory of a process in MiB."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / KIB


def main() -> None:
    """Serve, warm up, load, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/live.db"
        with k.Store(store) as opened:
            opened.change(made_up_tables(ACCOUNTS, PEOPLE))
            before = len(opened.book().people)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            command = [sys.executable, "-m", "kamgraph", "serve", store, "--port", str(port)]
            with subprocess.Popen(command) as server:
                time.sleep(8)
                url = f"http://127.0.0.1:{port}"
                for account in range(ACCOUNTS):
                    for question in QUESTIONS:
                        httpx.get(f"{url}/v1/accounts/a{account:08}/{question}", timeout=60)
                at_first = resident(server.pid)
                taken, changed = asyncio.run(load(url, asked.clients, asked.seconds))
                at_last = resident(server.pid)
                server.terminate()
            p50, p99 = np.quantile(taken, [0.5, 0.99]) * 1000
            lost = before + changed - len(opened.book().people)
    print(f"{len(taken):,} answers, p50 {p50:.0f} ms, p99 {p99:.0f} ms")
    print(f"{changed} changes, {lost} lost; {at_first:.0f} MiB before, {at_last:.0f} MiB after")


if __name__ == "__main__":
    main()
