"""Checks of a package that declares an axis and kinds of ties beside the usual ones.

``test_declarations.py`` runs them with such a copy: trust, ``leads_project``, which is formal, and
``kin``, which is drawn only.
"""

import json
import re
import sys
from pathlib import Path

import pandas as pd
import pptx
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import load_workbook

import kamgraph as k
import slide_shapes
from books import from_rows
from clock import stop_clock
from kamgraph.model import tie_kinds
from kamgraph.model.vocabulary import AXES, TIE_KINDS
from oracle import DEFAULTS
from oracle_checks import assert_scope_agrees, expected_scope
from strategies import tables

ASSUMED = {"vendor": 0.5, "competitor": -0.5}
POLICY = {
    "scales": k.Policy().scales,
    "axis_weights": dict.fromkeys(AXES.words, 1 / 4),
    "assumed_stance": {
        side: DEFAULTS["assumed_stance"][side] | {"trust": trust} for side, trust in ASSUMED.items()
    },
    "kinds": DEFAULTS["kinds"] | {"leads_project": {"line": "dotted", "pulls": True}, "kin": {}},
}

SCORES = ["own_trust", "trust", "choice"]


def check_oracle(_: Path) -> None:
    """Compare every measure with the oracle, in all scopes of books drawn at random."""
    stop_clock()
    axes, kinds = {*AXES.words}, {*TIE_KINDS.words}
    assert {"trust", "relationship", "solution", "price"} == axes
    assert {"leads_project", "kin"} < kinds
    seen = set()

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(tables())
    def agree(drawn):
        for _, scope in k.build_graph(from_rows(drawn)).scopes.iterrows():
            asked = {"account": scope["account"], "deal": scope["deal"] or None}
            graph = k.build_graph(from_rows(drawn), **asked)
            assert_scope_agrees(graph, expected_scope(drawn, scope, policy=POLICY))
            seen.update(graph.ties["kind"])
            seen.update(axis for axis in AXES.words if graph.people[f"{axis}_stance"].notna().any())

    agree()
    assert seen == axes | kinds


def demo() -> k.Book:
    """Return the demo with grades of the new axis, a project line and kin."""
    tables = k.load_demo().to_tables()
    graded = tables["assessments"]
    trust = (["full", "some", "none"] * len(graded))[: len(graded)]
    tables["assessments"] = graded.assign(trust=trust)
    people = k.build_graph(k.load_demo(), account="yaochuan").people
    theirs = people.index[people["own"]]
    added = [
        {"source": theirs[3], "target": theirs[0], "kind": "leads_project"},
        {"source": theirs[1], "target": theirs[4], "kind": "kin"},
    ]
    tables["ties"] = pd.concat([tables["ties"], pd.DataFrame(added)], ignore_index=True)
    return k.Book.from_tables(tables)


def read_sheets(path: Path) -> dict[str, list[str]]:
    """Return the texts of each sheet of a workbook, by what stands on its tab."""
    cells = {sheet.title: sheet.iter_rows(values_only=True) for sheet in load_workbook(path)}
    return {
        title: [cell for row in rows for cell in row if isinstance(cell, str)]
        for title, rows in cells.items()
    }


def read_slides(path: Path) -> dict[str, list[str]]:
    """Return the texts of each slide, by its title."""
    return {
        slide.shapes.title.text_frame.text: slide_shapes.texts(slide)
        for slide in pptx.Presentation(path).slides
    }


def find_texts(pages: dict[str, list[str]], heading: str) -> list[str]:
    """Return what stands on the sheets or slides of a section; long headings are cut short."""
    return [
        text
        for title, texts in pages.items()
        if title.startswith(heading) or heading.startswith(title.removesuffix("…"))
        for text in texts
    ]


def check_reviews(folder: Path) -> None:
    """Read the review of a deal back from every format, in both languages."""
    made = demo()
    graph = k.build_graph(made, deal="dispatch-platform")
    before = "2026-04-15"
    for number, language in enumerate(("en", "zh")):
        review = k.review(graph, since=before, language=language)
        axis, kinds = AXES.both("trust")[number], ("leads_project", "kin")
        assert {*kinds} <= {*graph.ties["kind"]}
        page = review.to_html(folder / f"{language}.html").read_text("utf-8")
        assert axis in page
        legend = re.findall("</svg><span>([^<]+)</span></li>", page)
        labels = [TIE_KINDS.both(kind)[number] for kind in kinds]
        assert {label[:1].lower() + label[1:] for label in labels} <= {*legend}
        assert axis in review.to_markdown()
        headings = {section.name: section.heading for section in review.sections}
        sheets = read_sheets(review.to_xlsx(folder / f"{language}.xlsx"))
        slides = read_slides(review.to_pptx(folder / f"{language}.pptx"))
        for name in ("key_people", "changes", "targets"):
            assert axis in find_texts(sheets, headings[name])
            assert axis in find_texts(slides, headings[name])
        found = json.loads(review.to_json())["results"]["scores"]
        assert [found[name] for name in SCORES] == k.scores(graph).iloc[0][SCORES].tolist()
        chart = k.interactive_map(graph, since=before, language=language)
        shown = chart.to_html(folder / f"{language}-map.html").read_text("utf-8")
        for kind in tie_kinds.ALL:
            if kind.name in kinds:
                assert kind.plural[number] in shown
        assert axis in shown


CHECKS = {"oracle": check_oracle, "reviews": check_reviews}
if __name__ == "__main__":
    CHECKS[sys.argv[1]](Path(sys.argv[2]))
