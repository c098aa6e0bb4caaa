"""What went wrong, as problem+json: RFC 9457."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kamgraph.errors import BookError, ChangedError, KamgraphError, SourceError
from kamgraph.service.questions import say_wrong

if TYPE_CHECKING:
    from starlette.requests import Request

_LOG = logging.getLogger("kamgraph.service")
_TITLES = {
    400: "The request cannot be understood",
    401: "Who asks is not known",
    404: "There is no such thing",
    405: "This cannot be done here",
    409: "Somebody else has changed it",
    413: "The request is too long",
    422: "What was given cannot be taken",
    500: "The service has failed",
    503: "There is no answer now",
}


def tell_problem(request: Request, error: Exception) -> Response:
    """Return the answer to a request that went wrong, as the app itself gives it.

    For paths of your own beside it: ``app.add_exception_handler(KamgraphError, tell_problem)``.

    Parameters
    ----------
    request
        The request.
    error
        A ``KamgraphError``, or an exception of Starlette or pydantic; any other is raised again.
    """
    response = _spell(request, *_explain(error))
    if isinstance(error, HTTPException):
        response.headers.update(error.headers or {})
    return response


def tell_failure(request: Request, error: Exception) -> Response:
    """Return the answer to a request at which the service has failed, and log why."""
    _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _spell(request, 500, "the service's log says why", {})


def _explain(error: Exception) -> tuple[int, str, dict[str, Any]]:
    """Return the status, what is wrong, and more of it."""
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail), {}
    if isinstance(error, ValidationError):
        return 400, say_wrong(error), {}
    if isinstance(error, BookError):
        told = error.problems[["table", "row", "column", "value", "problem"]]
        rows = json.loads(told.to_json(orient="records", force_ascii=False))
        return error.status, str(error), {"code": error.code, "problems": rows}
    if isinstance(error, SourceError) and not isinstance(error, ChangedError):
        _LOG.error("%s", error)  # what is said of a database is for those who run it
        detail = "the store cannot be reached or read now; the service's log says why"
        return 503, detail, {"code": error.code}
    if isinstance(error, KamgraphError):
        return error.status, str(error), {"code": error.code}
    raise error


def _spell(request: Request, status: int, detail: str, more: dict[str, Any]) -> Response:
    title = _TITLES.get(status, "The request is refused")
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body = json.dumps(told | {"instance": request.url.path} | more, ensure_ascii=False)
    return Response(body.encode(), status, media_type="application/problem+json")


CAUGHT = (KamgraphError, HTTPException, ValidationError)
