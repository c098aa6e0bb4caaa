"""Fifty clients at once ask a served store about accounts of 60 people, while rows change.

Each client asks again as soon as it is answered, half of the time with the tag of its last answer;
``--pause`` lets it wait in between, as people do. Changes of all kinds come in beside them, each to
one account, and at the end every change that was acknowledged is looked for in the store. The
clients take CPU time of the same machine, so seconds of both sides are printed.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from made_up import made_up_tables

import kamgraph as k

ACCOUNTS, PEOPLE = 50, 60
QUESTIONS = ("scores", "key_people", "gaps")
DAY = dt.date(2026, 6, 30)
KIB = 2**10
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Seen:
    """What the clients have seen."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    changed: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)  # for each change


async def ask(client: httpx.AsyncClient, until: float, seed: int, pause: float, seen: Seen) -> None:
    """Ask again and again."""
    chance, tags = random.Random(seed), {}  # noqa: S311 - which account it is
    while time.perf_counter() < until:
        account, question = chance.randrange(ACCOUNTS), chance.choice(QUESTIONS)
        path = f"/v1/accounts/a{account:08}/{question}"
        headers = {"If-None-Match": tags[path]} if path in tags and chance.random() < 0.5 else {}
        begin = time.perf_counter()
        answer = await client.get(path, headers=headers)
        seen.seconds.append(time.perf_counter() - begin)
        seen.statuses[answer.status_code] += 1
        if answer.status_code in {200, 304}:
            tags[path] = answer.headers["ETag"]
        await asyncio.sleep(pause)


async def change(client: httpx.AsyncClient, until: float, every: float, seen: Seen) -> None:
    """Hire somebody, grade them, meet them, in one account after the other."""
    while time.perf_counter() < until:
        number = len(seen.changed)
        account, one = f"a{number // 3 % ACCOUNTS:08}", f"new{number // 3}"
        table, row = (
            ("people", {"id": one, "name": "New", "organization": account}),
            ("assessments", {"person": one, "date": f"{DAY}", "price": 1 + number % 5}),
            ("interactions", {"id": f"m{number}", "date": f"{DAY}", "kind": "call", "person": one}),
        )[number % 3]
        begin = time.perf_counter()
        answer = await client.post("/v1/changes", json={"rows": {table: [row]}})
        answer.raise_for_status()
        seen.waited.append(time.perf_counter() - begin)
        seen.changed.append((table, row))
        await asyncio.sleep(every)


async def load(url: str, asked: argparse.Namespace, watch: Watch) -> Seen:
    """Ask and change for a while, and return what was seen."""
    seen = Seen()
    limits = httpx.Limits(max_connections=asked.clients + 1)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=120) as client:
        until = time.perf_counter() + asked.seconds
        asking = [ask(client, until, seed, asked.pause, seen) for seed in range(asked.clients)]
        await asyncio.gather(
            change(client, until, asked.every, seen), watch.look(asked.seconds), *asking
        )
    return seen


@dataclass
class Watch:
    """Looks at a server and the processes that it has begun."""

    server: int
    mebibytes: list[float] = field(default_factory=list)

    async def look(self, seconds: float) -> None:
        """Note the memory at the begin, in the middle and at the end."""
        for _ in range(2):
            self.note()
            await asyncio.sleep(seconds / 2 - 0.1)
        self.note()

    def note(self) -> None:
        """Note the memory that all of them hold."""
        sizes = [Path(f"/proc/{one}/status").read_text("utf-8") for one in self.list_processes()]
        held = sum(int(one.split("VmRSS:")[1].split()[0]) for one in sizes if "VmRSS" in one)
        self.mebibytes.append(held / KIB)

    def cpu(self) -> float:
        """Return the CPU seconds that all of them have taken."""
        stats = [Path(f"/proc/{one}/stat").read_text("utf-8") for one in self.list_processes()]
        return sum(sum(map(int, one.rpartition(")")[2].split()[11:13])) for one in stats) / TICKS

    def list_processes(self) -> list[int]:
        """Return the numbers of the server and its processes."""
        threads = Path(f"/proc/{self.server}/task").iterdir()
        below = [(thread / "children").read_text("utf-8").split() for thread in threads]
        return [self.server, *(int(one) for some in below for one in some)]


def wait_for(url: str) -> None:
    """Wait until a server answers."""
    while True:
        try:
            httpx.get(f"{url}/health", timeout=60).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


def count_lost(url: str, changed: list[tuple[str, dict[str, Any]]]) -> int:
    """Return how many of the rows that were acknowledged a store does not hold."""
    with k.Store(url) as fresh:
        book = fresh.book()
    keys = {"people": "id", "assessments": "person", "interactions": "id"}
    held = {table: set(book.column(table, key)) for table, key in keys.items()}
    return sum(row[keys[table]] not in held[table] for table, row in changed)


def main() -> None:
    """Serve, warm up, load, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=0, help="seconds a client waits each time")
    parser.add_argument("--every", type=float, default=1, help="seconds between changes")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/live.db"
        with k.Store(store) as opened:
            opened.change(made_up_tables(ACCOUNTS, PEOPLE))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        options = ["--port", str(port), "--processes", str(asked.processes)]
        command = [sys.executable, "-m", "kamgraph", "serve", store, *options]
        with subprocess.Popen(command) as server:
            url, watch = f"http://127.0.0.1:{port}", Watch(server.pid)
            wait_for(url)
            for account in range(ACCOUNTS):
                for question in QUESTIONS:
                    httpx.get(f"{url}/v1/accounts/a{account:08}/{question}", timeout=60)
            served, own = watch.cpu(), time.process_time()
            seen = asyncio.run(load(url, asked, watch))
            served, own = watch.cpu() - served, time.process_time() - own
            server.terminate()
        lost = count_lost(store, seen.changed)
    count = len(seen.seconds)
    p50, p99 = np.quantile(seen.seconds, [0.5, 0.99]) * 1000
    print(f"{count:,} answers {dict(seen.statuses)}, p50 {p50:.0f} ms, p99 {p99:.0f} ms")
    slowest = np.quantile(seen.waited, 0.99) * 1000
    print(f"{len(seen.changed)} changes, p99 {slowest:.0f} ms, {lost} lost")
    mine, theirs = served / count * 1000, own / count * 1000
    print(f"CPU ms per answer: {mine:.2f} of the server, {theirs:.2f} of the clients")
    print("MiB of all processes: " + ", ".join(f"{one:.0f}" for one in watch.mebibytes))


if __name__ == "__main__":
    main()
