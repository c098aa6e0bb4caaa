"""What errors tell, and what they never do."""

import sys
from pathlib import Path

import networkx as nx
import pytest

import kamgraph as k
from kamgraph.cli import main
from kamgraph.errors import SourceError, hide_passwords

DEMO = k.load_demo()
HOSTILE = "evil\n\x1b[31m" + "x" * 5000
ADDRESSES = [
    "postgresql://ann:s3cret@server.invalid/db",
    "postgresql://ann:s3@cret@server.invalid/db",
    "postgresql://:s3cret@server.invalid:port/db",
    "postgresql:/ann:s3cret@server/db",
    "postgresql://server.invalid/db?password=s3cret",
    "oracle://ann:s3cret@server/db",
    "postgresql://ann:x s3cret@server.invalid/db",
    "postgresql://ann:s3cret\n@server.invalid/db",
    "postgresql://ann:x'\\s3cret/.//y@server.invalid/db",
    "postgresql://server.invalid/db?sslpassword=s3cret",
    "postgresql//ann:s3cret@server/db",
    "postgresql:ann:s3cret@server/db",
    "postgresql;//ann:s3cret@server/db",
    "jdbc:postgresql:db?user=ann&password=s3cret",
    "host=server user=ann password=s3cret",
    "host=server password = 's3cret x'",
]
COMMANDS = [
    ["scores", "demo", "-o", "{}"],
    ["check", "{}"],
    ["check", "demo", "{}"],
    ["check", "demo", "--policy", "{}"],
    ["{}"],
    ["convert", "demo", "{}"],
    ["map", "{}"],
    ["{}", "demo"],
    ["check", "demo", "extra-{}"],
    ["check", "demo", "--policy={}"],
    ["scores", "demo", "--as-of", "{}"],
    ["review", "demo", "--language", "{}"],
    ["review", "demo", "-o", "{}.html", "--account", "{}"],
    ["template", "-o", "{}.xlsx"],
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_repeats_a_password(command, address, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="2"):
        sys.exit(main([part.format(address) for part in command]))  # argparse leaves by itself
    told = capsys.readouterr()
    assert "cret" not in told.out + told.err
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_door_repeats_a_password_or_takes_an_address_for_a_file(address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    doors = (k.read, k.propose_mapping, lambda one: k.write(DEMO, one))
    for door in doors:
        with pytest.raises(SourceError) as error:
            door(address)
        assert "cret" not in str(error.value)
    assert [*tmp_path.iterdir()] == []


def test_what_is_no_password_stays():
    for text in ("sqlite:///C:/ann@home/book.db", "https://a.test/x:y", "12:30 ann@a.test"):
        assert hide_passwords(text) == text
    assert hide_passwords("see 'x://a:b@c' and 'd'") == "see 'x://a:***@c' and 'd'"


ASKED = {
    "account": lambda _: k.build_graph(DEMO, account=HOSTILE),
    "deal": lambda _: k.build_graph(DEMO, deal=HOSTILE),
    "day": lambda _: k.build_graph(DEMO, as_of=HOSTILE),
    "without": lambda graph: graph.without(HOSTILE),
    "with tie": lambda graph: graph.with_tie(HOSTILE, "x", "knows"),
    "handover": lambda graph: k.handover(graph, HOSTILE),
    "erasure": lambda _: DEMO.erase(HOSTILE),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_id_in_a_message_is_short_and_printable(name):
    with pytest.raises(k.KamgraphError) as caught:
        ASKED[name](k.build_graph(DEMO))
    assert str(caught.value).isprintable()
    assert "x" * 101 not in str(caught.value)
    assert "\\x1b" in str(caught.value)


def test_an_address_with_one_slash_is_no_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="two slashes"):
        k.write(DEMO, "postgresql:/server/db")


def list_family(kind=k.KamgraphError):
    """Yield an error and all that are made of it."""
    yield kind
    for one in kind.__subclasses__():
        yield from list_family(one)


FAMILY = {one for one in list_family() if one.__module__.startswith("kamgraph")}
STATUSES = {400, 404, 409, 422, 501}


def test_every_error_has_a_code_of_its_own_a_status_and_a_place_in_the_documentation():
    page = (Path(__file__).parents[1] / "docs" / "api" / "errors.md").read_text("utf-8")
    assert len({one.code for one in FAMILY}) == len(FAMILY)
    for one in FAMILY:
        assert one.code.replace("_", "").isalpha()
        assert one.status in STATUSES
        assert getattr(k, one.__name__) is one
        assert f".. autoexception:: {one.__name__}\n" in page
        assert f"| `{one.code}` | {one.status} | `{one.__name__}` |" in page
        assert one.__doc__


def test_a_warning_points_at_the_line_that_called():
    with pytest.warns(k.AssumptionWarning) as told:
        k.from_networkx(
            nx.DiGraph([(1, 2)]),
            fill={"organization": "acme", "side": "customer", "kind": "influences"},
        )
    assert told[0].filename == __file__
