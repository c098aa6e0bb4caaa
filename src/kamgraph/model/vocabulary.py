"""The words of the library's tables, each with an English and a Chinese label."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

from kamgraph.errors import ScopeError, quote
from kamgraph.model import axes, tie_kinds
from kamgraph.model.folding import fold
from kamgraph.model.nearest import find_nearest
from kamgraph.model.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """A closed set of words for one kind of column."""

    # What the words name, for messages: "decision role".
    name: str
    # For each word its English and its Chinese label, in the order in which words are listed.
    labels: dict[str, tuple[str, str]]
    # Other labels of a word that are read, such as those of earlier editions.
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _lookup: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index every spelling that is read: the word and its labels, in any case and width."""
        lookup = {
            fold(label): word
            for labels in (self.also, self.labels)
            for word, spellings in labels.items()
            for label in spellings
        }
        lookup |= {fold(word): word for word in self.labels}
        object.__setattr__(self, "_lookup", lookup)

    @once
    def words(self) -> tuple[str, ...]:
        """The words, as the tables hold them."""
        return tuple(self.labels)

    @property
    def spellings(self) -> Mapping[str, str]:
        """The word that each spelling stands for, folded."""
        return self._lookup

    def find(self, text: str) -> str | None:
        """Return the word that a text spells by itself or by a label, None if there is none."""
        return self._lookup.get(fold(text))

    def explain_unknown(self) -> str:
        """Return what is to be said of a text that is none of the words."""
        return f"is no {self.name}; known are {', '.join(self.words)}"

    def place(self, word: Any) -> int:
        """Return the place of a word; refuse what is none, and say which may be meant."""
        if word not in self.words:
            near = find_nearest(word, self.words) if isinstance(word, str) else []
            said = f"is it '{near[0]}'?" if near else f"known are {', '.join(self.words)}"
            raise ScopeError(f"{quote(word)} is no {self.name}", hint=said)
        return self.words.index(word)

    def label(self, word: str, language: Language = "en") -> str:
        """Return a word's label; a word from outside the vocabulary is its own label."""
        return self.both(word)[LANGUAGES.index(language)]

    def both(self, word: str) -> tuple[str, str]:
        """Return a word's English and Chinese label."""
        return self.labels.get(word, (word, word))


AXES = Vocabulary("axis", {axis.name: axis.labels for axis in axes.ALL})
SIDES = Vocabulary(
    "organization kind",
    {
        "customer": ("Customer", "客户"),
        "vendor": ("Vendor", "我方"),
        "competitor": ("Competitor", "友商"),
        "partner": ("Partner", "合作伙伴"),
    },
    also={"competitor": ("竞争对手",)},
)
TIE_KINDS = Vocabulary(
    "tie kind",
    {kind.name: kind.labels for kind in tie_kinds.ALL},
    also={kind.name: kind.plural for kind in tie_kinds.ALL},
)
DECISION_ROLES = Vocabulary(
    "decision role",
    {
        "approver": ("Approver", "批准者"),
        "decision_maker": ("Decision maker", "决策者"),
        "evaluator": ("Evaluator", "评估者"),
        "user": ("User", "使用者"),
        "procurement": ("Procurement", "采购"),
        "finance": ("Finance", "财务"),
        "legal": ("Legal", "法务"),
        "quality": ("Quality", "质量"),
        "supply_chain": ("Supply chain", "供应链"),
        "supervisor": ("Supervisor", "监督者"),
        "participant": ("Participant", "参与者"),
        "coach": ("Coach", "向导"),
        "coach_inform": ("Coach (informs)", "向导（提供情报）"),
        "coach_advise": ("Coach (advises)", "向导（给出建议）"),
        "coach_intervene": ("Coach (intervenes)", "向导（干预决策）"),
    },
    also={
        "coach": ("教练",),
        "coach_inform": ("教练（通报信息）",),
        "coach_advise": ("教练（出谋划策）",),
        "coach_intervene": ("教练（出手相助）",),
    },
)
TEAM_ROLES = Vocabulary(
    "team role",
    {
        "account_responsible": ("Account manager", "客户经理"),
        "solution_responsible": ("Solution manager", "方案经理"),
        "fulfillment_responsible": ("Delivery manager", "交付经理"),
        "lead_expert": ("Lead expert", "客户引领专家"),
        "executive_sponsor": ("Executive sponsor", "高层赞助人"),
        "region_line": ("Region line", "区域线"),
        "industry_line": ("Industry line", "行业线"),
        "solution_line": ("Solution line", "方案线"),
    },
    also={
        "account_responsible": ("Account responsible", "客户责任人"),
        "solution_responsible": ("Solution responsible", "方案责任人"),
        "fulfillment_responsible": ("Fulfillment responsible", "交付责任人"),
        "lead_expert": ("首席专家",),
    },
)
FUNCTIONS = Vocabulary(  # open: words of one's own are kept
    "function",
    {
        "executive": ("Executive", "高管"),
        "finance": ("Finance", "财务"),
        "procurement": ("Procurement", "采购"),
        "legal": ("Legal", "法务"),
        "quality": ("Quality", "质量"),
        "supply_chain": ("Supply chain", "供应链"),
        "engineering": ("Engineering", "工程技术"),
        "it": ("IT", "信息技术"),
        "operations": ("Operations", "运营"),
        "production": ("Production", "生产"),
        "project": ("Project", "项目"),
        "research": ("Research", "研发"),
        "sales": ("Sales", "销售"),
        "marketing": ("Marketing", "市场"),
        "hr": ("Human resources", "人力资源"),
        "service": ("Service", "服务"),
        "administration": ("Administration", "行政"),
    },
)
STAGES = Vocabulary(
    "deal stage",
    {
        "lead": ("Lead", "线索"),
        "opportunity": ("Opportunity", "机会"),
        "bid": ("Bid and negotiation", "投标与谈判"),
        "contract": ("Contract", "合同"),
        "delivery": ("Delivery", "交付"),
        "collection": ("Collection", "回款"),
        "renewal": ("Renewal", "续约"),
        "closed": ("Closed", "已关闭"),
        "lost": ("Lost", "丢单"),
    },
    also={"bid": ("Bid", "投标")},
)
INTERACTION_KINDS = Vocabulary(
    "interaction kind",
    {
        "meeting": ("Meeting", "会议"),
        "visit": ("Visit", "拜访"),
        "call": ("Call", "电话"),
        "email": ("Email", "邮件"),
        "event": ("Event", "活动"),
    },
)
PARTS = Vocabulary(
    "part in an interaction",
    {
        "from": ("From", "发起"),
        "to": ("To", "接收"),
        "cc": ("Cc", "抄送"),
        "present": ("Present", "在场"),
    },
)
PAYMENT_PARTS = Vocabulary(
    "part of a price",
    {
        "advance": ("Advance", "预付款"),
        "delivery": ("Delivery", "到货款"),
        "acceptance": ("Acceptance", "验收款"),
        "retention": ("Retention", "质保金"),
        "invoice": ("Invoice", "发票款"),  # of which no more is told than that it is billed
    },
)
MOVES = Vocabulary(  # open in the table of actions: words of one's own are kept
    "move",
    {
        "meet": ("Meet", "首次拜访"),
        "deepen": ("Deepen", "加深关系"),
        "refresh": ("Refresh", "恢复联系"),
        "win": ("Win over", "争取支持"),
        "ask": ("Find out", "摸清态度"),
        "open": ("Open a second way", "建立第二条联系线"),
        "counter": ("Counter a rival", "对冲友商"),
        "sponsor": ("Bring a peer", "高层对接"),
    },
)
CANDIDATE_KINDS = Vocabulary(
    "candidate kind",
    {
        "level": ("Level", "层级"),
        "function": ("Function", "职能"),
        "role": ("Decision role", "决策角色"),
        **{kind: TIE_KINDS.labels[kind] for kind in ("reports_to", "influences", "knows")},
        "same_person": ("Same person", "同一个人"),
    },
    also={"level": ("级别",)},
)
VERDICTS = Vocabulary(
    "verdict",
    {"accepted": ("Accepted", "采纳"), "dismissed": ("Dismissed", "否决")},
)
GRADES = Vocabulary(
    "grade", {word: labels for axis in axes.ALL for word, labels in axis.grades.items()}
)
STRENGTHS = Vocabulary(
    "strength",
    {
        "weak": ("Weak", "弱"),
        "medium": ("Medium", "中"),
        "strong": ("Strong", "强"),
        "decisive": ("Decisive", "决定性"),
        "brief": ("Brief", "一面之交"),
        "several": ("Several contacts", "多次接触"),
        "in_depth": ("In depth", "深入"),
        "trusted": ("Trusted", "信任"),
    },
)
EVALUATIONS = Vocabulary(
    "evaluation",
    {
        "account_plan": ("Account plan", "客户规划"),
        "account_evaluation": ("Account evaluation", "客户评估"),
        "coverage_review": ("Coverage review", "客户覆盖评审"),
        "strategy_review": ("Strategy review", "客户策略评审"),
    },
)
WORKLOAD = Vocabulary(
    "workload",
    {
        "accounts": ("Accounts", "客户数"),
        "contacts": ("Contacts", "联系人数"),
        "power": ("Power carried", "承担的决策权力"),
        "coverage": ("Coverage carried", "承担的覆盖"),
    },
)
AIMS = Vocabulary(
    "aim",
    {
        "choice": ("Choice", "选择意向"),
        "low": ("Choice at worst", "选择意向下限"),
        "coverage": ("Coverage", "覆盖度"),
        "secure": ("Coverage without any one of us", "任缺一人时的覆盖度"),
    },
)
# Whose contracts are signed; one in `contract` is still to be.
WON_STAGES = ("delivery", "collection", "closed")
OPEN_STAGES = tuple(stage for stage in STAGES.words if stage not in {"closed", "lost"})
COACHES = tuple(role for role in DECISION_ROLES.words if role.startswith("coach"))
# What somebody does as themselves, whatever position they hold.
PERSONAL_ROLES = tuple(role for role in DECISION_ROLES.words if role in {*COACHES, "participant"})
