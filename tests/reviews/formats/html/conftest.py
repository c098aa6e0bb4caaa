"""A headless Chromium, in which a page may neither ask for anything nor complain of anything."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        path = shutil.which("chromium") or playwright.chromium.executable_path
        if not Path(path).exists():
            pytest.skip("no Chromium is installed here: apt install chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Open a page that may neither ask for anything nor complain of anything."""
    contexts, troubles = [], []

    def opened(address, **options):
        options = {"viewport": {"width": 1400, "height": 900}, **options}
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: troubles.append(said.text) if said.type != "log" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("dialog", lambda dialog: troubles.append(dialog.message) or dialog.dismiss())
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        assert asked == [address.partition("#")[0]]
        page.asked = asked
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            assert len(page.asked) == 1
        context.close()
    assert troubles == []
