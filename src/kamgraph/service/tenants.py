"""Whose store it is, by which policy it is asked, and what was answered while nothing changed."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kamgraph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kamgraph.model.book import Book
    from kamgraph.model.policy import Policy
    from kamgraph.store.store import Store

FindPolicy: TypeAlias = "Callable[[str], Policy]"


class Answer(NamedTuple):
    """What was answered, and the tag of all that it hangs on."""

    tag: str
    body: bytes
    kind: str = "application/json"


class Tenants:
    """The stores of tenants, and the policy of each.

    Parameters
    ----------
    stores
        Tenant → store. Without tenants give ``{"": store}``.
    policy
        Tenant → policy, asked at each request, so that another holds without a restart; default the
        policy of the store.
    answers
        Answers that are kept for as long as nothing changes what they say.
    """

    def __init__(
        self,
        stores: Mapping[str, Store],
        *,
        policy: FindPolicy | None = None,
        answers: int = 512,
    ) -> None:
        self._stores, self._policy = dict(stores), policy
        self._answers = _Kept(answers)
        self._versions = _Kept(answers)

    def __iter__(self) -> Any:
        """Yield the tenants."""
        return iter(self._stores)

    def store(self, tenant: str) -> Store:
        """Return the store of a tenant."""
        if tenant not in self._stores:
            raise NotFoundError("there is no such tenant")
        return self._stores[tenant]

    def policy(self, tenant: str) -> Policy:
        """Return the policy of a tenant as it is now."""
        return self._policy(tenant) if self._policy else self.store(tenant).policy

    def answer(
        self, tenant: str, account: str, asked: str, work: Callable[[Book, Policy], Answer]
    ) -> Answer:
        """Return what is answered about an account, worked out only if anything has changed."""
        book, policy = self.store(tenant).book(), self.policy(tenant)
        tag = self._tag(tenant, book, account, policy, asked)
        kept = self._answers.find(tag)
        if kept is None:
            kept = work(book, policy)._replace(tag=tag)
            self._answers.keep(tag, kept)
        return kept

    def _tag(self, tenant: str, book: Book, account: str, policy: Policy, asked: str) -> str:
        """Return a hash of all that an answer about an account hangs on."""
        # The book itself is part of the key, so that no other can be taken for it.
        known = self._versions.find((tenant, account))
        if known is None or known[0] is not book:
            part = book.of_account(account)
            known = (book, part.content_hash, str(part.newest_day), sorted(part.recorded))
            self._versions.keep((tenant, account), known)
        said = repr((tenant, *known[1:], account, asked, policy))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


class _Kept:
    """The last so many things, by whatever tells them apart."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Any) -> Any:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def keep(self, key: Any, value: Any) -> None:
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
