"""`searcher find`: the same answer in every output, and grep's exit codes."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len

from index.article import Article
from index.intake.jsonl import format_articles
from searcher import Archive
from searcher.exports import CSV_COLUMNS, TIER, csv_cell
from tests.searcher.conftest import Run

OUTPUTS = ["--json", "--jsonl", "--csv", "--ids", "--count", "--explain"]
NOTHING = "“河边的柳树”"


def test_found_is_exit_code_0_and_nothing_stands_on_stderr(ask: Run):
    found = ask("find", "农交会")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.startswith("2 articles for 农交会\n\n1  我市全力保障农交会顺利举办\n")


@pytest.mark.parametrize("output", ["", *OUTPUTS])
def test_nothing_found_is_exit_code_1_and_said_on_stderr_in_every_output(ask: Run, output: str):
    nothing = ask("find", NOTHING, "太原", *[output][: bool(output)])
    assert nothing.exit_code == 1
    assert nothing.stderr.splitlines()[:2] == [
        'No article matches "河边的柳树" AND 太原',
        '   0  "河边的柳树"',
    ]


def test_json_is_what_the_library_gives(ask: Run, seed_archive: Archive):
    printed = json.loads(ask("find", "太原 发展", "--json", "--limit", "2", "--offset", "1").stdout)
    expected = seed_archive.search("太原 发展", limit=2, offset=1).to_dict()
    assert printed | {"took_ms": 0} == expected | {"took_ms": 0}
    assert len(printed["hits"]) == 2


def test_json_of_nothing_found_is_an_answer_too(ask: Run):
    nothing = ask("find", NOTHING, "--json")
    assert nothing.exit_code == 1
    assert json.loads(nothing.stdout)["total"] == 0


def test_jsonl_brings_every_match_whole_as_add_reads_it(ask: Run, seed_archive: Archive):
    articles = list(seed_archive.stream("date:2023"))
    assert len(articles) == 13
    assert ask("find", "日期：2023", "--jsonl").stdout == format_articles(articles)
    assert ask("find", "日期：2023", "--jsonl", "--limit", "4").stdout == format_articles(articles[:4])


def test_csv_has_a_header_and_a_row_for_every_match(ask: Run, seed_archive: Archive):
    rows = list(csv.DictReader(io.StringIO(ask("find", "日期：2023", "--csv").stdout)))
    assert [row["id"] for row in rows] == list(seed_archive.stream("date:2023").ids)
    assert tuple(rows[0]) == (*CSV_COLUMNS, TIER)
    assert {row["tier"] for row in rows} == {"literal"}
    assert {row["headline"] for row in rows} >= {"我市全力保障农交会顺利举办"}


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx"])
def test_a_csv_cell_is_never_a_formula(value: str):
    assert csv_cell(value).startswith("'")


def test_a_csv_cell_joins_names_and_leaves_what_is_missing_empty():
    assert csv_cell(("赵一", "钱二")) == "赵一, 钱二"
    assert csv_cell(None) == ""
    assert csv_cell(3) == "3"
    assert csv_cell("\x1b[31m") == "␛[31m"


def test_ids_and_count_agree_with_the_total(ask: Run, seed_archive: Archive):
    total = seed_archive.search("太原").total
    assert ask("find", "太原", "--count").stdout == f"{total}\n"
    assert ask("find", "太原", "--ids").stdout.splitlines() == list(seed_archive.stream("太原").ids)
    assert len(ask("find", "太原", "--ids").stdout.splitlines()) == total


@pytest.mark.parametrize(
    ("options", "unused"),
    [
        (["--count", "--limit", "3", "--offset", "1"], ["--limit", "--offset"]),
        (
            ["--count", "--sort", "newest", "--collapse", "--facet", "year"],
            ["--sort", "--facet", "--collapse"],
        ),
        (["--ids", "--facet", "year"], ["--facet"]),
    ],
)
def test_an_option_that_an_output_cannot_use_is_told(ask: Run, options: list[str], unused: list[str]):
    answer = ask("find", "太原", *options)
    plain = ask("find", "太原", options[0])
    assert answer.stdout == plain.stdout
    assert answer.stderr.splitlines() == [
        f"Warning: {name} does nothing with {options[0]}" for name in unused
    ]


def test_force_without_output_is_told(ask: Run):
    assert (
        ask("find", "太原", "--count", "--force").stderr
        == "Warning: --force does nothing without --output or --xlsx\n"
    )


def test_a_date_word_that_finds_nothing_as_text_gets_a_hint(ask: Run):
    for question in ("去年九月下旬", "农交会 去年九月下旬"):
        hint = "去年九月下旬 was searched as text; for these days ask 日期：去年九月下旬"
        assert hint in ask("find", question).stderr
    assert "日期：" not in ask("find", NOTHING).stderr


def test_count_of_nothing_is_0_and_exit_code_1(ask: Run):
    nothing = ask("find", NOTHING, "--count")
    assert (nothing.exit_code, nothing.stdout) == (1, "0\n")


def test_explain_shows_the_score_as_a_sum(ask: Run, seed_archive: Archive):
    score = seed_archive.search("农交会").hits[0].score
    explained = ask("find", "农交会", "--explain", "--limit", "1")
    assert f"{score:.4f}  " in explained.stdout
    assert "the sum of times asked * idf * weight" in explained.stdout
    assert ask("find", "--explain", "--page", "1").exit_code == 0


@pytest.mark.parametrize("first", OUTPUTS)
@pytest.mark.parametrize("second", OUTPUTS)
def test_outputs_exclude_each_other(ask: Run, first: str, second: str):
    both = ask("find", "太原", first, second)
    if first == second:
        assert both.exit_code == 0
    else:
        assert both.exit_code == 2
        assert "exclude each other" in both.stderr
        assert both.stdout == ""


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (["--section", "政务之要"], "栏目：政务之要"),
        (["--section", "政务之要", "--section", "没有的栏目"], "栏目：政务之要"),
        (["--reporter", "何宝国"], "记者：何宝国"),
        (["--page", "1"], "版次：1"),
        (["--kind", "photo"], "类型：photo"),
        (["--since", "2023-09"], "日期：2023-09.."),
        (["--until", "2023年9月"], "日期：..2023年9月"),
        (["--since", "20230921", "--until", "2023"], "日期：2023-09-21..2023"),
        (["--since", "2023年9月22日"], "日期：2023-09-22.."),
        (["--until", "2022"], "日期：..2022"),
    ],
)
def test_an_option_narrows_as_its_field_in_the_question_does(ask: Run, options: list[str], query: str):
    by_option, by_field = ask("find", *options, "--ids"), ask("find", query, "--ids")
    assert by_option.exit_code == by_field.exit_code
    assert sorted(by_option.stdout.split()) == sorted(by_field.stdout.split())


def test_sort_limit_and_offset_page_through_every_match_once(ask: Run):
    whole = ask("find", "日期：2023", "--sort", "oldest", "--ids").stdout
    pages = [
        ask("find", "日期：2023", "--sort", "oldest", "--ids", "--limit", "5", "--offset", str(offset)).stdout
        for offset in (0, 5, 10)
    ]
    assert "".join(pages) == whole
    assert len(whole.split()) == 13


def test_limit_0_asks_for_the_total_alone(ask: Run):
    assert ask("find", "农交会", "--limit", "0").stdout.startswith("2 articles, none shown for 农交会\n")


def test_a_facet_asked_for_is_shown_in_full_and_others_are_not(ask: Run):
    shown = ask("find", "日期：2023", "--facet", "reporter", "--facet", "page", "--limit", "0").stdout
    assert "reporter  何宝国 (6)" in shown
    assert "page      1 (13)" in shown
    assert "section" not in shown
    told = json.loads(ask("find", "太原", "--json", "--facet", "kind", "--facet", "kind").stdout)["facets"]
    assert list(told) == ["kind"]


def test_words_of_the_question_need_no_quotes_of_the_shell(ask: Run):
    assert ask("find", "空气质量", "太原", "--ids").stdout == ask("find", "空气质量 太原", "--ids").stdout


def test_a_word_behind_a_hyphen_is_excluded_and_no_option(ask: Run):
    every = set(ask("find", "太原", "--ids").stdout.split())
    without = set(ask("find", "太原", "-空气质量", "--ids").stdout.split())
    assert without < every
    for excluded in ("-PM2.5", "－ＰＭ2.5"):
        assert set(ask("find", "太原", excluded, "--ids").stdout.split()) == set(
            ask("find", "太原 NOT PM2.5", "--ids").stdout.split()
        )


@pytest.mark.parametrize("word", ["-i", "-RCEP", "-china", "–n", "－ｎ", "—x", "--limt", "--大同", "--jsno"])
def test_a_hyphen_with_latin_letters_is_an_option_or_an_error_and_never_an_exclusion(ask: Run, word: str):
    wrong = ask("find", "太原", word)
    text = word.lstrip("-–－—")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert f"No such option: {word}." in wrong.stderr
    assert f"NOT {text}" in wrong.stderr
    assert f"'\"{word}\"'" in wrong.stderr


def test_short_options_are_those_of_other_commands(ask: Run):
    assert ask("find", "-h").stdout == ask("find", "--help").stdout
    assert ask("find", "太原", "-c").stdout == ask("find", "太原", "--count").stdout
    assert ask("find", "太原", "-n", "2", "--ids").stdout == ask("find", "太原", "-n2", "--ids").stdout
    assert len(ask("find", "太原", "-n", "2", "--ids").stdout.splitlines()) == 2
    assert ask("find", "太原", "-n", "x").exit_code == 2


def test_what_follows_two_hyphens_is_the_question(ask: Run):
    assert ask("find", "--count", "--", "太原", "-PM").stdout == ask("find", "太原 NOT PM", "-c").stdout


def test_a_file_is_written_whole_and_replaced_only_when_told(ask: Run, tmp_path: Path):
    file = tmp_path / "hits.csv"
    assert ask("find", "太原", "--csv", "-o", file).stdout == ""
    written = file.read_text("utf-8")
    assert written == ask("find", "太原", "--csv").stdout
    refused = ask("find", "农交会", "--csv", "-o", file)
    assert refused.exit_code == 2
    assert f"{file} exists" in refused.stderr
    assert file.read_text("utf-8") == written
    assert ask("find", "农交会", "--csv", "-o", file, "--force").exit_code == 0
    assert file.read_text("utf-8") == ask("find", "农交会", "--csv").stdout
    assert ask("find", "日期：错", "--csv", "-o", file, "--force").exit_code == 2
    assert file.read_text("utf-8") == ask("find", "农交会", "--csv").stdout
    assert [each.name for each in tmp_path.iterdir()] == ["hits.csv"]


def test_a_mistyped_option_is_no_word_of_the_question(ask: Run):
    wrong = ask("find", "太原", "--limt", "3")
    assert wrong.exit_code == 2
    assert "'--limit'" in wrong.stderr


@pytest.mark.parametrize("question", ["標題：農交會", "标题：农交会", "headline:农交会", "标题:农交会"])
def test_a_chinese_input_method_is_understood(ask: Run, question: str):
    assert ask("find", question, "--ids").stdout == "taiyuan-daily-2023-09-21-01-02\n"


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_text_keeps_to_the_width_it_is_given(ask: Run, monkeypatch: pytest.MonkeyPatch, width: int):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = ask("find", "太原", "--limit", "13").stdout.splitlines()
    assert max(map(cell_len, lines)) <= width


def test_piped_text_has_whole_lines_and_no_colour(ask: Run):
    found = ask("find", "农交会").stdout
    assert "\x1b" not in found
    assert max(map(cell_len, found.splitlines())) > 100


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--since", "2023-13"], "2023-13 is not in the calendar"),
        (["--until", "gestern"], "gestern is not a date"),
        (["--since", "..2023"], "..2023 is not one day"),
        (["--since", "2024", "--until", "2023"], "--since 2024-01-01 lies after --until 2023-12-31"),
        (["--page", "0"], "'0' is no page; pages count from 1"),
        (["--kind", "poem"], "'poem' is not one of"),
        (["--sort", "best"], "'best' is not one of"),
        (["--limit", "-1"], "-1 is not in the range"),
        (["--facet", "colour"], "'colour' is not one of"),
        (["--section", "\udce5"], "these bytes are no text"),
    ],
)
def test_a_wrong_option_is_told_with_its_value(ask: Run, wrong: list[str], told: str):
    refused = ask("find", "太原", *wrong)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert told in refused.stderr


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An archive of one article, full of what a terminal would obey."""
    article = Article(
        id="a\x1b[1m1",
        paper="晚\x1b[2J报",
        date=date(2021, 3, 4),
        page=1,
        section="\x1b]0;title\x07",
        headline="柳树\x9b31m绿了",
        paragraphs=("时间:明天。柳树\x1b[31m红了\u202e",),
        reporters=("赵\x1b一",),
    )
    with Archive(tmp_path / "small", create=True) as archive:
        archive.add_articles([article])
    return tmp_path / "small"


@pytest.mark.parametrize("output", ["--ids", "--jsonl", "--csv", "--count"])
def test_a_warning_stands_on_stderr_and_not_among_the_results(run: Run, small: Path, output: str):
    found = run("find", "时间:明天", output, "--archive", small)
    assert found.exit_code == 0
    assert found.stderr.startswith("Warning: 时间 is searched as text")
    assert "Warning" not in found.stdout


def test_control_characters_of_articles_and_questions_reach_no_terminal(run: Run, small: Path):
    at = ["--archive", small]
    for command in (
        ["find", "柳树"],
        ["find", "柳树", "--explain"],
        ["find", "柳树\x1b[31m"],
        ["find", "柳树\x1b[31m("],
        ["find", "柳树", "--kind", "\x1b[31m"],
        *(["find", "柳树", output] for output in ("--json", "--jsonl", "--csv", "--ids")),
        ["show", "a\x1b[1m1"],
        ["show", "\x1b[1m"],
        ["show", "a\x1b[1m1", "--json"],
        ["issues"],
        ["issues", "--json"],
        ["drop", "2021-03-04"],
        ["drop", "2021-03-04", "--yes"],
    ):
        output = run(*command, *at).output
        assert output
        assert not set(output) & {"\x1b", "\x07", "\x9b", "\u202e"}, command


@pytest.mark.parametrize("output", [[], ["--json"], ["--count"], ["--ids"]])
def test_find_gives_up_when_its_time_is_over(ask: Run, output: list[str]):
    given_up = ask("find", "农交会", "--timeout", "0", *output)
    assert (given_up.exit_code, given_up.stdout) == (2, "")
    assert given_up.stderr == "Error: the search took longer than 0 s; ask for less, or give it more time\n"
    assert ask("find", "农交会", "--timeout", "3600", *output).exit_code == 0


@pytest.mark.parametrize("wrong", ["-1", "nan", "soon"])
def test_a_time_that_is_none_is_an_error(ask: Run, wrong: str):
    for command in (["find", "农交会", "--timeout", wrong], ["reindex", "--wait", wrong]):
        refused = ask(*command)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert f"Invalid value for '{command[-2]}'" in refused.stderr
