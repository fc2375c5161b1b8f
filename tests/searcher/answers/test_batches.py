from __future__ import annotations

import pytest

from searcher import Archive
from searcher.answers.batches import names_in


def test_each_name_has_a_row_in_its_order(answers: Archive):
    rows = list(answers.batch(["燕子", "火星", "大桥 通车"]))
    assert [(row.name, row.articles, bool(row.best)) for row in rows] == [
        ("燕子", 2, True),
        ("火星", 0, False),
        ("大桥 通车", 2, True),
    ]
    assert [str(day) for day in (rows[0].first, rows[0].last)] == ["2021-03-04", "2021-03-05"]
    assert rows[2].best
    assert rows[2].best.id == answers.search("大桥 通车")[0].id


def test_the_counts_are_those_of_a_search(answers: Archive):
    names = ["通告", "桥", "柳树", "集市 种子"]
    rows = answers.batch(names, until="2021-06")
    assert [row.articles for row in rows] == [
        (found.total if (found := answers.search(name, until="2021-06")).totals.all else 0) for name in names
    ]


def test_literal_names_and_people_are_no_questions(answers: Archive):
    assert [row.articles for row in answers.batch(["河边的柳树", "柳树 NOT 燕"], literal=True)] == [1, 0]
    assert [row.articles for row in answers.batch(["何某某", "何某"], people=True)] == [1, 0]


def test_a_line_that_is_no_question_is_a_row_with_its_error(answers: Archive):
    rows = list(answers.batch(["日期：2023-13", "\u200b", "柳" * 10_001, "燕子"]))
    assert [bool(row.error) for row in rows] == [True, True, True, False]
    assert "2023-13" in rows[0].error


def test_wrong_arguments_are_refused_before_anything_is_asked(answers: Archive):
    with pytest.raises(ValueError, match="exclude"):
        answers.batch(["燕子"], literal=True, people=True)
    with pytest.raises(TypeError, match="no filter colour"):
        answers.batch(["燕子"], colour="red")
    with pytest.raises(TypeError, match="names"):
        answers.batch("燕子")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("燕子\n\n 柳树 \r\n\u3000\n", "names.txt"),
        ("\ufeff燕子\n柳树", "stdin"),
        ('燕子,1\n\n"柳树",2,"x"\n', "names.csv"),
        ("燕子\t1\n柳树\t2", "NAMES.TSV"),
    ],
)
def test_names_are_lines_or_the_first_column(text: str, place: str):
    assert list(names_in(text, place)) == ["燕子", "柳树"]
