from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from rich.cells import cell_len

from tests.searcher.conftest import Run


def test_a_timeline_says_what_is_covered_and_where_the_gaps_are(ask_answers: Run):
    lines = ask_answers("timeline", "通车").stdout.splitlines()
    assert lines[0] == "The archive covers 2021-03-04 to 2021-07-01, 128 articles"
    assert lines[1] == "A  通车: 2 articles, first 2021-03-04, last 2021-03-05"
    assert lines[4].split() == ["2021-03", "~6", "2", "333.3"]
    assert lines[5] == "2021-04 to 2021-05  no articles in the archive"
    assert lines[7].split() == ["2021-07", "119", "0", "0.0"]
    assert lines[-1].startswith("~")


@pytest.mark.parametrize("width", [60, 90, 120, 200])
@pytest.mark.parametrize("questions", [("通车",), ("通车", "通告", "柳树", "燕子", "风筝", "集市")])
def test_no_line_is_wider_than_the_terminal(
    ask_answers: Run, monkeypatch: pytest.MonkeyPatch, width: int, questions: tuple[str, ...]
):
    monkeypatch.setenv("COLUMNS", str(width))
    shown = ask_answers("timeline", *questions).stdout
    assert max(map(cell_len, shown.splitlines())) <= width
    assert ("█" in shown) == (len(questions) == 1)


def test_a_table_has_a_line_a_month_and_json_the_same(ask_answers: Run):
    rows = list(csv.reader(StringIO(ask_answers("timeline", "通车", "=通告", "--csv").stdout)))
    assert rows[0] == ["month", "articles", "thin", "通车", "通车 ‰", "'=通告", "'=通告 ‰"]
    assert rows[1] == ["2021-03", "6", "thin", "2", "333.33", "0", "0.0"]
    assert rows[2] == ["2021-04", "0", "", "0", "", "0", ""]
    shown = json.loads(ask_answers("timeline", "通车", "--json", "--by", "year").stdout)
    assert shown["rows"] == [
        {"year": "2021", "articles": 128, "thin": False, "counts": [2], "per_thousand": [15.62]}
    ]


def test_exit_codes_are_those_of_find(ask_answers: Run):
    assert ask_answers("timeline", "通车", "--section", "要闻").exit_code == 0
    assert ask_answers("timeline", "火星").exit_code == 1
    assert ask_answers("timeline", "日期：2023-13").exit_code == 2
    assert "over 6" in ask_answers("timeline", *"甲乙丙丁戊己庚").stderr
    assert "exclude" in ask_answers("timeline", "甲", "--csv", "--json").stderr
    assert "lies after" in ask_answers("timeline", "甲", "--since", "2022", "--until", "2021").stderr
