"""Standing on data whose order is known: firms made up by a rule, and published networks."""

import csv
from itertools import combinations, groupby
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kamgraph as k
from kamgraph.analysis.standing import standing
from kamgraph.graph.standing import find_standings
from kamgraph.model.rows import Rows
from kamgraph.model.titles import read_titles

PUBLIC = Path(__file__).parents[3] / "shared/data/public"
PEOPLE, FIRMS = 40, 12
published = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public data are not beside it")


def make_up(rng, letters, pull):
    """Return the height of everybody in a firm, and who is addressed together in each letter.

    Somebody is drawn, the higher the more often by ``pull``, and up to four beside them of about
    the same height.
    """
    height = rng.permutation(PEOPLE) / (PEOPLE - 1)
    likely = pull * height + rng.gumbel(size=(letters, PEOPLE))
    first = np.argmax(likely, axis=1)
    apart = height - height[first][:, None]
    near = pull * height - (apart / 0.5) ** 2 + rng.gumbel(size=(letters, PEOPLE))
    near[np.arange(letters), first] = np.inf
    size = rng.integers(2, 6, letters)
    order = np.argsort(-near, axis=1)
    return height, [sorted(line[:count]) for line, count in zip(order.tolist(), size, strict=True)]


def claim(pull):
    """Return how sure each pair is told to be in order, and whether it is, over many firms."""
    rng, found = np.random.default_rng(7), []
    for number in range(FIRMS):
        height, letters = make_up(rng, PEOPLE * (3, 10, 30)[number % 3], pull)
        size = np.array([len(letter) for letter in letters])
        letter = np.repeat(np.arange(len(letters)), size)
        nothing = np.zeros(len(letter), dtype=np.int64)
        rows = Rows(
            interaction=letter, person=np.concatenate(letters), size=size[letter],
            account=nothing, date=nothing,
        )  # fmt: skip
        one, other = np.triu_indices(PEOPLE, 1)
        above = find_standings(rows, np.zeros(PEOPLE, dtype=np.int64)).is_above(one, other)
        told = np.where(above < 0.5, 1 - above, above)
        right = (height[one] > height[other]) == (above >= 0.5)
        found.append(np.column_stack([told, right])[~np.isnan(above)])
    return np.concatenate(found)


def share_right(pairs, low, high):
    """Return what pairs within a band of certainty claim on the mean, and how many are right."""
    within = pairs[(pairs[:, 0] >= low) & (pairs[:, 0] < high)]
    assert len(within) > 200
    return within.mean(axis=0)


def test_certainty_is_kept_where_the_high_are_addressed_more_often():
    pairs = claim(pull=1)
    for low in (0.5, 0.6, 0.7, 0.8, 0.9):
        told, right = share_right(pairs, low, low + 0.1)
        assert right > told - 0.04, f"told {told:.2f}, right {right:.2f}"
    surest = share_right(pairs, 0.9, 1.0)  # where candidates begin to be drawn
    assert surest[0] == pytest.approx(surest[1], abs=0.06)


def test_the_clearer_height_shows_in_letters_the_more_pairs_are_in_order():
    right = [claim(pull)[:, 1].mean() for pull in (0, 1, 2)]
    assert right[0] == pytest.approx(0.5, abs=0.08)
    assert right[0] + 0.15 < right[1] < right[2]


def read(name):
    with (PUBLIC / name).open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def count_in_order(circles, height, crowd=30):
    """Return which share of the pairs of unlike height standing puts in order, a tie half."""
    met = [(str(number), one) for number, circle in enumerate(circles) for one in circle]
    people = sorted({one for _, one in met})
    book = k.Book.from_tables(
        {
            "organizations": pd.DataFrame([{"id": "firm", "name": "Firm", "kind": "customer"}]),
            "people": pd.DataFrame({"id": people, "name": people, "organization": "firm"}),
            "interactions": pd.DataFrame(met, columns=["id", "person"]).assign(
                date="2026-01-01", part="to", kind="email"
            ),
        }
    )
    graph = k.build_graph(book, account="firm", policy=k.Policy(crowd=crowd))
    place = standing(graph)["standing"].dropna().to_dict()
    pairs = [pair for pair in combinations(place, 2) if height[pair[0]] != height[pair[1]]]
    higher = [pair if height[pair[0]] > height[pair[1]] else pair[::-1] for pair in pairs]
    order = [1.0 if place[a] > place[b] else 0.5 * (place[a] == place[b]) for a, b in higher]
    return round(float(np.mean(order)), 3)


def count_network(folder, ties, rank):
    """Return the share for a network: whom somebody names is a circle; rank 1 is the highest."""
    edges = sorted(read(f"{folder}_{ties}.edges.csv"), key=lambda edge: edge["src"])
    circles = [[edge["dst"] for edge in named] for _, named in groupby(edges, lambda e: e["src"])]
    height = {node["id"]: -int(node[rank]) for node in read(f"{folder}_{ties}.nodes.csv")}
    return count_in_order(circles, height)


@published
@pytest.mark.parametrize(
    ("folder", "ties", "rank", "share"),
    [
        ("krackhardt_hightech/ht", "advice", "level", 0.917),
        ("krackhardt_hightech/ht", "friends", "level", 0.452),
        ("lazega_lawfirm/law", "advice", "status", 0.887),
        ("lazega_lawfirm/law", "cowork", "status", 0.736),
        ("lazega_lawfirm/law", "friends", "status", 0.651),
    ],
)
def test_order_of_rank_in_published_networks(folder, ties, rank, share):
    assert count_network(folder, ties, rank) == share


@published
@pytest.mark.parametrize(("chamber", "share"), [("sen", 0.573), ("rep", 0.371)])
def test_who_sits_together_in_committees_is_not_who_has_sat_there_longest(chamber, share):
    people = {one["bioguide"]: one for one in read("us_congress_committees/people.csv")}
    seats = [
        one
        for one in read("us_congress_committees/memberships.csv")
        if one["bioguide"] in people and people[one["bioguide"]]["chamber"] == chamber
    ]
    seats.sort(key=lambda seat: seat["committee"])
    members = groupby(seats, lambda seat: seat["committee"])
    circles = [sorted({seat["bioguide"] for seat in found}) for _, found in members]
    height = {
        one: -pd.Timestamp(row["first_term_start"]).toordinal() for one, row in people.items()
    }
    assert count_in_order(circles, height) == share


@published
def test_titles_of_the_custodians_of_enron_are_read_in_their_order():
    path = PUBLIC / "enron_custodians/edo_enron-custodians-data.tsv"
    lines = path.read_text("utf-8").splitlines()
    titles = pd.Series([line.split("\t")[3] for line in lines])
    known = titles[titles.str.strip() != ""].drop_duplicates()
    level = read_titles(known)["level"].set_axis(known)
    ladder = ["CEO", "Vice President", "Director", "Manager", "Trader"]
    assert level[ladder].tolist() == [1, 2, 3, 4, 5]
    assert level["Chief Operating Officer"] == 1
    vice = level[known.str.startswith("Vice President,").to_numpy()]
    assert vice[vice > 2].to_dict() == {"Vice President, Vice President & Chief of Staff": 3}
    assert (level[known.str.contains("Analyst|Specialist|Assistant").to_numpy()] == 5).all()
