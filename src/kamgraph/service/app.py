"""The ASGI app: a path for each question, and the work off the event loop."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from kamgraph.analysis.what_ifs import what_ifs
from kamgraph.reviews.records import spell_records
from kamgraph.service.accounts import Change, list_accounts, make_tables
from kamgraph.service.bounds import Bounds, read_body
from kamgraph.service.metrics import Metrics
from kamgraph.service.openapi import describe
from kamgraph.service.problems import CAUGHT, tell, tell_failure
from kamgraph.service.questions import QUESTIONS, Asked, see, spell_answer
from kamgraph.service.tenants import Answer, Tenants
from kamgraph.service.trials import read_trials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy

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
    service = _Service(tenants, authenticate or (lambda _: ""), bounds)
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
        exception_handlers=dict.fromkeys(CAUGHT, _tell) | {Exception: _tell_failure},
    )


async def _tell(request: Request, error: Exception) -> Response:
    return tell(request, error)


async def _tell_failure(request: Request, error: Exception) -> Response:
    return tell_failure(request, error)


async def _tell_metrics(request: Request) -> Response:
    return Response(request.scope["kamgraph.metrics"].spell(), media_type="text/plain")


async def _tell_openapi(_: Request) -> Response:
    return Response(json.dumps(describe()), media_type=_JSON)


class _Service:
    """What each path does."""

    def __init__(self, tenants: Tenants, authenticate: Authenticate, bounds: Bounds) -> None:
        self._tenants, self._authenticate, self._bounds = tenants, authenticate, bounds
        self._limiter = anyio.CapacityLimiter(bounds.threads)

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

    async def tell_health(self, _: Request) -> Response:
        """Tell whether every store can be asked."""
        await self._work(lambda: [self._tenants.store(one).number for one in self._tenants])
        return Response(b'{"status": "ok"}', media_type=_JSON)

    def _guard(
        self, handle: Callable[[Request, str], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            tenant = await self._work(lambda: self._authenticate(request.headers))
            if tenant is None:
                raise HTTPException(401, "give what proves who you are")
            return await handle(request, tenant)

        return guarded

    async def _work(self, work: Callable[[], Any]) -> Any:
        """Do what takes long in a thread, and give up waiting in time."""
        with anyio.move_on_after(self._bounds.seconds):
            return await anyio.to_thread.run_sync(
                work, abandon_on_cancel=True, limiter=self._limiter
            )
        raise HTTPException(503, f"there is no answer after {self._bounds.seconds:g} seconds")

    async def _list_accounts(self, _: Request, tenant: str) -> Response:
        accounts = await self._work(lambda: list_accounts(self._tenants.store(tenant).book()))
        return Response(json.dumps(accounts, ensure_ascii=False).encode(), media_type=_JSON)

    async def _find_version(self, request: Request, tenant: str) -> Response:
        store = self._tenants.store(tenant)
        version = await self._work(lambda: store.version(request.path_params["account"]))
        return Response(json.dumps({"version": version}), media_type=_JSON)

    async def _answer(self, request: Request, tenant: str) -> Response:
        account, name = request.path_params["account"], request.path_params["question"]
        if name not in {*QUESTIONS, "review"}:
            known = ", ".join([*QUESTIONS, "review", "version", "what_ifs"])
            raise HTTPException(404, f"nobody can ask that; known are {known}")
        asked = Asked.model_validate(dict(request.query_params))

        def work(book: Book, policy: Policy) -> Answer:
            return Answer("", spell_answer(name, see(book, account, asked, policy), asked))

        said = f"{name} {asked!r}"
        found = await self._work(lambda: self._tenants.answer(tenant, account, said, work))
        headers = {"ETag": f'"{found.tag}"', "Cache-Control": "private, no-cache"}
        given = request.headers.get("if-none-match", "")
        if f'"{found.tag}"' in given or given == "*":
            return Response(status_code=304, headers=headers)
        return Response(found.body, media_type=found.kind, headers=headers)

    async def _try_out(self, request: Request, tenant: str) -> Response:
        asked = Asked.model_validate(dict(request.query_params))
        trials = read_trials(await read_body(request, self._bounds), self._bounds.trials)
        account, tenants = request.path_params["account"], self._tenants

        def work() -> bytes:
            book, policy = tenants.store(tenant).book(), tenants.policy(tenant)
            return spell_records("what_ifs", what_ifs(see(book, account, asked, policy), trials))

        return Response(await self._work(work), media_type=_JSON)

    async def _list_changes(self, request: Request, tenant: str) -> Response:
        since = request.query_params.get("since", "")
        if not since.isdecimal():
            raise HTTPException(400, "say since which change: ?since=NUMBER")
        store = self._tenants.store(tenant)
        changes = await self._work(lambda: store.changes(int(since)))
        number = int(changes["number"].max()) if len(changes) else int(since)
        told = {"number": number, "changes": changes.to_dict(orient="records")}
        return Response(json.dumps(told, ensure_ascii=False).encode(), media_type=_JSON)

    async def _change(self, request: Request, tenant: str) -> Response:
        change = Change.model_validate_json(await read_body(request, self._bounds))
        store = self._tenants.store(tenant)
        number = await self._work(
            lambda: store.change(
                make_tables(change.rows), gone=make_tables(change.gone), expecting=change.expecting
            )
        )
        return Response(json.dumps({"number": number}), media_type=_JSON)
