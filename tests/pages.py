"""What a browser would make of a page, read without one."""

from html.parser import HTMLParser

EMPTY = {"meta", "input"}


class Page(HTMLParser):
    """The elements of a page with their attributes; every tag must close."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data):
        raise AssertionError(data)

    def of_class(self, name):
        return [about for _, about in self.elements if name in (about.get("class") or "").split()]

    def text_in(self, tag):
        return "".join(data for inside, data in self.texts if inside == tag)
