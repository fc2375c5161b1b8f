"""Tables of the columns that somebody chose."""

from __future__ import annotations

import csv
import io

import pytest

from searcher import Archive
from searcher.tables import COLUMNS, read_columns
from tests.searcher.conftest import Run

CHOSEN = "id,date,paper,page,headline,lead,snippet,citation,link"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_the_columns_that_were_named_in_their_order(ask: Run, seed_archive: Archive):
    table = rows(ask("find", "农交会", "--csv", "--columns", CHOSEN).stdout)
    assert list(table[0]) == CHOSEN.split(",")
    for row, article in zip(table, seed_archive.stream("农交会"), strict=True):
        assert row["id"] == article.id
        assert row["headline"] == article.headline
        assert row["lead"] == article.paragraphs[0]
        assert "农交会" in row["snippet"]
        assert row["citation"] == seed_archive.cite(article.id)
        assert row["link"] == article.source


def test_every_column_can_be_asked_for(ask: Run):
    (row, *_) = rows(ask("find", "农交会", "--csv", "--columns", ",".join(COLUMNS)).stdout)
    assert tuple(row) == COLUMNS


def test_without_a_question_a_snippet_is_the_opening(ask: Run):
    table = rows(ask("find", "--page", "1", "--csv", "--columns", "snippet,lead").stdout)
    assert len(table) == 13
    assert all(row["snippet"] for row in table if row["lead"])


def test_a_mark_tells_excel_that_it_is_utf_8(ask: Run):
    plain = ask("find", "农交会", "--csv").stdout_bytes
    assert ask("find", "农交会", "--csv", "--bom").stdout_bytes == b"\xef\xbb\xbf" + plain


def test_names_of_columns_may_stand_between_any_commas():
    assert read_columns(" id，date、 page,id,") == ("id", "date", "page")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("id,headlin", "there is no column headlin; did you mean headline?"),
        ("Reporter", "did you mean reporters?"),
        ("標題", "there is no column 標題; columns are id, date"),
        (" , ", "names no column; columns are id, date"),
    ],
)
def test_a_column_that_is_none_is_told_with_the_nearest(ask: Run, wrong: str, told: str):
    refused = ask("find", "农交会", "--csv", "--columns", wrong)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert told in refused.stderr


@pytest.mark.parametrize("options", [["--columns", "id"], ["--bom"], ["--bom", "--ids"]])
def test_what_is_for_a_table_wants_one(ask: Run, options: list[str]):
    refused = ask("find", "农交会", *options)
    assert refused.exit_code == 2
    assert f"{options[0]} is for a table; add --csv" in refused.stderr
