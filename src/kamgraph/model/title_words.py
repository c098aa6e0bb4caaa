"""Words of job titles, where they stand in a title, and what they tell."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kamgraph.door import guard_methods
from kamgraph.errors import PolicyError
from kamgraph.model import toml
from kamgraph.model.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Tokens = tuple[str, ...]
    Match = tuple[int, "TitleWords"]  # where a word stands, and what it tells

STOP = ","
_GAP = "…"
_WORD = rf"^[^{_GAP}]*\w[^{_GAP}]*({_GAP}[^{_GAP}]*\w[^{_GAP}]*)?$"
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # V.P.
_PAIRED = re.compile(r"\b([a-z]) & ([a-z])\b")  # R & D
_POSSESSIVE = re.compile("['\u2019]s\\b")
_MARKED = re.compile("[.&'\u2019]")
_MARKS = re.compile("[\u0300-\u036f]")
_CJK = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(
    rf"\b[a-z][&+][a-z]\b|[{_CJK}]|[^\W_{_CJK}]+|[^\w\s.'`\u2019\u00b4-]|[-\u2013\u2014](?=\s)"
)
# Small words become one, so that a word of the lists is written once however titles join it.
_SMALL_WORDS = {
    **dict.fromkeys(("and", "und", "et", "y", "sowie", "及", "和", "与", "暨"), STOP),
    **dict.fromkeys(("de", "des", "du", "del", "d", "der", "von", "vom", "di", "do", "da"), "of"),
    **dict.fromkeys(("in", "en", "fur", "im", "para", "pour"), "for"),
    **dict.fromkeys(("a", "an", "the", "la", "le", "les", "l", "die", "das", "el", "los", "las")),
}
_SIMPLIFIED = str.maketrans(
    "總經長監購財務課會計書記師實業產銷電腦術資訊質檢驗廠場專門區顧問設備維護項東聯創辦處級營運應鏈貨倉庫儲輸關報進環標稅審預決籌網絡軟體統軍隊團參謀觀醫藥學領導組織幹勞績訓練"
    "寫譯編輯遊廳櫃臺機構劃廣傳紀黨協調館開發製測試數據輔採員裝鋼鐵銀國際貿亞華歐執辭職責證權與風險規戰畫圖車間話語譽賬帳銜彙匯穩優後線離貸債類種約結點節齊聲願獨衛",
    "总经长监购财务课会计书记师实业产销电脑术资讯质检验厂场专门区顾问设备维护项东联创办处级营运应链货仓库储输关报进环标税审预决筹网络软体统军队团参谋观医药学领导组织干劳绩训练"
    "写译编辑游厅柜台机构划广传纪党协调馆开发制测试数据辅采员装钢铁银国际贸亚华欧执辞职责证权与风险规战画图车间话语誉账帐衔汇汇稳优后线离贷债类种约结点节齐声愿独卫",
)
_JAPANESE = re.compile("[\u3041-\u30fa営経総発広検関課験価処対応図観戦両様県権売読変]")
_ONE = (1,)
_LETTERS = 3  # of either part of a compound word, at least


class TitleWords(BaseModel):
    """Words of titles that tell the same; ``titles.toml`` says what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[Annotated[str, Field(pattern=_WORD)], ...]
    level: int | None = Field(None, ge=1, le=5)
    within: int | None = Field(None, ge=1, le=5)
    precedence: int = 0
    function: str | None = None
    function_precedence: int = 1
    effect: Literal["charge", "deputy", "former", "gone", "part"] | None = None
    language: Literal["ja"] | None = None


@guard_methods
class TitleList(BaseModel):
    """A list of words of titles.

    Parameters
    ----------
    groups
        The words, grouped by what they tell. Each group has ``words`` and some of ``level``,
        ``within``, ``precedence``, ``function``, ``function_precedence``, ``effect`` and
        ``language``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[TitleWords, ...] = ()

    if not TYPE_CHECKING:  # who checks types sees the fields

        def __init__(self, **said: Any) -> None:
            """Take the groups of words."""
            try:
                super().__init__(**said)
            except ValidationError as error:
                raise PolicyError(
                    toml.explain_errors(error, type(self), "list of titles")
                ) from error

    @classmethod
    def from_toml(cls, source: str | Path) -> Self:
        """Read a list from a TOML file, or from its text.

        Raises
        ------
        PolicyError
            If it is no readable TOML, or a field or value is wrong; each is named.
        """
        return toml.read_toml(cls, source, "list of titles", PolicyError)


NO_TITLES = TitleList()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The words of lists, to be found in titles."""

    words: dict[Tokens, TitleWords] = field(default_factory=dict)
    japanese: dict[Tokens, TitleWords] = field(default_factory=dict)
    lengths: dict[Tokens, list[int]] = field(default_factory=dict)  # by the first two tokens
    beginnings: dict[str, TitleWords] = field(default_factory=dict)  # of compound words
    endings: dict[str, TitleWords] = field(default_factory=dict)
    gaps: list[tuple[Tokens, str, TitleWords]] = field(default_factory=list)
    compounds: dict[str, tuple[TitleWords, ...]] = field(default_factory=dict)

    def find(self, tokens: Tokens, *, japanese: bool) -> list[Match]:
        """Return where words stand, and what they tell; of those that overlap the longest."""
        found, start = [], 0
        while start < len(tokens):
            for length in self.lengths.get(tokens[start : start + 2], _ONE):
                key = tokens[start : start + length]
                group = (self.japanese.get(key) if japanese else None) or self.words.get(key)
                if group:
                    found.append((start, group))
                    start += length
                    break
            else:
                found += [(start, part) for part in self._split_compound(tokens[start])]
                start += 1
        return [*found, *self._find_gaps(tokens)]

    def _find_gaps(self, tokens: Tokens) -> Iterator[Match]:
        for opening, last, group in self.gaps:
            if last in tokens and opening[0] in tokens:
                start = tokens.index(opening[0])
                phrase = tokens[start : tokens.index(STOP, start)]
                if phrase[: len(opening)] == opening and last in phrase[len(opening) :]:
                    yield start, group

    def _split_compound(self, token: str) -> tuple[TitleWords, ...]:
        if token not in self.compounds:
            self.compounds[token] = tuple(self._find_parts(token))
        return self.compounds[token]

    def _find_parts(self, token: str) -> Iterator[TitleWords]:
        cuts = range(_LETTERS, len(token) - _LETTERS + 1)
        cut = next((cut for cut in cuts if token[cut:] in self.endings), len(token))
        heads = (token[:end] for end in range(cut, 1, -1))
        head = next((head for head in heads if head in self.beginnings), None)
        if head:
            yield self.beginnings[head]
        if cut < len(token):
            yield self.endings[token[cut:]]

    def add(self, word: str, group: TitleWords) -> None:
        """Add a word; one that is known already is replaced."""
        if word.startswith("-"):
            self.endings[_fold(word[1:]).replace("-", "")] = group
        elif word.endswith("-"):
            self.beginnings[_fold(word[:-1]).replace("-", "")] = group
        elif _GAP in word:
            opening, ending = map(split_title, word.split(_GAP))
            self.gaps.append((opening, ending[-1], group))
        elif tokens := split_title(word):
            (self.japanese if group.language else self.words)[tokens] = group
            lengths = self.lengths.setdefault(tokens[:2], [1])
            lengths[:] = sorted({*lengths, len(tokens)}, reverse=True)


@cache
def build_lexicon(more: TitleList) -> Lexicon:
    """Return the words of the library's list, and over them those of another one."""
    shipped = files(__package__).joinpath("titles.toml").read_text("utf-8")
    groups = TitleList(**tomllib.loads(shipped)).groups + more.groups
    lexicon = Lexicon()
    for group in groups:
        for word in group.words:
            for spelling in _list_spellings(word):
                lexicon.add(spelling, group)
    return lexicon


def is_japanese(title: str) -> bool:
    """Return whether a title has characters that are Japanese for certain."""
    return not title.isascii() and bool(_JAPANESE.search(title))


def split_title(title: str) -> Tokens:
    """Return words, Chinese characters one by one, and commas for all that separates."""
    plain = _fold(title)
    if _MARKED.search(plain):
        plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
        plain = _POSSESSIVE.sub("", _PAIRED.sub(r"\1&\2", plain))
    known = (_SMALL_WORDS.get(token, token) for token in _TOKEN.findall(plain))
    return tuple([token if token[0].isalnum() else STOP for token in known if token])


def _list_spellings(word: str) -> set[str]:
    """Return a word with its umlauts, and with them written out."""
    plain = unicodedata.normalize("NFC", word).casefold()
    return {plain, plain.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")}


def _fold(text: str) -> str:
    """Fold a text without accents, in simplified characters."""
    plain = fold(text)
    return plain if plain.isascii() else _MARKS.sub("", plain).translate(_SIMPLIFIED)
