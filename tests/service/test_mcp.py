"""What a model is told is short, says where the rest is, and changes nothing."""

import asyncio
import json
import os
import re
import sys

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

import kamgraph as k
from kamgraph.reviews.records import spell_records
from kamgraph.service import Tenants, make_mcp_server
from kamgraph.service.digest import MOST, digest
from kamgraph.service.questions import QUESTIONS


def talk(server, speak):
    async def meet():
        async with Client(server) as client:
            return await speak(client)

    return asyncio.run(meet())


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with k.Store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'live.db'}") as opened:
        opened.change(k.load_demo().to_tables())
        yield opened


@pytest.mark.parametrize("question", [name for name in QUESTIONS if name != "plan"])
def test_digests_are_short_and_their_links_lead_to_all_of_it(demo, question):
    async def speak(client):
        told = await client.call_tool("ask", {"account": "yaochuan", "question": question})
        text = told.content[0].text
        link, rows = re.search(r"kamgraph://\S+", text)[0], []
        while link:
            page = json.loads((await client.read_resource(link)).contents[0].text)
            rows, link = rows + page["rows"], page["next"]
        return text, rows

    text, rows = talk(make_mcp_server(Tenants({"": demo})), speak)
    assert len(text.encode()) <= MOST
    assert len(text.splitlines()) > 1
    expected = getattr(k, question)(k.build_graph(demo.book(), account="yaochuan"))
    assert rows == json.loads(spell_records(question, expected))


def test_everything_only_reads_and_what_is_not_there_is_told(demo):
    async def speak(client):
        tools = (await client.list_tools()).tools
        lost = await client.call_tool("ask", {"account": "nobody", "question": "gaps"})
        accounts = await client.call_tool("list_accounts", {})
        return tools, lost, accounts

    number = demo.number
    tools, lost, accounts = talk(make_mcp_server(Tenants({"": demo})), speak)
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert lost.is_error
    assert "no account 'nobody'" in lost.content[0].text
    assert "Yaochuan Power Grid" in accounts.content[0].text
    assert demo.number == number


def test_a_model_asks_as_of_a_day_and_is_told_what_it_has_asked_wrongly(demo):
    async def speak(client):
        given = {"account": "yaochuan", "question": "plan"}
        options = ({"as_of": "2026-03-31"}, {"as_of": "2026-02-30"}, {"budget": -1})
        return [(await client.call_tool("ask", given | one)) for one in options]

    told, *wrong = talk(make_mcp_server(Tenants({"": demo})), speak)
    assert "2026-03-31" in told.content[0].text
    assert '"day":"2026-04-' in told.content[0].text
    assert [one.is_error for one in wrong] == [True, True]
    assert "'2026-02-30' is no date; write it as YYYY-MM-DD" in wrong[0].content[0].text
    assert "budget: Input should be greater than 0" in wrong[1].content[0].text


def test_a_digest_has_room_for_long_texts():
    rows = [{"text": "很" * 5000, "none": None, "list": ["x"] * 100, "number": 1 / 3}] * 100
    text = digest(rows, "more")
    assert len(text.encode()) <= MOST
    assert json.loads(text.splitlines()[0])["number"] == 0.333


@pytest.mark.long
def test_a_client_of_another_process_is_answered(demo):
    async def meet():
        command = ["-m", "kamgraph", "mcp", f"sqlite:///{demo.place}"]
        server = stdio_client(
            StdioServerParameters(command=sys.executable, args=command, env={**os.environ})
        )
        async with Client(server) as client:
            return await client.call_tool("ask", {"account": "orvale", "question": "scores"})

    assert '"account":"orvale"' in asyncio.run(meet()).content[0].text
