"""Which evaluations of which accounts are due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import numpy as np
import pandas as pd

from kamgraph.errors import BookError
from kamgraph.model.columns import DAYS, Column
from kamgraph.model.dtypes import TEXT
from kamgraph.model.ids import NONE
from kamgraph.model.marks import Words
from kamgraph.model.problems import describe_unreadable
from kamgraph.model.reading import read_column
from kamgraph.model.result import Record, TableOnly
from kamgraph.model.vocabulary import EVALUATIONS, Vocabulary

if TYPE_CHECKING:
    from kamgraph.graph import RelationshipGraph
    from kamgraph.model.policy import Policy

EVALUATION_STATES = Vocabulary(
    "state of an evaluation",
    {
        "never": ("Never done", "从未进行"),
        "overdue": ("Overdue", "已逾期"),
        "due": ("Due", "即将到期"),
        "done": ("Done", "已完成"),
    },
)
_BY_GRADES = "account_evaluation"  # which grading somebody of the account is
_MIDNIGHT = r"[ T]00:00(:00(\.0+)?)?$"  # of days that came as moments


class EvaluationRecord(Record):
    """An evaluation of an account."""

    account: str
    """The account's id."""
    name: TableOnly[str]
    """The account's name."""
    evaluation: Annotated[str, Words(EVALUATIONS)]
    """Which evaluation."""
    last: dt.date | None
    """When it was last done; missing where it never was."""
    due: dt.date | None
    """When it is due again; missing where it was never done."""
    state: Annotated[str, Words(EVALUATION_STATES)]
    """What has become of it."""


def evaluations(graph: RelationshipGraph) -> pd.DataFrame:
    """Return each evaluation that the policy asks for, by account, without the account's name."""
    policy, today = graph.policy, pd.to_datetime(str(graph.as_of or ""))
    last = _find_last(graph, today)
    months = policy.evaluation_months
    due = {name: last[name] + pd.DateOffset(months=months[str(name)]) for name in last}
    table = pd.DataFrame(
        {
            "account": last.index.repeat(len(last.columns)),
            "evaluation": pd.array([*last.columns] * len(last), dtype=TEXT),
            "last": last.to_numpy().ravel(),
            "due": pd.DataFrame(due, index=last.index).to_numpy().ravel(),
        }
    ).astype({"last": DAYS, "due": DAYS})
    return table.assign(state=_judge_states(table["due"], today, policy))


def _judge_states(
    due: pd.Series[pd.Timestamp], today: pd.Timestamp, policy: Policy
) -> pd.api.extensions.ExtensionArray:
    soon = today + pd.Timedelta(days=policy.evaluation_notice_days)
    cases = [due.isna(), due < today, due <= soon]
    return pd.array(np.select(cases, ["never", "overdue", "due"], "done"), dtype=TEXT)


def _find_last(graph: RelationshipGraph, today: pd.Timestamp) -> pd.DataFrame:
    """Return the newest day on which each account had each evaluation, missing without one."""
    book, policy = graph.part, graph.policy
    organizations, accounts = book.organizations, book.coded.accounts.rename("account")
    asked = [name for name in EVALUATIONS.words if name in policy.evaluation_months]
    dates = pd.DataFrame({name: _read_dates(organizations, name, policy) for name in asked})
    last = dates.where(dates <= today).set_axis(organizations["id"]).reindex(accounts)
    if _BY_GRADES in last:
        both = [last[_BY_GRADES], _find_newest_assessment(graph, today).reindex(accounts)]
        last[_BY_GRADES] = pd.concat(both, axis=1).max(axis=1)
    return last


def _read_dates(organizations: pd.DataFrame, name: str, policy: Policy) -> pd.Series[pd.Timestamp]:
    """Return the dates in a column that need not be there, and that a book holds as text."""
    if name not in organizations:
        return pd.Series(pd.NaT, organizations.index, dtype=DAYS)
    texts = organizations[name].str.replace(_MIDNIGHT, "", regex=True)
    dates, problems = read_column(texts, Column(name, "day", required=False, marks=()), policy)
    if problems:
        raise BookError(pd.concat(describe_unreadable("organizations", texts, problems)))
    return pd.Series(dates.to_pandas(), organizations.index)


def _find_newest_assessment(
    graph: RelationshipGraph, today: pd.Timestamp
) -> pd.Series[pd.Timestamp]:
    """Return the newest day on which somebody was graded for each account."""
    # The account named, else that for which the person works on the day of the graph.
    book, coded = graph.part, graph.part.coded.assessments
    named = coded["unit"] != NONE
    works = np.append(graph.people_on["account"], NONE)[np.maximum(coded["person"], NONE)]
    account = np.where(named, coded["account"], works)
    date, deal = book.assessments["date"], book.assessments["deal"]
    counts = deal.isna() & (date <= today) & (account >= 0)
    return date[counts].groupby(book.coded.accounts.to_numpy()[account[counts]]).max()
