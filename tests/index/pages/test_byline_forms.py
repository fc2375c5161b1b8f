"""The forms of bylines that local papers print, each on a page: over a text, under it, in it."""

from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import pytest

from index.article import Article
from index.pages import parse_page

TEXT = (
    "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，"
    "居民出行没有受到影响，工期比计划少用了九天。"
)
# Of each form: where it stands (line, lead: a dateline, end: of a paragraph), the text, the names of each
# part, and the byline as printed. The later forms were written when the first were read.
TABLES = ("byline_forms.tsv", "byline_forms_later.tsv")
FORMS = [
    line.split("\t")
    for table in TABLES
    for line in Path(__file__).with_name(table).read_text(encoding="utf-8").splitlines()[1:]
]


def _parse(*body: str) -> Article:
    blocks = ("老街换新管", *body, "水价下月调整", f"本报讯（记者 赵小川）{TEXT}", TEXT)
    return parse_page("\n\n".join(blocks), paper="sqrb", date=civil_date(2024, 1, 2), page=1)[0]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[1])
def test_a_form_of_a_byline_gives_its_names_and_is_kept_as_printed(form: list[str]):
    where, text, *names, printed = form
    articles = {
        "line": lambda: [_parse(text, TEXT, TEXT), _parse(TEXT, TEXT, text)],
        "lead": lambda: [_parse(text + TEXT, TEXT)],
        "end": lambda: [_parse(TEXT, TEXT + text)],
    }[where]()
    expected = [tuple(name for name in cell.split("、") if name) for cell in names]
    for article in articles:
        found = [article.reporters, article.contributors, article.photographers, article.authors]
        assert found == expected
        assert article.byline == printed


def test_all_bylines_of_an_article_are_kept_in_order():
    article = _parse("本报记者 甄小川", TEXT, f"{TEXT}（解大山 摄）", "（据新华社）")
    assert article.byline == "本报记者 甄小川 （解大山 摄） （据新华社）"
    assert _parse(TEXT, TEXT).byline is None


def test_the_line_of_editors_is_no_byline_of_an_article():
    article = _parse("本报记者 甄小川", TEXT, TEXT, "编辑：解大山 校对：闵一鸣")
    assert article.byline == "本报记者 甄小川"
    assert article.names == ("甄小川",)
