"""What is said to people is said in the words of the field, in both languages."""

import re
from pathlib import Path

import pytest

import kamgraph
from kamgraph.model import vocabulary
from kamgraph.model.vocabulary import Vocabulary
from kamgraph.model.voice import wording

# What no account manager would say; behind each word the one to use.
ENGLISH = {
    r"\bgrave\b": "urgent",
    r"\bgravest\b": "most urgent",
    r"\bpull(s|ing)?\b.* \d\.\d": "influence, as a share",
    r"\bof our word\b": "how strong a route is",
    r"\bhangs on a single thread\b": "single-threaded",
    r"\bsingle thread\b": "single-threaded",
    r"\b(account|solution|fulfillment) responsible\b": "account, solution or delivery manager",
    r"\bstakeholder analysis\b": "review",
}
CHINESE = {
    "竞争对手|竞品|对手": "友商",
    "教练": "向导",
    "首席专家": "客户引领专家",
    "(客户|方案|交付)责任人": "客户经理, 方案经理, 交付经理",
    "亲密度|亲近程度": "熟悉程度",
    "级别|职级": "层级",
    "严重缺口": "紧急缺口",
    "销售机会": "商机",
    "隐性关键人|隐藏关键人": "间接关键人",
    "(紧密度|认可度|接受度)上的": "某人的关系紧密度",
    "就(关系紧密度|方案认可度|价格接受度)与": "改善与…的关系",
    "系于一线": "单线联系",
    "打分": "评级",
    "干系人|利益相关者": "关键人",
    "关系亲密": "关系紧密",
}
HAN = "\u4e00-\u9fff"
# Between Chinese and Latin letters or digits stands a blank, and marks beside Chinese are its own.
CRAMPED = re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9%][{HAN}]")
HALF_WIDTH = re.compile(rf"[{HAN}][,;:?!]|[,;:?!][{HAN}]")


def said():
    """Yield every sentence and label with its key, in English and in Chinese."""
    for key, words in wording().items():
        yield key, words["en"], words["zh"]
    for name, words in vars(vocabulary).items():
        if isinstance(words, Vocabulary):
            for word, labels in words.labels.items():
                yield f"{name}.{word}", *labels


def find_english(text):
    return [word for word in ENGLISH if re.search(word, text, re.IGNORECASE)]


def find_chinese(text):
    return [word for word in (*CHINESE, CRAMPED, HALF_WIDTH) if re.search(word, text)]


@pytest.mark.parametrize(
    "text",
    [
        "6 grave gaps",
        "sways ann more than we do: pull 0.15 against 0.00",
        "the best way in carries only 9% of our word",
        "ann hangs on a single thread",
        "Solution responsible",
    ],
)
def test_old_english_words_are_found(text):
    assert find_english(text)


@pytest.mark.parametrize(
    "text",
    [
        "我方的竞争对手",
        "由教练引荐",
        "王伟在方案认可度上的立场",
        "就关系紧密度与王伟沟通",
        "共3人",
        "王伟,李敏",
    ],
)
def test_old_chinese_words_are_found(text):
    assert find_chinese(text)


def test_wording_and_labels_are_in_the_words_of_the_field():
    found = {key: find_english(english) + find_chinese(chinese) for key, english, chinese in said()}
    assert {key: words for key, words in found.items() if words} == {}


BOOK = kamgraph.load_demo()
REVIEWED = {
    "account": {"account": "yaochuan"},
    "first day": {"account": "orvale"},
    "portfolio": {},
}


@pytest.mark.parametrize("scope", REVIEWED)
@pytest.mark.parametrize(("language", "find"), [("en", find_english), ("zh", find_chinese)])
def test_reviews_are_in_the_words_of_the_field(scope, language, find):
    graph = kamgraph.build_graph(BOOK, **REVIEWED[scope])
    told = kamgraph.review(graph, since="2026-03-31", language=language).to_markdown()
    given = (BOOK.people["title"], BOOK.deals["name"], BOOK.assessments["evidence"])
    names = {text for texts in given for text in texts.dropna()}  # as others wrote them
    for name in sorted(names, key=len, reverse=True):
        told = told.replace(name, "")
    assert {word: line for line in told.splitlines() for word in find(line)} == {}


def test_pages_are_in_the_words_of_the_field():
    root = Path(__file__).parents[1]
    pages = [root / "README.md", *root.glob("docs/**/*.md")]
    found = {page.name: find_english(page.read_text("utf-8")) for page in pages}
    assert {page: words for page, words in found.items() if words} == {}
