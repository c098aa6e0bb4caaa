"""What a seller is told of a graph: the words of the review, the gaps and where we stand."""

import re

import kamgraph as k
from kamgraph.model.voice import speaking
from kamgraph.reviews.compose import summarise_scope
from kamgraph.reviews.results import Results


def told(graph, *, since=None, language="en"):
    """Return every word of the review, without marks."""
    text = k.review(graph, since=since, language=language).to_markdown()
    return re.sub(r"\\(.)", r"\1", text)


def summary(graph, *, since=None, language="en"):
    """Return the sentences at the head of the review, the verdict first."""
    with speaking(language):
        results = Results(graph, language, None if since is None else graph.at(since))
        return [point.sentence for point in summarise_scope(results)]


def standing(graph):
    """Return where we stand in the one scope of a graph."""
    return k.scores(graph).iloc[0]


def gaps_of(graph, person=""):
    """Return the codes of the gaps about a person, or about the scope itself."""
    found = k.gaps(graph)
    return set(found.loc[found["person"] == person, "gap"])
