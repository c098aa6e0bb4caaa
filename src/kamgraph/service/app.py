"""The ASGI app: a path for each question, and the work off the event loop."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from kamgraph.service.accounts import Change, list_accounts, make_tables
from kamgraph.service.bounds import Bounds, in_time, read_body
from kamgraph.service.jobs import WHAT_IFS, Ask
from kamgraph.service.metrics import Metrics
from kamgraph.service.openapi import describe
from kamgraph.service.problems import CAUGHT, tell_failure, tell_problem
from kamgraph.service.questions import QUESTIONS, REVIEW, Asked
from kamgraph.service.tenants import Answer, Now, Tenants
from kamgraph.service.threads import Threads
from kamgraph.service.trials import read_trials
from kamgraph.service.watch import Watch
from kamgraph.service.workers import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.requests import Request
# The headers of a request → the tenant who asks, None for nobody who may.
Authenticate: TypeAlias = Callable[[Mapping[str, str]], str | None]
_JSON = "application/json"


def make_app(
    tenants: Tenants,
    *,
    authenticate: Authenticate | None = None,
    bounds: Bounds = Bounds(),  # noqa: B008 - frozen
    hosts: Sequence[str] = ("*",),
) -> Starlette:
    """Return an ASGI app that answers about the accounts of stores.

    Parameters
    ----------
    tenants
        The stores, and the policy of each tenant.
    authenticate
        The headers of a request, in small letters → the tenant who asks, or None, which is
        answered by 401. Without it everybody is the tenant ``""``.
    bounds
        How much a request may take.
    hosts
        The names by which the app may be called, such as ``crm.example.com``.
    """
    service = _Service(tenants, authenticate, bounds)
    return Starlette(
        routes=[
            Route("/health", service.tell_health),
            Route("/metrics", _tell_metrics),
            Route("/openapi.json", _tell_openapi),
            *service.list_routes(),
        ],
        middleware=[
            Middleware(Metrics),
            Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts]),
        ],
        lifespan=service.live,
        exception_handlers=dict.fromkeys(CAUGHT, _tell) | {Exception: _tell_failure},
    )


async def _tell(request: Request, error: Exception) -> Response:
    return tell_problem(request, error)


async def _tell_failure(request: Request, error: Exception) -> Response:
    return tell_failure(request, error)


async def _tell_metrics(request: Request) -> Response:
    return Response(request.scope["kamgraph.metrics"].spell(), media_type="text/plain")


def _read_query(request: Request) -> Asked:
    """Return what is asked besides, each thing once."""
    given = request.query_params
    if twice := sorted({name for name in given if len(given.getlist(name)) > 1}):
        raise HTTPException(400, f"'{twice[0]}' is said more than once; say it once")
    return Asked.model_validate(dict(given))


async def _tell_openapi(_: Request) -> Response:
    return Response(json.dumps(describe()), media_type=_JSON)


class _Service:
    """What each path does."""

    def __init__(self, tenants: Tenants, authenticate: Authenticate | None, bounds: Bounds) -> None:
        self._tenants, self._authenticate, self._bounds = tenants, authenticate, bounds
        self._threads, self._workers = Threads(bounds), Workers(bounds)
        self._watches = {tenant: Watch(partial(self._look, tenant)) for tenant in tenants}

    def list_routes(self) -> list[Route]:
        """Return the paths of which a tenant may ask."""
        account = "/v1/accounts/{account}"
        return [
            Route("/v1/accounts", self._guard(self._list_accounts)),
            Route(f"{account}/version", self._guard(self._find_version)),
            Route(f"{account}/what_ifs", self._guard(self._try_out), methods=["POST"]),
            Route(f"{account}/{{question}}", self._guard(self._answer)),
            Route("/v1/changes", self._guard(self._list_changes)),
            Route("/v1/changes", self._guard(self._change), methods=["POST"]),
        ]

    @asynccontextmanager
    async def live(self, _: Starlette) -> AsyncIterator[None]:
        """End those who work when the app does."""
        yield
        await self._threads.run(self._workers.close)

    async def tell_health(self, _: Request) -> Response:
        """Tell whether every store can be asked."""
        async with in_time(self._bounds):
            await self._threads.run(
                lambda: [self._tenants.store(tenant).number for tenant in self._tenants]
            )
        return Response(b'{"status": "ok"}', media_type=_JSON)

    def _guard(
        self, handle: Callable[[Request, str], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            async with in_time(self._bounds):
                return await handle(request, await self._find_tenant(request))

        return guarded

    async def _find_tenant(self, request: Request) -> str:
        """Return who asks."""
        if self._authenticate is None:
            return ""
        tenant = await self._threads.run(partial(self._authenticate, request.headers))
        if tenant is None:
            raise HTTPException(401, "give what proves who you are")
        return tenant

    async def _see(self, tenant: str) -> Now:
        """Return what answers hang on now."""
        self._tenants.store(tenant)  # or there is no such tenant
        return await self._watches[tenant].see()

    async def _look(self, tenant: str) -> Now:
        return await self._threads.run(partial(self._tenants.look, tenant), "look", tenant)

    async def _list_accounts(self, _: Request, tenant: str) -> Response:
        now = await self._see(tenant)
        accounts = await self._threads.run(partial(list_accounts, now.state.book))
        return Response(json.dumps(accounts, ensure_ascii=False).encode(), media_type=_JSON)

    async def _find_version(self, request: Request, tenant: str) -> Response:
        now, account = await self._see(tenant), request.path_params["account"]
        versions = self._tenants.store(tenant).live.versions
        version = await self._threads.run(partial(versions.find, now.state, account))
        return Response(json.dumps({"version": version}), media_type=_JSON)

    async def _answer(self, request: Request, tenant: str) -> Response:
        account, name = request.path_params["account"], request.path_params["question"]
        if name not in {*QUESTIONS, REVIEW}:
            known = ", ".join([*QUESTIONS, REVIEW, "version", WHAT_IFS])
            raise HTTPException(404, f"nobody can ask that; known are {known}")
        asked = _read_query(request)
        found = await self._find_answer(tenant, Ask(account, name, asked))
        headers = {"ETag": f'"{found.tag}"', "Cache-Control": "private, no-cache"}
        given = request.headers.get("if-none-match", "")
        if f'"{found.tag}"' in given or given == "*":
            return Response(status_code=304, headers=headers)
        return Response(found.body, media_type=_JSON, headers=headers)

    async def _try_out(self, request: Request, tenant: str) -> Response:
        asked = _read_query(request)
        trials = await read_body(request, self._bounds)
        read_trials(trials, self._bounds.trials)
        ask = Ask(request.path_params["account"], WHAT_IFS, asked, trials)
        return Response((await self._find_answer(tenant, ask)).body, media_type=_JSON)

    async def _find_answer(self, tenant: str, ask: Ask) -> Answer:
        """Return an answer that holds now, by the shortest way there is."""
        tenants, now = self._tenants, await self._see(tenant)
        known = tenants.recall(tenant, now, ask)
        if known is not None:
            return known
        found = await self._threads.run(partial(tenants.find, tenant, now, ask))
        if isinstance(found, Answer):
            return found
        tag, job = found

        def keep(body: bytes) -> None:
            tenants.keep(tenant, ask, Answer(tag, body))

        return Answer(tag, await self._workers.work_out(tag, job, keep))

    async def _list_changes(self, request: Request, tenant: str) -> Response:
        since = request.query_params.get("since", "")
        if not since.isdecimal():
            raise HTTPException(400, "say since which change: ?since=NUMBER")
        store = self._tenants.store(tenant)
        changes = await self._threads.run(partial(store.changes, int(since)))
        number = int(changes["number"].max()) if len(changes) else int(since)
        told = {"number": number, "changes": changes.to_dict(orient="records")}
        return Response(json.dumps(told, ensure_ascii=False).encode(), media_type=_JSON)

    async def _change(self, request: Request, tenant: str) -> Response:
        change = Change.model_validate_json(await read_body(request, self._bounds))
        store = self._tenants.store(tenant)

        def work() -> int:
            rows, gone = make_tables(change.rows), make_tables(change.gone)
            return store.change(rows, gone=gone, expecting=change.expecting)

        number = await self._threads.run(work, "change", tenant)  # one after the other
        return Response(json.dumps({"number": number}), media_type=_JSON)
