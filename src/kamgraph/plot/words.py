"""The words of the pictures, in English and Chinese."""

from __future__ import annotations

from kamgraph.model.vocabulary import AXES, LANGUAGES, Language

_WORDS = {
    "vacant": ("Vacant seat", "空缺"),
    "formerly": ("formerly {}", "原任：{}"),
    "choice": ("choice, 0 against us to 100 for us", "选择意向：0 反对我方，100 支持我方"),
    "unknown": ("not graded yet", "尚未评估"),
    "vacant_seat": ("vacant seat", "空缺职位"),
    "power": ("border: power, the share of the decision", "边框：决策影响力"),
    "reports_to": ("reports to", "汇报"),
    "dotted_line": ("dotted line", "虚线汇报"),
    "influences": ("influences", "影响"),
    "resists": ("influences to the contrary", "反向影响"),
    "strongest": ("the strongest {} of {} influences", "仅显示最强的 {} 条影响（共 {} 条）"),
    "known_by": ("who of us knows them, darker is closer", "我方认识者，颜色越深关系越近"),
    "vendor": ("Our team", "我方团队"),
    "customer": ("Other customer", "其他客户"),
}
_HIGHLIGHTS = {
    "route": ("route, step by step", "路径（按步骤编号）"),
    "gap": ("gap, numbered as below", "缺口（编号见下）"),
    "severity_high": ("high", "高"),
    "severity_medium": ("medium", "中"),
    "severity_low": ("low", "低"),
    "what_if": ("what if", "假设"),
    "and": (", ", "、"),
    "change_came": ("new", "新到"),
    "change_left": ("left", "离开"),
    "change_replaced": ("followed by {}", "由 {} 接替"),
    "change_moved": ("now reports to {}", "现汇报给 {}"),
    "change_no_boss": ("no boss any more", "不再有上级"),
    "change_unit": ("now in {}", "现属 {}"),
    "legend_came": ("came", "新到"),
    "legend_left": ("left", "离开"),
    "legend_moved": ("has another boss, unit or role", "上级、单位或角色有变"),
    "legend_rose": ("grade rose", "评级上升"),
    "legend_fell": ("grade fell", "评级下降"),
    "legend_known": ("first graded", "首次评估"),
    "legend_unknown": ("no longer graded", "评级失效"),
    "tie_appeared": ("new tie", "新增联系"),
    "tie_met": ("got to know", "新认识"),
    "tie_vanished": ("tie that is gone", "已消失的联系"),
}
_CHARTS = {
    "axis_choice": ("Choice", "选择意向"),
    "axis_coverage": ("Coverage", "覆盖度"),
    "power_lead": (
        "Power: the share of the decision that hangs on each key person",
        "影响力：决策中取决于每位关键人的份额",
    ),
    "power_none": (
        "Nobody is known who holds {} of the decision or more.",
        "尚无已知的人握有 {} 或以上的决策份额。",
    ),
    "direct": ("decides directly", "直接决策"),
    "indirect": ("decides through others", "间接影响决策"),
    "external": ("influences from outside", "外部影响者"),
    "formal": ("formal weight, by decision role", "按决策角色的正式权重"),
    "power_short": ("power", "影响力"),
    "formal_short": ("formal", "正式"),
    "power_note": (
        "Everybody with at least {} of the decision, by role or by power.",
        "列出按角色或按影响力握有至少 {} 决策份额的所有人。",
    ),
    "power_contrary": (
        "Below zero: the decision goes against what the person stands for.",
        "低于零：决策走向与其立场相反。",
    ),
    "contributions_lead": (
        "{}: how each stance moves the score from neutral (50) to {}",
        "{}：每个人的立场如何使评分从中立（50）变为 {}",
    ),
    "contributions_none": (
        "Nobody is known who decides, so there is no score to explain.",
        "尚不清楚由谁决策，因此没有可解释的评分。",
    ),
    "neutral": ("Neutral", "中立"),
    "score": ("Score", "评分"),
    "others": ("{} others", "其余 {} 人"),
    "other": ("1 other", "其余 1 人"),
    "raises": ("raises the score", "提高评分"),
    "lowers": ("lowers the score", "降低评分"),
    "unknown_range": (
        "where it could be: the unknown hold {} of the decision",
        "可能的范围：立场未知者握有 {} 的决策份额",
    ),
    "portrait_lead": (
        "How the key persons stand with us, 0 against us to 100 for us",
        "关键人对我方的态度：0 反对，100 支持",
    ),
    "portrait_none": ("No key person is known.", "尚无已知的关键人。"),
    "own": ("own grade", "本人评分"),
    "after": ("after influence", "受影响后"),
    "target": ("target", "目标"),
    "pale": (
        "Pale figures: the person's own grade is unknown.",
        "浅色数字：本人尚未评分。",
    ),
    "bounds": ("where it could be, as long as grades are missing", "缺少评分时的可能范围"),
    "coverage_function": (
        "Who of us knows whom, by function: the closest acquaintance there, 0 to 100",
        "我方人员与客户各部门的关系：最密切者的亲密度，0 至 100",
    ),
    "coverage_level": (
        "Who of us knows whom, by level: the closest acquaintance there, 0 to 100",
        "我方人员与客户各层级的关系：最密切者的亲密度，0 至 100",
    ),
    "coverage_nobody": ("Nobody of us is known here.", "此处尚无我方人员。"),
    "coverage_no_people": (
        "Nobody of the account is known, so there is nobody to cover.",
        "客户一方尚无已知人员，无从覆盖。",
    ),
    "closeness": ("closeness", "亲密度"),
    "deaf": (
        "{} of the decision or more, and nobody there within our reach",
        "握有 {} 或以上的决策份额，我方却无人可及",
    ),
    "peer": (
        "would be the peer of a key person there whom none of us knows well",
        "可与该处我方不熟悉的关键人对口交流",
    ),
    "lost": ("coverage lost without them", "缺少此人将失去的覆盖度"),
    "coverage_note": (
        "Empty: no acquaintance. Coverage lost is in points of the account's coverage, 0 to 100.",
        "空白：互不相识。失去的覆盖度以分计（客户覆盖度为 0 至 100）。",
    ),
    "share": ("share of the decision", "决策份额"),
    "level": ("Level {}", "{} 级"),
    "no_function": ("function unknown", "部门未知"),
    "no_level": ("level unknown", "层级未知"),
    "more": ("{} more", "其余 {} 个"),
    "trend_lead": (
        "Scores on review days, 0 against us to 100 for us",
        "历次评审的评分：0 反对我方，100 支持我方",
    ),
    "trend_none": ("There is no review day with a score yet.", "尚无带评分的评审日。"),
    "trend_one": (
        "There is one review day so far; a trend needs two.",
        "目前只有一个评审日，两个以上才能看出趋势。",
    ),
    "choice_bounds": (
        "where the choice could be, as long as grades are missing",
        "缺少评分时选择意向的可能范围",
    ),
    "coverage_lead": (
        "Coverage of the key persons, 0 to 100",
        "关键人覆盖度，0 至 100",
    ),
    "portfolio_lead": ("Each disc is an account", "每个圆点代表一个客户"),
    "portfolio_none": ("There is no account to show.", "没有可显示的客户。"),
    "logarithmic": ("{} (logarithmic)", "{}（对数刻度）"),
    "size": ("area: {}, up to {}", "面积：{}，最大 {}"),
    "score_colour": ("{}, 0 to 100", "{}，0 至 100"),
    "no_place": (
        "{} more cannot be placed: {} or {} is missing",
        "另有 {} 个无法标出：缺少{}或{}",
    ),
    "unnamed": (
        "{} of {} are named; the others stand too close together",
        "标出 {} 个名称（共 {} 个），其余过于密集",
    ),
    "missing": ("unknown", "未知"),
    "column_potential": ("Potential", "潜力"),
    "column_contribution": ("Contribution", "贡献"),
    "column_class": ("Class", "等级"),
    "column_status": ("Status", "状态"),
    "column_people": ("People", "人数"),
}
_WORDS |= _CHARTS | _HIGHLIGHTS
_UNITS = (((1e9, "bn"), (1e6, "M"), (1e3, "k")), ((1e8, "亿"), (1e4, "万")))


def word(key: str, language: Language, *values: object) -> str:
    """Return a word of the pictures, with values put into its places."""
    return _WORDS[key][LANGUAGES.index(language)].format(*values)


def column(name: str, language: Language) -> str:
    """Return what a column of a table of scores is called; one without a word, its own name."""
    for key in (f"axis_{name}", f"column_{name}"):
        if key in _WORDS:
            return word(key, language)
    return AXES.label(name, language)


def share(value: float) -> str:
    """Return a share of 0-1 in percent, a minus written as such.

    Examples
    --------
    >>> share(0.134), share(-0.02), share(0.002)
    ('13%', '−2%', '<1%')
    """
    text = f"{abs(value):.0%}"
    return f"{'<' if value else ''}{1 if value else 0}%" if text == "0%" else minus(value) + text


def signed(value: float) -> str:
    """Return points with their sign.

    Examples
    --------
    >>> signed(3.21), signed(-0.5)
    ('+3.2', '−0.5')
    """
    text = f"{abs(value):.1f}"
    return text if float(text) == 0 else (minus(value) or "+") + text


def amount(value: float, language: Language) -> str:
    """Return a large number in units that people say, with three figures at the most.

    Examples
    --------
    >>> amount(320e6, "en"), amount(320e6, "zh"), amount(-42.0, "en")
    ('320 M', '3.2 亿', '−42')
    """
    units = _UNITS[LANGUAGES.index(language)]
    size, unit = next((one for one in units if abs(value) >= one[0]), (1.0, ""))
    figures = f"{float(f'{abs(value) / size:.3g}'):,.10g}"
    return f"{minus(value)}{figures} {unit}".rstrip()


def minus(value: float) -> str:
    """Return the minus of a negative number, else nothing."""
    return "−" if value < 0 else ""
