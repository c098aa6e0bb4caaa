"""A book cut by account: for each the rows, its own and others', that its scopes can see."""

# In a scope are also people of other organizations, and what is known of them is part of every
# scope they are in. So their rows are replicated to each account that they touch. A slice may hold
# more than an account needs, never less: whatever a whole book would show is in its slices. It is
# cut as ``model.parts.account_rows`` cuts a book in memory, with joins in place of an index.

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from kamgraph.by_account.frames import distinct
from kamgraph.by_account.parts import FOR_ACCOUNT
from kamgraph.model import tie_kinds
from kamgraph.model.chains import follow_names
from kamgraph.model.entities import TABLES
from kamgraph.model.once import once
from kamgraph.model.tables import (
    POSTS,
    account_column,
    id_columns,
    list_required,
    names_account,
    nature,
    person_ends,
    tables_between_people,
)
from kamgraph.model.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kamgraph.by_account.frames import Engine, Frame


class Cut:
    """Who and what belongs to each account, or to several that go together, step by step."""

    # A line is a person with everybody who succeeds them or whom they succeeded, however often;
    # what one of them holds may come to another, so they go together.

    def __init__(self, tables: Mapping[str, Frame], engine: Engine, *, people: int = 0) -> None:
        """Take tables, and by about how many people accounts go together; 0: each alone."""
        self.tables, self.engine, self._people = tables, engine, people
        self._between: dict[str, Frame] = {}

    def select_rows(self, name: str) -> Frame:
        """Return the rows of a table for each account, by what its nature says they belong to."""
        ends = person_ends(name)
        if name == "organizations":
            return self._select_organizations()
        if names_account(name):
            return self._select_at_home(name)
        if nature(name).shared:  # all of an event, whoever else took part in it
            return self._find_meetings(self.members).join(self.tables[name], on="id")
        if len(ends) > 1:
            return self._select_between(name)
        if ends:  # whatever deal they are of: a review tells who was graded elsewhere alone
            return self._select_of_people(name, ends[0])
        return self._select_of_deals(name)

    @once
    def homes(self) -> Frame:
        """What the rows of each organization of an account are for: ``unit``, ``for_account``."""
        if not self._people:
            return self.accounts
        pairs = [(one, name) for name, accounts in self.chunks.items() for one in accounts]
        names = {"account": [one for one, _ in pairs], FOR_ACCOUNT: [name for _, name in pairs]}
        chunk = self._make_local(**names)
        homes = self.accounts.rename({FOR_ACCOUNT: "account"}).join(chunk, on="account")
        return self.engine.keep(homes.select("unit", FOR_ACCOUNT))

    @once
    def chunks(self) -> dict[str, list[str]]:
        """The accounts that go together, by the name of what their rows are for."""
        people = self.posts.group_by("unit").agg(nw.len().alias("people"))
        sizes = self.accounts.join(people, on="unit", how="left")
        sizes = sizes.with_columns(nw.col("people").fill_null(0))
        sizes = sizes.group_by(FOR_ACCOUNT).agg(nw.col("people").sum())
        found = sizes.collect("pandas").to_native().sort_values(FOR_ACCOUNT)
        before = found["people"].cumsum() - found["people"]
        number = (before // self._people).astype("int64").map(_NAME.format)
        return {str(name): [*some] for name, some in found[FOR_ACCOUNT].groupby(number)}

    @once
    def accounts(self) -> Frame:
        """The account of each organization that has one: ``unit``, ``for_account``."""
        units = self.tables["organizations"]
        ends = follow_names(self._parents)
        known = self._make_local(unit=[*ends], end=[*ends.values()])
        units = units.select(nw.col("id").alias("unit"), "kind").join(known, on="unit", how="left")
        top = units.with_columns(nw.coalesce("end", "unit").alias(FOR_ACCOUNT))
        customers = self.tables["organizations"].filter(nw.col("kind") == "customer")
        return self.engine.keep(
            top.join(customers.select("id"), left_on=FOR_ACCOUNT, right_on="id", how="semi").select(
                "unit", FOR_ACCOUNT
            )
        )

    @once
    def above(self) -> Frame:
        """The organizations above each that has a parent: ``unit``, ``id``."""
        pairs = [(unit, one) for unit in self._parents for one in self._climb(unit)]
        return self._make_local(unit=[unit for unit, _ in pairs], id=[one for _, one in pairs])

    def _climb(self, unit: str) -> Iterator[str]:
        seen = {unit}
        while (unit := self._parents.get(unit, unit)) not in seen:
            seen.add(unit)
            yield unit

    @once
    def _parents(self) -> dict[str, str]:
        """The parent of each organization that has one, gathered in one place."""
        units = self.tables["organizations"]
        parents = units.select("id", "parent").drop_nulls()
        parents = parents.join(units.select("id"), left_on="parent", right_on="id", how="semi")
        found = parents.collect("pandas").to_native()
        return dict(zip(found["id"], found["parent"], strict=True))

    @once
    def heirs(self) -> Frame:
        """The line of everybody who succeeds or is succeeded: ``person``, ``line``."""
        people = self.tables["people"].select(nw.col("id").alias("person"))
        pairs = self.posts.select("person", "successor").drop_nulls()
        pairs = pairs.join(people, left_on="successor", right_on="person", how="semi")
        return self._find_lines(distinct(pairs))

    @property
    def posts(self) -> Frame:
        """What people are or were: ``person``, ``unit``, ``successor``."""
        held = [(self.tables[name], person) for name, person in POSTS]
        return nw.concat(
            [
                rows.select(
                    nw.col(person).alias("person"),
                    nw.col("organization").alias("unit"),
                    "successor",
                )
                for rows, person in held
            ]
        )

    @once
    def people(self) -> Frame:
        """Everybody, once a ``unit``: ``person``, ``line``, ``side``, ``for_account`` (own's)."""
        units = self.tables["organizations"].select(
            nw.col("id").alias("unit"), nw.col("kind").alias("side")
        )
        people = distinct(self.posts.select("person", "unit"))
        people = people.join(self.heirs, on="person", how="left")
        people = people.with_columns(nw.coalesce("line", "person").alias("line"))
        people = people.join(units, on="unit", how="left").join(self.homes, on="unit", how="left")
        return self.engine.keep(people)

    @once
    def lines(self) -> Frame:
        """The line of everybody: ``person``, ``line``."""
        return self.engine.keep(distinct(self.people.select("person", "line")))

    @property
    def ties(self) -> Frame:
        """All ties, with ``source_line``, ``target_line`` and ``deal_account``."""
        return self._read_between("ties")

    def _read_between(self, name: str) -> Frame:
        """Return rows between two people, with the line of each end and ``deal_account``."""
        if name not in self._between:
            rows = self.tables[name]
            for end in person_ends(name)[:2]:
                line = self.lines.rename({"person": end, "line": f"{end}_line"})
                rows = rows.join(line, on=end)
            self._between[name] = self.engine.keep(self._add_deal_account(rows))
        return self._between[name]

    @once
    def members(self) -> Frame:
        """The lines that each account needs: ``for_account``, ``line``."""
        own = distinct(self.people.select(FOR_ACCOUNT, "line").drop_nulls())
        held = [
            self._select_at_home(name).select(FOR_ACCOUNT, nw.col(column).alias("person"))
            for name in filter(names_account, TABLES)
            for column in person_ends(name)
        ]
        holders = nw.concat(held).join(self.lines, on="person").select(FOR_ACCOUNT, "line")
        tied, met = self._find_tied(own), self._find_who_met(own)
        between = [name for name in tables_between_people() if name != "ties"]
        others = [self._find_others(name, own) for name in between]
        near = _unite(own, tied, met, holders, self._find_in_deals(), *others)
        contacts = self.people.filter(nw.col("side").is_in(tie_kinds.CONTACT_SIDES))
        contacts = near.join(contacts, on="line", how="semi")
        known = self._find_tied(contacts, kinds=tie_kinds.CLOSENESS)
        near = _unite(near, known, self._find_who_met(contacts))
        return self.engine.keep(_unite(near, self._find_bosses_of_heirs(near)))

    def _find_tied(self, lines: Frame, kinds: tuple[str, ...] = TIE_KINDS.words) -> Frame:
        """Return whoever has a tie of the account's own level with some lines."""
        ties = self.ties.filter(nw.col("deal").is_null() & nw.col("kind").is_in(kinds))
        return _find_other_ends(lines, ties, "source", "target")

    def _find_others(self, name: str, lines: Frame) -> Frame:
        """Return who stands with some lines in a row of a table between two people."""
        return _find_other_ends(lines, self._read_between(name), *person_ends(name)[:2])

    def _find_bosses_of_heirs(self, lines: Frame) -> Frame:
        """Return to whom heirs report, since their own lines beat those that they inherit."""
        heirs = lines.join(self.heirs, on="line", how="semi").rename({"line": "source_line"})
        lines = self.ties.filter(nw.col("kind").is_in(tie_kinds.FORMAL))
        bosses = lines.filter(nw.col("deal").is_null()).select("source_line", "target_line")
        return heirs.join(bosses, on="source_line").select(
            FOR_ACCOUNT, nw.col("target_line").alias("line")
        )

    def _find_in_deals(self) -> Frame:
        """Return both ends of every row between two people that is of an account's deals."""
        ends = [
            self._read_between(name)
            .filter(~nw.col("deal_account").is_null())
            .select(nw.col("deal_account").alias(FOR_ACCOUNT), nw.col(f"{end}_line").alias("line"))
            for name in tables_between_people()
            if "deal" in id_columns(name)
            for end in person_ends(name)[:2]
        ]
        return nw.concat(ends)

    def _find_meetings(self, lines: Frame) -> Frame:
        """Return the interactions in which contacts of some lines took part."""
        met = self._find_participants(tie_kinds.CONTACT_SIDES).join(lines, on="line")
        return distinct(met.select(FOR_ACCOUNT, "id"))

    def _find_who_met(self, lines: Frame) -> Frame:
        """Return who may know contacts of some lines and took part in something with them."""
        met = lines.join(self.met, on="line")
        return met.select(FOR_ACCOUNT, nw.col("other").alias("line"))

    @once
    def met(self) -> Frame:
        """Who took part in something with whom, however often: ``line``, ``other``."""
        contacts = self._find_participants(tie_kinds.CONTACT_SIDES)
        knowers = self._find_participants(tie_kinds.KNOWER_SIDES).rename({"line": "other"})
        return self.engine.keep(distinct(contacts.join(knowers, on="id").select("line", "other")))

    def _find_participants(self, sides: tuple[str, ...]) -> Frame:
        """Return who of some sides took part in what: ``id``, ``line``."""
        sided = distinct(self.people.filter(nw.col("side").is_in(sides)).select("person", "line"))
        took_part = self.tables["interactions"].select("id", "person").join(sided, on="person")
        return took_part.select("id", "line")

    def _select_organizations(self) -> Frame:
        """Return the units of each account, and the organizations of everybody else in it."""
        theirs = self.people.join(self.members.rename({FOR_ACCOUNT: "at"}), on="line")
        theirs = theirs.select(nw.col("at").alias(FOR_ACCOUNT), "unit")
        units = _unite(self.homes.select(FOR_ACCOUNT, "unit"), theirs).rename({"unit": "id"})
        return units.join(self.tables["organizations"], on="id")

    def _select_of_people(self, name: str, key: str) -> Frame:
        """Return the rows of a table about members, for each account that they are in."""
        lines = self.lines.rename({"person": key})
        return self.tables[name].join(lines, on=key).join(self.members, on="line")

    def _select_at_home(self, name: str) -> Frame:
        """Return the rows of a table that name an account or one of its units."""
        return self.tables[name].join(self.homes, left_on=account_column(name), right_on="unit")

    def _select_of_deals(self, name: str) -> Frame:
        """Return the rows of a table for the account of their deal, those of none for all."""
        if "deal" not in list_required(name):
            accounts = distinct(self.homes.select(FOR_ACCOUNT))
            return self._drop_other_deals(self.tables[name].join(accounts, how="cross"))
        rows = self._add_deal_account(self.tables[name]).rename({"deal_account": FOR_ACCOUNT})
        return rows.filter(~nw.col(FOR_ACCOUNT).is_null())

    def _select_between(self, name: str) -> Frame:
        """Return the rows whose two ends an account needs, looked up from the rarer end."""
        # One of us may be in thousands of accounts, with a tie in each.
        rows, ends = self._read_between(name), person_ends(name)[:2]
        count = self.members.group_by("line").agg(nw.len().alias("count"))
        for end in ends:
            lines = count.rename({"line": f"{end}_line", "count": f"{end}_count"})
            rows = rows.join(lines, on=f"{end}_line")
        one, other = ends
        one_is_rarer = nw.when(nw.col(f"{one}_count") <= nw.col(f"{other}_count"))
        rarer = one_is_rarer.then(f"{one}_line").otherwise(f"{other}_line").alias("line")
        rows = rows.with_columns(rarer).join(self.members, on="line").drop("line")
        for end in ends:
            lines = self.members.rename({"line": f"{end}_line"})
            rows = rows.join(lines, on=[FOR_ACCOUNT, f"{end}_line"], how="semi")
        return self._drop_other_deals(rows)

    def _add_deal_account(self, rows: Frame) -> Frame:
        if "deal" not in rows.collect_schema().names():
            return rows
        deals = self._select_at_home("deals").select(
            nw.col("id").alias("deal"), nw.col(FOR_ACCOUNT).alias("deal_account")
        )
        return rows.join(deals, on="deal", how="left")

    def _drop_other_deals(self, rows: Frame) -> Frame:
        """Leave out rows of deals of other accounts than those that need the people."""
        names = rows.collect_schema().names()
        if "deal" not in names:
            return rows
        rows = rows if "deal_account" in names else self._add_deal_account(rows)
        own = nw.col("deal").is_null() | (nw.col("deal_account") == nw.col(FOR_ACCOUNT))
        return rows.filter(own)

    def _find_lines(self, pairs: Frame) -> Frame:
        """Return a name for all whom some pairs connect, worked out in one place."""
        import networkx as nx

        found = pairs.collect("pandas").to_native()
        chain = nx.Graph(zip(found["person"], found["successor"], strict=True))
        lines = {one: min(line) for line in nx.connected_components(chain) for one in line}
        return self._make_local(person=[*lines], line=[*lines.values()])

    def _make_local(self, **columns: list[str]) -> Frame:
        """Return a small frame of texts."""
        return nw.from_native(self.engine.local(columns, self.tables["organizations"])).lazy()


def _find_other_ends(lines: Frame, rows: Frame, one: str, other: str) -> Frame:
    """Return whoever stands at the other end of rows of some lines."""
    pairs = [
        rows.select(nw.col(f"{near}_line").alias("line"), nw.col(f"{far}_line").alias("other"))
        for near, far in ((one, other), (other, one))
    ]
    return lines.join(nw.concat(pairs), on="line").select(
        FOR_ACCOUNT, nw.col("other").alias("line")
    )


def _unite(*frames: Frame) -> Frame:
    return distinct(nw.concat(list(frames)))


_NAME = "{:08d}"  # of chunks, in the order of their numbers
