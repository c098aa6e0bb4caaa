import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest

import kamgraph
from kamgraph.cli import main

pytestmark = pytest.mark.filterwarnings("ignore::kamgraph.MissingGlyphsWarning")

COMMAND = [sys.executable, "-m", "kamgraph"]


@pytest.fixture
def folder(tmp_path):
    """A book as somebody would type it: two accounts, ids that spreadsheets would run."""
    (tmp_path / "organizations.csv").write_text(
        "id,name,kind\n=1+1,Formula,customer\nacme,Acme 张伟,customer\n", "utf-8"
    )
    (tmp_path / "people.csv").write_text("id,name,organization\nann,Ann,acme\nbo,Bo,acme\n")
    return tmp_path


@pytest.fixture
def document(tmp_path):
    """A book of one account as a JSON document."""
    tables = {
        "organizations": pd.DataFrame([{"id": "acme", "name": "Acme", "kind": "customer"}]),
        "people": pd.DataFrame([{"id": "ann", "name": "Ann", "organization": "acme"}]),
    }
    path = tmp_path / "book.json"
    path.write_text(kamgraph.Book.from_tables(tables).to_json(), "utf-8")
    return path


def refused(capsys, *arguments):
    """Run a command that must be refused, and return what it says."""
    assert main([str(argument) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("kamgraph: ")
    assert "Traceback" not in captured.err
    return captured.err


def test_the_review_of_the_only_account_is_written(document, tmp_path, capsys):
    page, text = tmp_path / "review.html", tmp_path / "review.md"
    assert main(["review", str(document), "-o", str(page)]) == 0
    assert main(["review", str(document), "--language", "zh", "-o", str(text)]) == 0
    assert "<h1>Acme</h1>" in page.read_text("utf-8")
    assert text.read_text("utf-8").startswith("# Acme\n\n客户评审")
    assert capsys.readouterr() == (f"wrote {page}\nwrote {text}\n", "")
    assert {path.name for path in tmp_path.iterdir()} == {"book.json", "review.html", "review.md"}


def test_a_review_comes_in_several_forms_at_once(document, tmp_path, capsys):
    names = ["r.html", "r.htm", "r.md", "r.json", "r.xlsx"]
    outputs = [part for name in names for part in ("-o", str(tmp_path / name))]
    assert main(["review", str(document), "--json", *outputs]) == 0
    output, aside = capsys.readouterr()
    assert json.loads(output)["scope"]["account"] == "acme"
    assert aside.splitlines() == [f"wrote {tmp_path / name}" for name in names]
    assert (tmp_path / "r.json").read_text("utf-8") == output
    assert (tmp_path / "r.html").read_bytes() == (tmp_path / "r.htm").read_bytes()
    assert (tmp_path / "r.xlsx").read_bytes()[:2] == b"PK"


def test_all_accounts_are_reviewed_together(folder, capsys):
    target = folder / "all.md"
    assert main(["review", str(folder), "--portfolio", "-o", str(target)]) == 0
    assert target.read_text("utf-8").startswith("# All accounts\n\nPortfolio review")
    assert capsys.readouterr().out == f"wrote {target}\n"
    both = ["review", folder, "--portfolio", "--account", "acme", "--json"]
    assert "leave out --account" in refused(capsys, *both)


def test_a_review_that_nobody_would_see_is_refused(document, capsys):
    assert "-o FILE, or --json" in refused(capsys, "review", document)


def test_the_demo_deal_is_reviewed_as_of_a_day(tmp_path):
    target = tmp_path / "review.md"
    deal = ["--deal", "dispatch-platform", "--as-of", "2026-04-30"]
    assert main(["review", "demo", *deal, "-o", str(target)]) == 0
    assert "As of 30 April 2026 · Stage: Bid" in target.read_text("utf-8")


def test_a_policy_is_taken_from_its_file(document, tmp_path):
    (tmp_path / "policy.toml").write_text("key_cover = 0.5")
    target = tmp_path / "review.md"
    policy = ["--policy", str(tmp_path / "policy.toml")]
    assert main(["review", str(document), *policy, "-o", str(target)]) == 0
    assert "1 differs from the default" in target.read_text("utf-8")


def test_several_accounts_have_to_be_chosen_from(folder, capsys):
    said = refused(capsys, "review", folder, "-o", folder / "review.html")
    assert (
        said
        == "kamgraph: the book has 2 accounts, choose one with --account or all with --portfolio: =1+1 (Formula), acme (Acme 张伟)\n"
    )
    assert main(["review", str(folder), "--account", "acme", "-o", str(folder / "r.md")]) == 0


def test_a_book_without_account_is_refused(tmp_path, capsys):
    (tmp_path / "organizations.csv").write_text("id,name,kind\nus,Us,vendor\n")
    assert "no account" in refused(capsys, "review", tmp_path, "-o", tmp_path / "review.md")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--account", "acne"], "acne"),
        (["--deal", "none"], "none"),
        (["--as-of", "30.4.2026"], "write it as YYYY-MM-DD"),
        (["--policy", "none.toml"], "none.toml"),
    ],
)
def test_what_is_not_there_is_named(document, tmp_path, capsys, arguments, said):
    assert said in refused(capsys, "review", document, *arguments, "-o", tmp_path / "review.md")
    assert not (tmp_path / "review.md").exists()


def test_books_that_cannot_be_read_are_refused(tmp_path, capsys):
    assert "none.json: No such file" in refused(capsys, "check", tmp_path / "none.json")
    assert "none" in refused(capsys, "scores", tmp_path / "none")
    (tmp_path / "bad.json").write_text("{,}")
    assert "not JSON" in refused(capsys, "check", tmp_path / "bad.json")
    (tmp_path / "bad.json").unlink()
    (tmp_path / "people.csv").write_text("id,name,organization\nann,Ann\x01,acme\n")
    said = refused(capsys, "scores", tmp_path)
    assert "people" in said
    assert "line 2" in said


def test_a_place_that_cannot_be_written_to_is_named(document, tmp_path, capsys):
    said = refused(capsys, "review", document, "-o", tmp_path / "none" / "review.md")
    assert str(tmp_path / "none") in said
    assert "is not there; make it first" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "required: COMMAND"),
        (["review", "demo", "-o", "review.pdf"], "'review.pdf' does not end in .html, .htm, .md"),
        (["review", "demo", "-o", "r.md", "--language", "fr"], "invalid choice: 'fr'"),
        (["revue", "demo"], "invalid choice: 'revue'"),
        (["scores", "demo", "-o", "scores.txt"], "'scores.txt' does not end in .xlsx or .csv"),
        (["template", "-o", "book.xls"], "'book.xls' does not end in .xlsx"),
        (["map", "export", "-o", "mapping.xlsx"], "'mapping.xlsx' does not end in .toml"),
    ],
)
def test_wrong_usage_is_explained(capsys, arguments, said):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("account", "deal", "heading"),
    [
        ("acme", None, "# Acme 张伟"),
        ("ACME  张伟", None, "# Acme 张伟"),
        (None, "Grid 2030", "# Grid 2030"),
        ("Acme 张伟", "frame", "# Framework"),
        ("Formula", "framework", "# Framework"),
    ],
)
def test_accounts_and_deals_are_found_by_name(folder, account, deal, heading):
    (folder / "deals.csv").write_text(
        "id,account,name\ngrid,acme,Grid 2030\nframe,acme,Framework\nother,=1+1,Framework\n"
    )
    asked = [
        part for pair in (("--account", account), ("--deal", deal)) for part in pair if pair[1]
    ]
    assert main(["review", str(folder), *asked, "-o", str(folder / "r.md")]) == 0
    assert (folder / "r.md").read_text("utf-8").startswith(f"{heading}\n")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--account", "Acme"], "no account 'Acme'; is it acme (Acme 张伟)?"),
        (
            ["--account", "Zeppelin"],
            "no account 'Zeppelin'; there is =1+1 (Formula), acme (Acme 张伟)",
        ),
        (
            ["--deal", "Framework"],
            "the name of 2, give the id of one: frame (Framework, Acme 张伟), ",
        ),
        (["--deal", "Framwork"], "no deal 'Framwork'; is it frame (Framework), other (Framework)?"),
    ],
)
def test_what_is_called_otherwise_is_suggested_with_its_id(folder, capsys, asked, said):
    (folder / "deals.csv").write_text(
        "id,account,name\nframe,acme,Framework\nother,=1+1,Framework\n"
    )
    assert said in refused(capsys, "review", folder, *asked, "-o", folder / "r.md")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["convert", "demo", "{0}/lost/b.json"], "lost is not there; make it first"),
        (["convert", "demo", "-"], "'-' is no name for a book, which is not printed"),
        (["convert", "demo", "{0}/b.xls"], "no book is written as .xls; give a file that ends in "),
        (["convert", "demo", "{0}/people.csv/b.json"], "people.csv is a file"),
        (["sync", "{0}", "{0}", "--on", "2026-01-01", "-o", "{0}/b.docx"], "written as .docx"),
        (["scores", "demo", "-o", "{0}/lost/s.xlsx"], "lost is not there"),
        (["template", "-o", "{0}/lost/b.xlsx"], "lost is not there"),
        (["map", "{0}", "-o", "{0}/lost/m.toml"], "lost is not there"),
        (["review", "demo", "-o", "{0}/sub.md"], "sub.md: is a folder; give the name of a file"),
    ],
)
def test_a_target_that_cannot_be_is_refused_before_anything_is_done(
    folder, capsys, arguments, said
):
    (folder / "sub.md").mkdir()
    before = sorted(folder.rglob("*"))
    assert said in refused(capsys, *(one.format(folder) for one in arguments))
    assert sorted(folder.rglob("*")) == before


def test_a_folder_may_have_a_dot_in_its_name(tmp_path):
    for name in ("book-1.5", "exports.d/"):
        assert main(["convert", "demo", f"{tmp_path}/{name}"]) == 0
        assert kamgraph.read(tmp_path / name) == kamgraph.load_demo()


def test_scores_are_written_as_a_workbook(tmp_path):
    assert main(["scores", "demo", "-o", str(tmp_path / "scores.xlsx")]) == 0
    table = pd.read_excel(tmp_path / "scores.xlsx", sheet_name="scores")
    assert table["choice"].tolist() == pytest.approx(
        kamgraph.scores(kamgraph.build_graph(kamgraph.load_demo()))["choice"].tolist(),
        nan_ok=True,
    )


def test_check_tells_by_its_code_whether_something_grave_was_found(folder, capsys):
    assert main(["check", str(folder)]) == 0
    with (folder / "ties.csv").open("w") as file:
        file.write("source,target,kind\nann,bo,reports_to\nbo,ann,reports_to\n")
    capsys.readouterr()
    assert main(["check", str(folder)]) == 1
    output = capsys.readouterr().out
    assert output.startswith("high: ties: ")
    assert "[reporting_cycle]" in output
    assert "1 high" in output.splitlines()[-1]


def test_scores_are_written_for_spreadsheets(folder, capsys):
    target = folder / "out" / "scores.csv"
    target.parent.mkdir()
    assert main(["scores", str(folder), "-o", str(target)]) == 0
    table = pd.read_csv(target)
    assert table["account"].tolist() == ["'=1+1", "acme"]
    assert table["known"].tolist() == [0, 0]
    assert capsys.readouterr().out == f"wrote {target}\n"
    assert main(["scores", str(folder)]) == 0
    assert capsys.readouterr().out == target.read_text("utf-8")


@pytest.fixture
def suggestive(tmp_path):
    """A book that suggests whom a buyer reports to, as he and the head of finance share mail."""
    met = [
        {"id": f"m{day}", "date": f"2026-03-0{day}", "person": person, "part": "to"}
        for day in (1, 2)
        for person in ("ann", "bo")
    ]
    people = [
        {"id": "ann", "name": "Ann 张", "organization": "acme", "title": "Chief Financial Officer"},
        {"id": "bo", "name": "Bo", "organization": "acme", "title": "Buyer"},
    ]
    tables = {
        "organizations": [{"id": "acme", "name": "Acme", "kind": "customer"}],
        "people": people,
        "interactions": met,
    }
    path = tmp_path / "book.json"
    book = kamgraph.Book.from_tables({name: pd.DataFrame(rows) for name, rows in tables.items()})
    path.write_text(book.to_json(), "utf-8")
    return path


def test_what_is_suggested_is_listed_by_name(suggestive, tmp_path, capsys):
    assert main(["candidates", str(suggestive), "--account", "Acme", "--language", "zh"]) == 0
    printed = capsys.readouterr().out
    assert main(["candidates", str(suggestive), "-o", str(tmp_path / "found.csv")]) == 0
    found = pd.read_csv(tmp_path / "found.csv").set_index("kind").loc["reports_to"]
    assert (found["person_name"], found["other_name"]) == ("Bo", "Ann 张")
    assert found["id"] in printed
    assert "2 次" in printed


def test_a_draft_assumes_what_is_sure_and_says_so(suggestive, tmp_path, capsys):
    look = tmp_path / "look.json"
    assert main(["draft", str(suggestive), "-o", str(look)]) == 0
    said = capsys.readouterr().out
    assert "assumed, and confirmed by nobody: " in said
    assert "reports_to (1)" in said
    ties = kamgraph.build_graph(kamgraph.read(look), account="acme").ties
    assert ties.loc[ties["kind"] == "reports_to", "origin"].tolist() == ["assumed"]
    assert kamgraph.read(suggestive).ties.empty


def test_a_draft_of_nothing_sure_is_the_book(document, tmp_path, capsys):
    assert main(["draft", str(document), "-o", str(tmp_path / "look.json")]) == 0
    assert "nothing is suggested with a confidence of 0.8 or more" in capsys.readouterr().out
    assert kamgraph.read(tmp_path / "look.json") == kamgraph.read(document)


def test_a_draft_never_takes_the_place_of_its_book(suggestive, capsys):
    before = suggestive.read_bytes()
    assert "is the book itself" in refused(capsys, "draft", suggestive, "-o", suggestive)
    assert suggestive.read_bytes() == before
    assert "0 to 1" in refused(
        capsys, "draft", suggestive, "-o", suggestive.with_name("b.json"), "--at-least", "8"
    )


def test_the_schema_is_that_of_the_library(capsys):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == kamgraph.json_schema()


def test_help_shows_examples_that_can_be_parsed(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "kamgraph review demo --account yaochuan -o review.html" in capsys.readouterr().out


def test_a_stranger_can_run_it(tmp_path):
    project = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))
    assert project["project"]["scripts"] == {"kamgraph": "kamgraph.cli:main"}
    done = subprocess.run([*COMMAND, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("kamgraph ")
    done = subprocess.run(
        [*COMMAND, "check", "none"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("kamgraph: ")
    assert "none" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_reader_that_goes_away_is_no_reason_to_complain():
    with subprocess.Popen(
        [*COMMAND, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="signals of the shell")
def test_ctrl_c_is_quiet(monkeypatch, capsys):
    def interrupt(*_arguments, **_options):
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("kamgraph.model.schema.json_schema", interrupt)
    assert main(["schema"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_book_is_converted_and_its_reading_reported(folder, tmp_path, capsys):
    target = tmp_path / "book.xlsx"
    assert main(["convert", str(folder), str(target), "--report"]) == 0
    streams = capsys.readouterr()
    assert "people.csv: 2 of 2 rows taken" in streams.err
    assert streams.out == f"<Book: 2 organizations, 2 people>\nwrote {target}\n"
    assert kamgraph.read(target) == kamgraph.read(folder)


def test_a_mapping_is_proposed_for_the_files_of_another_system(tmp_path, capsys):
    export, target = tmp_path / "export", tmp_path / "mapping.toml"
    export.mkdir()
    (export / "staff.csv").write_text("nr,label\n1,Ann\n")
    assert main(["map", str(export), "-o", str(target)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"wrote {target}; ")
    assert said.endswith(f"book.json --mapping {target}\n")
    assert main(["map", str(export)]) == 0
    shown = capsys.readouterr().out
    assert '# not used: "nr"' in shown
    assert shown == target.read_text("utf-8")
    assert "is unknown; known are" in refused(capsys, "map", export, "--as", "siebel")


def test_the_template_is_a_book(tmp_path, capsys):
    target = tmp_path / "book.xlsx"
    assert main(["template", "-o", str(target)]) == 0
    assert capsys.readouterr().out.endswith(f"then: kamgraph check {target}\n")
    assert main(["check", str(target)]) == 0
    assert capsys.readouterr().out == "nothing doubtful\n"


def test_exports_are_brought_into_a_book_day_by_day(document, tmp_path, capsys):
    export = tmp_path / "export"
    export.mkdir()
    (export / "organizations.csv").write_text("id,name,kind\nacme,Acme,customer\n")
    (export / "people.csv").write_text("id,name,organization\nann,Ann,acme\nbo,Bo,acme\n")
    sync = ["sync", str(document), str(export), "--on", "2026-03-01", "-o", str(document)]
    assert main(sync) == 0
    assert "joined: " in capsys.readouterr().out
    people = kamgraph.read(document).people.set_index("id")
    assert people["since"].notna().to_dict() == {"ann": False, "bo": True}
    assert main(sync) == 0
    assert "joined" not in capsys.readouterr().out


def test_the_built_in_book_can_be_synced(tmp_path, capsys):
    export, target = tmp_path / "demo.json", tmp_path / "b.json"
    kamgraph.write(kamgraph.load_demo(), export)
    sync = ["sync", "demo", str(export), "--on", "2026-06-30", "-o", str(target)]
    assert main(sync) == 0
    assert "wrote" in capsys.readouterr().out
    assert len(kamgraph.read(target).people) == len(kamgraph.load_demo().people)


def test_mail_is_no_export_of_a_system(folder, capsys):
    said = refused(capsys, "convert", str(folder), "x.json", "--ours", "us.test", "--as", "odoo")
    assert "--as and --ours are given together" in said


def test_what_is_left_out_of_a_book_of_ours_is_said_in_a_line(folder, capsys):
    target = str(folder.parent / "plain.json")
    assert main(["convert", str(folder), target]) == 0
    assert capsys.readouterr().err == ""
    people = folder / "people.csv"
    people.write_text("id,name,organization,job titel\nann,Ann,acme,CEO\n", "utf-8")
    assert main(["check", str(folder)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "nothing takes the column 'job titel' of people" in line
    people.write_text("id,name,organization\nann,Ann,acme\nid,name,organization\n", "utf-8")
    assert main(["check", str(folder)]) == 0
    assert "1 row set aside" in capsys.readouterr().err


@pytest.mark.parametrize(("ending", "missing"), [(".pptx", "pptx"), (".xlsx", "xlsxwriter")])
def test_without_the_library_of_a_form_no_form_is_written(
    monkeypatch, document, tmp_path, capsys, ending, missing
):
    monkeypatch.setitem(sys.modules, missing, None)
    page = tmp_path / "a.md"
    said = refused(capsys, "review", document, "-o", page, "-o", tmp_path / f"b{ending}")
    assert "pip install" in said
    assert not page.exists()
