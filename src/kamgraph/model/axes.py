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
    # What to do about it, with somebody's name, as a clause of what one of us is asked to do.
    effort: tuple[str, str]
    # What to ask whoever knows a person.
    question: tuple[str, str]
    # The default scale from worst to best: each grade's word and its labels.
    grades: dict[str, tuple[str, str]]
    # For each grade, what people of it do, by which others know it.
    signs: dict[str, tuple[str, str]]


ALL = (
    Axis(
        "relationship",
        ("Relationship", "关系紧密度"),
        aspect="the relationship",
        ours=1.0,
        rivals=0.0,
        weak_point=("the relationship is our weak point", "短板在关系"),
        effort=("improve the relationship with {name}", "改善与{name}的关系"),
        question=("How close is {person} to us?", "{person}与我们的关系有多近？"),
        grades={
            "hostile": ("Hostile", "敌对"),
            "distant": ("Distant", "疏远"),
            "acquainted": ("Acquainted", "相识"),
            "friend": ("Friend", "朋友"),
            "mentor": ("Mentor", "导师"),
        },
        signs={
            "hostile": ("works against us and argues for others", "处处为难我们，替友商说话"),
            "distant": (
                "keeps away and answers only what is necessary",
                "回避我们，只回复非回不可的事",
            ),
            "acquainted": ("takes our calls, but only on business", "电话会接，但只谈公事"),
            "friend": ("would tell us what the competitor offered", "会告诉我们友商报了什么"),
            "mentor": ("warns us early and tells us how to win", "提前给我们提醒，教我们怎么赢单"),
        },
    ),
    Axis(
        "solution",
        ("Solution", "方案认可度"),
        aspect="the stance on our solution",
        ours=1.0,
        rivals=-1.0,
        weak_point=("our solution is the weak point", "短板在方案"),
        effort=("win {name} for the solution", "提升{name}的方案认可度"),
        question=("What does {person} think of our solution?", "{person}对我们的方案怎么看？"),
        grades={
            "rejects": ("Rejects", "排斥"),
            "doubts": ("Doubts", "怀疑"),
            "neutral": ("Neutral", "中立"),
            "prefers": ("Prefers", "倾向"),
            "champions": ("Champions", "力挺"),
        },
        signs={
            "rejects": (
                "says that ours will not do, or wants another",
                "认为我方方案不行，或力推别家",
            ),
            "doubts": ("sees gaps or risks and asks for proof", "觉得有短板或风险，要求拿出证明"),
            "neutral": ("would work with ours as with any other", "用谁家的都行，没有偏向"),
            "prefers": ("would take ours if asked today", "今天让他选，会选我们的"),
            "champions": (
                "argues for ours when we are not in the room",
                "我们不在场时，也主动替我方方案说话",
            ),
        },
    ),
    Axis(
        "price",
        ("Price", "价格接受度"),
        aspect="the stance on our price",
        ours=0.0,
        rivals=-1.0,
        weak_point=("our price is the weak point", "短板在价格"),
        effort=("come to terms with {name} on the price", "提升{name}的价格接受度"),
        question=("What does {person} say about our price?", "{person}对我们的价格怎么说？"),
        grades={
            "refuses": ("Refuses", "拒绝"),
            "objects": ("Objects", "异议"),
            "neutral": ("Neutral", "中立"),
            "accepts": ("Accepts", "接受"),
            "endorses": ("Endorses", "认同"),
        },
        signs={
            "refuses": ("says that there is no deal at this price", "明说这个价格做不成"),
            "objects": ("says it is too much and shows cheaper offers", "嫌贵，拿更低的报价压价"),
            "neutral": ("has heard it and taken no side", "知道价格，不置可否"),
            "accepts": ("finds it in order for what they get", "认为物有所值，可以接受"),
            "endorses": ("defends it before the others", "在内部替我们的价格说话"),
        },
    ),
)
