"""The words of the pictures, in English and Chinese."""

from __future__ import annotations

from kamgraph.model.vocabulary import LANGUAGES, Language

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


def word(key: str, language: Language, *values: object) -> str:
    """Return a word of the pictures, with values put into its places."""
    return _WORDS[key][LANGUAGES.index(language)].format(*values)
