"""Lists and exports in German, Japanese and Chinese: what is plain in them runs as proposed."""

import pytest

from exports import propose_and_read
from kamgraph.sources.crm.lexicon import list_words
from kamgraph.sources.proposal.headings import read_heading

GERMAN = {
    "Ansprechpartner": (
        "Kontakt-ID;Anrede;Titel;Vorname;Name;Firma;Position;Abteilung;E-Mail;Vorgesetzter;Betreuer\n"
        "K1;Frau;Dr.;Ada;Quist;Musterwerk GmbH;Geschäftsführerin;Leitung;ada@musterwerk.test;;Kim Lee\n"
        'K2;Herr;;Bernd;Weiß;Musterwerk GmbH;Einkaufsleiter;Einkauf;b@musterwerk.test;"Quist, Ada";Kim Lee\n'
    ),
    "Verkaufschancen": (
        "Chance-Nr.;Bezeichnung;Firma;Phase;Wert;Währung;Abschluss geplant am;Verantwortlich;Ansprechpartner\n"
        "V1;Linie 2;Musterwerk GmbH;Angebot;120.000,00;EUR;30.09.2026;Kim Lee;Ada Quist\n"
        "V2;Linie 3;Musterwerk GmbH;gewonnen;5.000,00;EUR;31.03.2026;Kim Lee;Bernd Weiß\n"
    ),
    "Termine": (
        "Datum;Art;Betreff;Ansprechpartner;Mitarbeiter;Firma\n"
        "13.01.2026;Besuch;Angebot;Ada Quist;Kim Lee;Musterwerk GmbH\n"
    ),
}
JAPANESE = {
    "取引先責任者": (
        "取引先責任者ID,取引先名,姓,名,役職,部署,メール,上司,取引先責任者所有者\n"
        "C1,株式会社アクメ,佐藤,花子,部長,購買部,h.sato@acme.test,,田中 誠\n"
        "C2,株式会社アクメ,鈴木,一郎,課長,購買部,i.suzuki@acme.test,佐藤 花子,田中 誠\n"
    ),
    "商談": (
        "商談ID,商談名,取引先名,フェーズ,金額,完了予定日,商談所有者,作成日\n"
        "D1,ライン更新,株式会社アクメ,提案,1200000,2026/09/30,田中 誠,2026/01/15\n"
        "D2,保守契約,株式会社アクメ,受注,300000,2026/03/31,田中 誠,2025/11/02\n"
    ),
}
CHINESE = {
    "客户联系人": (
        "联系人ID,联系人姓名,所属客户名称,部门,职务,上级联系人,决策角色,联系人态度,负责人\n"
        "L1,王强,东方重工,采购部,部长,,决策者,支持,李明\n"
        "L2,赵敏,东方重工,采购部,科长,王强,评估者,中立,李明\n"
    ),
    "商机": (
        "商机编号,商机名称,客户名称,销售阶段,预计销售金额,负责人,关键联系人\n"
        "S1,二期改造,东方重工,方案报价,120万,李明,王强\n"
    ),
}


def rows(frame, *columns):
    return frame[[*columns]].astype(object).to_numpy().tolist()


def test_a_german_export_is_read_whole(tmp_path):
    book, report, _ = propose_and_read(tmp_path, **GERMAN)
    assert not report.losses
    assert rows(book.people, "id", "name", "title")[:2] == [
        ["K1", "Ada Quist", "Geschäftsführerin"],
        ["K2", "Bernd Weiß", "Einkaufsleiter"],
    ]
    assert rows(book.ties, "source", "target", "kind") == [["K2", "K1", "reports_to"]]
    assert rows(book.deals, "id", "stage", "value", "currency") == [
        ["V1", "bid", 120000.0, "EUR"],
        ["V2", "closed", 5000.0, "EUR"],
    ]
    assert rows(book.roles, "person", "deal") == [["K1", "V1"], ["K2", "V2"]]
    assert rows(book.interactions, "person", "kind") == [["K1", "visit"], ["user Kim Lee", "visit"]]
    assert rows(book.team, "person", "deal") == [["user Kim Lee", "V1"], ["user Kim Lee", "V2"]]


def test_a_japanese_export_is_read_whole(tmp_path):
    book, report, _ = propose_and_read(tmp_path, **JAPANESE)
    assert not report.losses
    assert rows(book.people, "id", "name", "title", "function", "organization")[:2] == [
        ["C1", "佐藤花子", "部長", "購買部", "株式会社アクメ"],
        ["C2", "鈴木一郎", "課長", "購買部", "株式会社アクメ"],
    ]
    assert rows(book.ties, "source", "target") == [["C2", "C1"]]
    assert rows(book.deals, "id", "name", "stage") == [
        ["D1", "ライン更新", "bid"],
        ["D2", "保守契約", "closed"],
    ]


def test_a_japanese_roster_is_read_whole(tmp_path):
    roster = (
        "社員番号,姓,名,姓カナ,部署,役職,雇用形態,入社年月日,退職年月日,在籍状況,上司の社員番号\n"
        "1001,山田,太郎,ヤマダ,経営企画部,社長,正社員,2005/04/01,,在職中,\n"
        "1002,佐藤,花子,サトウ,情報システム部,部長,正社員,2010/04/01,,休職中,1001\n"
        "1003,高橋,次郎,タカハシ,購買部,主任,契約社員,2015/04/01,2025/12/31,退職済み,1002\n"
    )
    book, report, text = propose_and_read(tmp_path, 従業員一覧=roster)
    assert not report.losses
    assert '"退職済み"' in text
    assert rows(book.people, "id", "name") == [
        ["1001", "山田太郎"],
        ["1002", "佐藤花子"],
        ["1003", "高橋次郎"],
    ]
    assert rows(book.ties, "source", "target") == [["1002", "1001"], ["1003", "1002"]]
    assert book.people["until"].notna().tolist() == [False, False, True]


def test_a_chinese_export_is_read_whole(tmp_path):
    book, report, text = propose_and_read(tmp_path, **CHINESE)
    assert not report.losses
    assert '"联系人态度" (how somebody stands is an assessment' in text
    assert rows(book.ties, "source", "target") == [["L2", "L1"]]
    assert rows(book.roles, "person", "role") == [
        ["L1", "decision_maker"],
        ["L1", "participant"],
        ["L2", "evaluator"],
    ]


def test_a_name_beside_first_names_is_whole_where_it_repeats_them(tmp_path):
    whole = "Personalnr;Vorname;Name\n1;Ada;Ada Quist\n2;Ben;Orr, Ben\n"
    book, _, _ = propose_and_read(tmp_path, Personal=whole)
    assert book.people["name"].tolist() == ["Ada Quist", "Orr, Ben"]


def test_a_name_beside_first_names_is_the_last_one_where_it_does_not_repeat_them(tmp_path):
    parted = "Personalnr;Vorname;Name;Vorgesetzter\n1;Ada;Quist;\n2;Ben;Orr;Ada Quist\n"
    book, _, _ = propose_and_read(tmp_path, Personal=parted)
    assert book.people["name"].tolist() == ["Ada Quist", "Ben Orr"]
    assert rows(book.ties, "source", "target") == [["2", "1"]]


@pytest.mark.parametrize(
    ("heading", "subject", "part"),
    [
        ("Kontakt-ID", "people", "id"),
        ("Supervisor EID", "people", "manager"),
        ("社員名", "people", "name"),
        ("上司の社員番号", "people", "manager"),
        ("取引先責任者所有者", "people", "owner"),
        ("商談名", "deals", "name"),
        ("Abschluss geplant am", "deals", "closes"),
        ("訪問日", "interactions", "date"),
    ],
)
def test_headings_in_other_languages_mean_what_they_say(heading, subject, part):
    assert read_heading(heading, subject).part == part


def test_words_of_lists_that_are_of_no_system_are_known():
    assert list_words("deals.stage")["受注"] == "closed"
    assert list_words("interactions.kind")["besuch"] == "visit"
    assert list_words("roles.role")["決裁者"] == "approver"
