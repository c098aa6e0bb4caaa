"""What the service answers is what the library says, and what goes wrong is told as a problem."""

import asyncio
import json
import time

import httpx
import pytest
from jsonschema import Draft202012Validator

import kamgraph as k
from kamgraph.errors import SourceError
from kamgraph.reviews.records import spell_records
from kamgraph.service import Bounds, PolicyFile, Tenants, make_app
from kamgraph.service.questions import QUESTIONS

ACME = "/v1/accounts/acme"


def ask(app, *requests):
    """Return the answers to requests: paths, or methods and paths with what is sent."""

    async def send():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return [
                await (client.get(one) if isinstance(one, str) else client.request(**one))
                for one in requests
            ]

    return asyncio.run(send())


def post(path, body, **more):
    return {"method": "POST", "url": path, "json": body} | more


@pytest.fixture
def app(tenants):
    return make_app(tenants)


@pytest.mark.long
def test_answers_are_those_of_the_library(app, filled):
    graph = k.build_graph(filled, account="acme")
    names = [
        "scores",
        "key_people",
        "acceptance",
        "reach",
        "fragility",
        "contacts",
        "completeness",
        "gaps",
    ]
    answers = ask(app, *[f"{ACME}/{name}" for name in names])
    for name, answer in zip(names, answers, strict=True):
        assert answer.status_code == 200
        assert answer.content == spell_records(name, getattr(k, name)(graph))
    plan, review, accounts = ask(
        app, f"{ACME}/plan?budget=5", f"{ACME}/review?language=zh", "/v1/accounts"
    )
    assert plan.content == spell_records("plan.steps", k.plan(graph, budget=5).steps)
    assert review.text == k.review(graph, language="zh").to_json()
    assert accounts.json() == [{"id": "acme", "name": "acme"}, {"id": "bravo", "name": "bravo"}]


def test_what_ifs_are_tried_as_the_library_tries_them(app, filled):
    trials = [
        {"leaver": [{"person": "bo"}]},
        {"tie": [{"source": "vic", "target": "ann", "kind": "knows"}]},
    ]
    (answer,) = ask(app, post(f"{ACME}/what_ifs", trials))
    changes = [[k.Leaver("bo")], [k.NewTie("vic", "ann", "knows")]]
    assert answer.content == spell_records(
        "what_ifs", k.what_ifs(k.build_graph(filled, account="acme"), changes)
    )


def test_a_tag_holds_until_something_of_the_account_changes(app, store):
    (first,) = ask(app, f"{ACME}/scores")
    again = {
        "method": "GET",
        "url": f"{ACME}/scores",
        "headers": {"If-None-Match": first.headers["ETag"]},
    }
    bravo = {"rows": {"people": [{"id": "dee", "name": "Dee", "organization": "bravo"}]}}
    acme = {"rows": {"assessments": [{"person": "bo", "date": "2026-02-01", "price": 1}]}}
    _, same, change, other = ask(
        app, post("/v1/changes", bravo), again, post("/v1/changes", acme), again
    )
    assert (same.status_code, same.content) == (304, b"")
    assert change.json() == {"number": store.number}
    assert other.status_code == 200
    assert other.json() != first.json()


def test_changes_come_in_once_and_are_told(app, store):
    version, before = ask(app, f"{ACME}/version", f"/v1/changes?since={store.number}")
    assert before.json() == {"number": store.number, "changes": []}
    change = {
        "rows": {"people": [{"id": "ann", "name": "Ann", "organization": "acme"}]},
        "gone": {"people": ["cy"]},
        "expecting": {"acme": version.json()["version"]},
    }
    done, late, told = ask(
        app,
        post("/v1/changes", change),
        post("/v1/changes", change),
        f"/v1/changes?since={store.number}",
    )
    assert done.status_code == 200
    assert (late.status_code, late.json()["title"]) == (409, "Somebody else has changed it")
    assert {row["table"] for row in told.json()["changes"]} == {"people"}
    assert told.json()["number"] == done.json()["number"]


@pytest.mark.parametrize(
    ("request_", "status", "says"),
    [
        ("/v1/accounts/nobody/scores", 404, "no account 'nobody'"),
        (f"{ACME}/horoscope", 404, "known are scores, key_people"),
        ("/nowhere", 404, "Not Found"),
        (f"{ACME}/scores?as_of=soon", 400, "as_of: 'soon' is no date; write it as YYYY-MM-DD"),
        (f"{ACME}/scores?as_of=86400", 400, "as_of: '86400' is no date"),
        (f"{ACME}/scores?as_of=2026-02-30", 400, "as_of: '2026-02-30' is no date"),
        (f"{ACME}/scores?deal=a&deal=b", 400, "'deal' is said more than once"),
        (f"{ACME}/scores?asof=2026-01-01", 400, "asof: is not known here"),
        (f"{ACME}/plan?budget=-1", 400, "budget: "),
        ("/v1/changes", 400, "say since which change"),
        ("/v1/changes?since=99999", 409, "read the book anew"),
        (post(f"{ACME}/what_ifs", [{"leaver": [{"persn": "bo"}]}]), 400, "persn"),
        (post(f"{ACME}/what_ifs", []), 400, "at least 1"),
        (post(f"{ACME}/what_ifs", [{}] * 201), 400, "at most 200"),
        (post(f"{ACME}/scores", {}), 405, "Method Not Allowed"),
        (post("/v1/changes", {"rows": {"people": [{"id": "x", "name": "X", "organization": "acm"}]}}), 422, "is it acme"),
        (post("/v1/changes", {"rows": {"horses": [{"id": "x"}]}}), 422, "is no table"),
        ({"method": "POST", "url": "/v1/changes", "content": b"{"}, 400, "Invalid JSON"),
        ({"method": "POST", "url": "/v1/changes", "content": b" " * 1_000_001}, 413, "longer than 1,000,000"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_as_a_problem(app, store, request_, status, says):
    number = store.number
    (answer,) = ask(app, request_)
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert says in problem["detail"]
    assert store.number == number


def test_rows_that_cannot_be_taken_are_told_one_by_one(app):
    rows = [
        {"id": "x", "name": "X", "organization": "acm"},
        {"id": "y", "name": "Y", "organization": "acme", "level": 9},
    ]
    (answer,) = ask(app, post("/v1/changes", {"rows": {"people": rows}}))
    assert [(row["row"], row["column"]) for row in answer.json()["problems"]] == [
        (1, "organization"),
        (2, "level"),
    ]


def test_a_failure_is_logged_and_says_nothing_of_the_inside(app, tenants, monkeypatch, caplog):
    def fail(_):
        raise ZeroDivisionError("secret")

    def lose(_):
        raise SourceError("server 10.0.0.7 is gone")

    monkeypatch.setattr(tenants, "policy", fail)
    (failed,) = ask(app, f"{ACME}/scores")
    monkeypatch.setattr(tenants, "policy", lose)
    (lost,) = ask(app, f"{ACME}/scores")
    assert (failed.status_code, lost.status_code) == (500, 503)
    assert "secret" not in failed.text
    assert "10.0.0.7" not in lost.text
    assert "10.0.0.7" in caplog.text


def test_who_waits_too_long_is_told_and_others_are_answered(tenants, monkeypatch):
    monkeypatch.setattr(tenants, "policy", lambda _: time.sleep(1))
    app = make_app(tenants, bounds=Bounds(seconds=0.2, threads=2))
    late, health = ask(app, f"{ACME}/scores", "/health")
    assert (late.status_code, health.status_code) == (503, 200)


def test_each_tenant_asks_about_their_own(tmp_path, filled):
    with (
        k.Store(f"sqlite:///{tmp_path / 'a.db'}") as one,
        k.Store(f"sqlite:///{tmp_path / 'b.db'}") as other,
    ):
        one.change(filled.to_tables())
        keys = {"key-a": "a", "key-b": "b"}
        app = make_app(
            Tenants({"a": one, "b": other}),
            authenticate=lambda headers: keys.get(headers.get("x-key")),
        )
        asked = [
            {"method": "GET", "url": "/v1/accounts", "headers": {"X-Key": key}}
            for key in ("key-a", "key-b", "no")
        ]
        ours, theirs, nobody = ask(app, *asked)
        assert len(ours.json()) == 2
        assert theirs.json() == []
        assert nobody.status_code == 401
        assert ask(app, "/health")[0].status_code == 200


def test_another_policy_holds_without_a_restart(store, tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("susceptibility = 0.5\n")
    policy = PolicyFile(file)
    app = make_app(Tenants({"": store}, policy=policy))
    (before,) = ask(app, f"{ACME}/scores")
    file.write_text("susceptibility = 0.123\n")
    (after,) = ask(app, f"{ACME}/scores")
    assert before.json() != after.json()
    file.write_text("susceptibility = 'much'\n")
    (still,) = ask(app, f"{ACME}/scores")
    assert still.json() == after.json()
    assert "susceptibility" in policy.problem


@pytest.mark.long
def test_the_description_holds_for_the_answers(app):
    (document,) = ask(app, "/openapi.json")
    whole = document.json()
    paths = {path for path in whole["paths"] if path.startswith("/v1/accounts/{account}/")}
    assert paths == {
        f"/v1/accounts/{{account}}/{name}" for name in [*QUESTIONS, "review", "version", "what_ifs"]
    }
    for path in sorted(paths - {"/v1/accounts/{account}/what_ifs"}):
        (answer,) = ask(app, path.replace("{account}", "acme"))
        schema = whole["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
            "schema"
        ]
        Draft202012Validator(schema | {"components": whole["components"]}).validate(answer.json())


def test_requests_are_counted(app):
    *_, told = ask(app, "/health", "/nowhere", "/metrics")
    assert 'kamgraph_requests_total{status="200"} 1' in told.text
    assert 'kamgraph_requests_total{status="404"} 1' in told.text
    assert "kamgraph_request_seconds_count 2" in told.text


def test_only_names_of_its_own_are_answered(tenants):
    (answer,) = ask(make_app(tenants, hosts=["localhost"]), "/health")
    assert answer.status_code == 400


def test_json_is_that_of_others_too(app):
    (answer,) = ask(app, f"{ACME}/scores")
    assert json.loads(answer.text, parse_constant=pytest.fail)
