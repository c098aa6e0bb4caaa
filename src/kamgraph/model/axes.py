"""The axes on which people are graded; to declare another one here is all it takes."""

from __future__ import annotations

from typing import NamedTuple


class Axis(NamedTuple):
    """A question on which everybody takes a stance, with its words in English and Chinese."""

    # How tables call it; a column of assessments and targets.
    name: str
    # How people call it.
    labels: tuple[str, str]
    # What a grade is of, in English, for the description of columns.
    aspect: str
    # Where ungraded people of ours and of competitors stand: defaults of the policy.
    ours: float
    rivals: float
    # A clause which says that we are weakest on it.
    weak_point: tuple[str, str]
    # The default scale from worst to best: each grade's word and its labels.
    grades: dict[str, tuple[str, str]]


ALL = (
    Axis(
        "relationship",
        ("Relationship", "关系紧密度"),
        aspect="the relationship",
        ours=1.0,
        rivals=0.0,
        weak_point=("the relationship is our weak point", "短板在关系"),
        grades={
            "hostile": ("Hostile", "敌对"),
            "distant": ("Distant", "疏远"),
            "acquainted": ("Acquainted", "相识"),
            "friend": ("Friend", "朋友"),
            "mentor": ("Mentor", "导师"),
        },
    ),
    Axis(
        "solution",
        ("Solution", "方案认可度"),
        aspect="the stance on our solution",
        ours=1.0,
        rivals=-1.0,
        weak_point=("our solution is the weak point", "短板在方案"),
        grades={
            "rejects": ("Rejects", "排斥"),
            "doubts": ("Doubts", "怀疑"),
            "neutral": ("Neutral", "中立"),
            "prefers": ("Prefers", "倾向"),
            "champions": ("Champions", "力挺"),
        },
    ),
    Axis(
        "price",
        ("Price", "价格接受度"),
        aspect="the stance on our price",
        ours=0.0,
        rivals=-1.0,
        weak_point=("our price is the weak point", "短板在价格"),
        grades={
            "refuses": ("Refuses", "拒绝"),
            "objects": ("Objects", "异议"),
            "neutral": ("Neutral", "中立"),
            "accepts": ("Accepts", "接受"),
            "endorses": ("Endorses", "认同"),
        },
    ),
)
