"""The erasure list: who must not come back, without saying who that is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from kamgraph.door import guard_methods
from kamgraph.errors import KamgraphError, SourceError
from kamgraph.model.arguments import NONE, check_argument
from kamgraph.model.finding import Finding, findings_table
from kamgraph.model.privacy.erasure import list_people
from kamgraph.model.privacy.keyed import hash_with_key, secret
from kamgraph.model.privacy.name_patterns import list_spellings, spell_alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from kamgraph.model.book import Book

_SHOWN = 12

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Document(BaseModel):
    """The JSON document of a list."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: Literal["kamgraph-erasures"] = "kamgraph-erasures"
    version: Literal[1] = 1
    check: Hash
    hashes: list[Hash]


@guard_methods
@dataclass(frozen=True)
class ErasureList:
    """People who were erased and are left out when an import brings them back.

    The list holds keyed hashes (HMAC-SHA256): without the key nobody can tell who is on it, not
    even by trying ids. The key is the caller's to keep; no document holds it.

    Parameters
    ----------
    key
        A long random text or bytes, of 16 bytes at least.
    hashes
        What is on the list; add to it with :meth:`adding`.

    Raises
    ------
    KamgraphError
        If the key is of another type, or shorter.
    """

    key: bytes | str = field(repr=False)
    hashes: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Hold the key as bytes."""
        object.__setattr__(self, "key", secret(self.key))

    def adding(
        self, person: str, *, name: str | None = None, organization: str | None = None
    ) -> Self:
        """Return a list with one person more.

        Parameters
        ----------
        person
            The person's id.
        name, organization
            The person's name and organization's id, to know them under another id, too, however
            the name is spaced and ordered; then a namesake in the organization is left out as
            well. Needed both, or none.

        Raises
        ------
        KamgraphError
            If one is given without the other, or anything is no text.
        """
        check_argument(person, (str,), "a person is told by the text of their id", KamgraphError)
        for told in (name, organization):
            check_argument(told, (str, NONE), "name and organization are texts", KamgraphError)
        if (name is None) != (organization is None):
            raise KamgraphError("a name and its organization are needed both, or none of them")
        added = {self._hash("id", person)}
        if name is not None and organization is not None:
            added.add(self._hash("name", spell_alike(name), organization))
        return replace(self, hashes=self.hashes | added)

    def __contains__(self, person: str) -> bool:
        """Tell whether an id is on the list."""
        return self._hash("id", person) in self.hashes

    def following(self, merges: Mapping[str, str]) -> Self:
        """Return a list with the kept ids, too, into which listed ones were merged.

        Parameters
        ----------
        merges
            Old id → id that is kept.
        """
        kept = [self._hash("id", new) for old, new in merges.items() if old in self]
        return replace(self, hashes=self.hashes.union(kept))

    def apply(self, book: Book) -> tuple[Book, pd.DataFrame]:
        """Erase from a book who is on the list.

        Parameters
        ----------
        book
            What was read.

        Returns
        -------
        tuple of Book and DataFrame
            The book without them, as :meth:`kamgraph.Book.erase` leaves it; and one
            finding per person, with the columns of :func:`~kamgraph.check`, which names nobody:
            its subject is the beginning of the keyed hash.
        """
        found = []
        for person in sorted(self._find_people(book)):
            rows = _count_rows(book)
            book = book.erase(person)
            found.append(_write_finding(self._hash("id", person), rows - _count_rows(book)))
        return book, findings_table(found)

    def to_json(self) -> str:
        """Return the list as a JSON document, without the key."""
        document = _Document(check=self._hash("check"), hashes=sorted(self.hashes))
        return document.model_dump_json(indent=1)

    @classmethod
    def from_json(cls, text: str | bytes, *, key: bytes | str) -> Self:
        """Read a list from its JSON document.

        Raises
        ------
        SourceError
            If the text is no such document, or the key is not the one it was made with.
        KamgraphError
            If the key is of another type, or shorter.
        """
        try:
            document = _Document.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_input=False)[0]["msg"]
            raise SourceError(f"not the document of an erasure list: {problem}") from None
        found = cls(key, frozenset(document.hashes))
        if document.check != found._hash("check"):
            raise SourceError("this is not the key with which the erasure list was made")
        return found

    def _find_people(self, book: Book) -> Iterator[str]:
        if not self.hashes:
            return
        tables = book.to_tables()
        people = tables["people"]
        known = zip(people["id"], people["name"], people["organization"], strict=True)
        by_name = {
            person
            for person, name, organization in known
            for spelling in list_spellings(name)
            if self._hash("name", spelling, organization) in self.hashes
        }
        yield from (one for one in list_people(tables) if one in by_name or one in self)

    def _hash(self, *parts: str) -> str:
        return hash_with_key(secret(self.key), *parts)


def _count_rows(book: Book) -> int:
    return sum(len(rows) for rows in book.to_tables().values())


def _write_finding(hashed: str, rows: int) -> Finding:
    count = "1 row" if rows == 1 else f"{rows} rows"
    return Finding(
        "medium",
        "erased_person",
        "people",
        (hashed[:_SHOWN],),
        f"Somebody on the erasure list was there and was left out, with {count} in all.",
        "Delete the person where the data come from, too.",
    )
