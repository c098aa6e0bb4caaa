"""Whose store it is, by which policy it is asked, and what was answered while nothing changed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kamgraph import __version__
from kamgraph.errors import NotFoundError
from kamgraph.model.kept import Kept
from kamgraph.service.jobs import Ask, Job, do
from kamgraph.service.questions import see

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kamgraph.model.policy import Policy
    from kamgraph.store.state import State
    from kamgraph.store.store import Store

FindPolicy: TypeAlias = "Callable[[str], Policy]"


class Answer(NamedTuple):
    """What was answered, and the tag of all that it hangs on."""

    tag: str
    body: bytes


class Now(NamedTuple):
    """What the answers of a tenant hang on, beside the account."""

    state: State
    policy: Policy
    said: str  # the policy, and what matters of the rest of the book, in words


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
        Bytes of answers that are kept for as long as nothing changes what they say.
    """

    def __init__(
        self,
        stores: Mapping[str, Store],
        *,
        policy: FindPolicy | None = None,
        answers: int = 2**26,
    ) -> None:
        self._stores, self._policy = dict(stores), policy
        self._answers: Kept[Answer] = Kept(answers, lambda one: len(one.body) + len(one.tag))
        self._policies: Kept[tuple[str, Policy]] = Kept(256)

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

    def answer(self, tenant: str, ask: Ask) -> Answer:
        """Return what is answered, worked out here and now if it is not known."""
        found = self.find(tenant, self.look(tenant), ask)
        if isinstance(found, Answer):
            return found
        tag, job = found
        return self.keep(tenant, ask, Answer(tag, do(job)))

    def look(self, tenant: str) -> Now:
        """Return what the answers of a tenant hang on now."""
        state, policy = self.store(tenant).live.follow(), self.policy(tenant)
        said, told = self._policies.find(id(policy)) or ("", None)
        if told is not policy:
            said = _hash(repr(policy))
            self._policies.keep(id(policy), (said, policy))
        day, recorded = state.book.newest_day, sorted(state.book.recorded)
        return Now(state, policy, repr((tenant, str(day), recorded, said, __version__)))

    def recall(self, tenant: str, now: Now, ask: Ask) -> Answer | None:
        """Return an answer that holds still, if that is known without a look at the account."""
        version = self.store(tenant).live.versions.recall(now.state, ask.account)
        return None if version is None else self._find_kept(tenant, now, version, ask)

    def find(self, tenant: str, now: Now, ask: Ask) -> Answer | tuple[str, Job]:
        """Return an answer that holds still, or its tag and what there is to do for it."""
        part = self.store(tenant).live.versions.look(now.state, ask.account)
        deal, version = ask.asked.deal, part.content_hash
        if deal and not part.has_id("deals", deal):  # the whole book knows what is wrong with it
            see(now.state.book, ask.account, ask.asked, now.policy)
        kept = self._find_kept(tenant, now, version, ask)
        if kept is not None:
            return kept
        return _tag(now, version, ask), Job(ask, part, now.policy, f"{version} {now.said}")

    def keep(self, tenant: str, ask: Ask, answer: Answer) -> Answer:
        """Keep an answer in place of an older one, and return it."""
        self._answers.keep((tenant, ask), answer)
        return answer

    def _find_kept(self, tenant: str, now: Now, version: str, ask: Ask) -> Answer | None:
        kept = self._answers.find((tenant, ask))
        return kept if kept is not None and kept.tag == _tag(now, version, ask) else None


def _tag(now: Now, version: str, ask: Ask) -> str:
    return _hash(f"{version} {now.said} {ask!r}")


def _hash(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:32]
