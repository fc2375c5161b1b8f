from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IssueFormatError
from index.intake.formats.digital_article import DigitalArticle, join_headline, read_article
from index.intake.formats.digital_paper import DigitalPaper
from index.intake.formats.html_document import HtmlDocument
from index.intake.sources import Source
from tests.index.intake.formats.digital_papers import TEMPLATES, ContentFile
from tests.index.intake.formats.made_issues import MadeIssue, MadePage, make_issue


def article(body: str, head: str = "") -> DigitalArticle:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_article(HtmlDocument.read(page.encode(), Path("content_1.html")))


def commented(**fields: str) -> DigitalArticle:
    comment = "".join(f"<{key}>{value}</{key}>" for key, value in fields.items())
    return article(f"<div id=ozoom><p>正文。</p></div><!--enpproperty {comment}/enpproperty-->")


def test_the_fields_of_the_comment():
    read = commented(
        date="2024-05-22 08:00:00.0",
        author="本报记者 田一禾",
        title="石桥水渠&ldquo;通水&rdquo;",
        subtitle="<p>副题一</p><p>副题二</p>",
        introtitle="为民办实事<br>水利",
        nodename="第A04版：县区新闻",
    )
    assert (read.date, read.byline, read.page) == (date(2024, 5, 22), "本报记者 田一禾", ("A04", "县区新闻"))
    assert (read.kicker, read.headline) == ("为民办实事 水利", "石桥水渠“通水”")
    assert (read.subheads, read.node_name) == (("副题一", "副题二"), None)


def test_what_a_program_writes_for_nothing_is_none():
    read = commented(date="null", author="null", title="题", subtitle="", introtitle=" ", nodename="null")
    assert (read.kicker, read.byline, read.subheads, read.page, read.date) == (None, None, (), None, None)


@pytest.mark.parametrize("stated", ["2024-02-30 00:00:00", "昨天", "20240522"])
def test_a_date_that_is_none_is_not_taken(stated: str):
    assert commented(title="题", date=stated).date is None


def test_a_field_that_the_comment_does_not_name_is_looked_for_in_the_page():
    read = article(
        "<founder-title>页中题</founder-title><founder-author>何青</founder-author><div id=ozoom>正文。</div>"
        "<!--enpproperty <author></author><date>2024-05-22</date>/enpproperty-->"
    )
    assert (read.headline, read.byline) == ("页中题", None)


def test_tags_of_the_older_comment_have_the_founders_name():
    read = article(
        "<founder-content>正文。</founder-content><!--enpproperty <founder-date>2024-05-22</founder-date>"
        "<founder-title>题</founder-title>/enpproperty-->"
    )
    assert (read.headline, read.date) == ("题", date(2024, 5, 22))


def test_of_two_marked_titles_the_second_is_the_articles():
    read = article(
        "<founder-title>青泽日报</founder-title><founder-title>题</founder-title>"
        "<founder-content>正文。</founder-content>"
    )
    assert read.headline == "题"


@pytest.mark.parametrize(
    "heads",
    [
        '<div class="newsdetatit"><p class="intro">引题</p><h3>标题</h3><p class="sub">副题</p></div>',
        '<p class="intro">引题</p><div class="newsdetatit"><h3>标题</h3></div><p class="sub">副题</p>',
        '<p id="PreTitle">引题</p><h2 id="Title">标题</h2><p id="SubTitle">副题</p>',
        '<div class="text_c"><h3>引题</h3><h1>标题</h1><h2>副题</h2></div>',
        "<founder-pretitle>引题</founder-pretitle><h1>标题</h1><founder-subtitle>副题</founder-subtitle>",
    ],
)
def test_headings_by_the_tags_of_a_template(heads: str):
    read = article(f"{heads}<div id=ozoom><p>正文。</p></div>")
    assert (read.kicker, read.headline, read.subheads) == ("引题", "标题", ("副题",))


@pytest.mark.parametrize(
    "body",
    [
        "<founder-content>{}</founder-content>",
        "<div id=ozoom>{}</div>",
        "<div><!--enpcontent-->{}<!--/enpcontent--></div>",
        "<td><!--<npm:article-content>-->{}<!--</npm:article-content>--></td>",
        '<div class="newsdetatext">{}</div>',
        "<form><table><tr><td><div id=ozoom>{}</div></td></tr></table></form>",
    ],
)
def test_the_body_by_the_marks_of_a_template(body: str):
    read = article(f"<p>上一篇</p>{body.format('<P>　　第一段。<P>　　第二段。')}<p>下一篇</p>")
    assert read.paragraphs == ("第一段。", "第二段。")


@pytest.mark.parametrize(
    "picture",
    [
        "<table><tr><td><img src=1.jpg></td></tr><tr><td>图为水渠。</td></tr></table>",
        "<figure><img src=1.jpg><figcaption>图为水渠。</figcaption></figure>",
        "<table><tr><td><table><tr><td><img><br>图为水渠。</td></tr></table></td></tr></table>",
        '<div class="attachment"><ul><li><img><p>图为水渠。</p></li></ul></div>',
    ],
)
def test_what_stands_with_a_picture_is_its_caption(picture: str):
    read = article(f"<div id=ozoom><p>第一段。</p>{picture}<p>第二段。</p></div>")
    assert (read.captions, read.paragraphs) == (("图为水渠。",), ("第一段。", "第二段。"))


def test_a_table_of_several_columns_is_text():
    read = article("<div id=ozoom><table><tr><td><img></td><td>石桥</td><td>12</td></tr></table></div>")
    assert (read.captions, read.paragraphs) == ((), ("石桥 12",))


def test_a_file_with_pictures_alone_is_blank():
    assert commented(title="").is_blank is False  # it has a text
    assert article("<div id=ozoom><img src=1.jpg></div>").is_blank


def test_lines_of_a_headline_are_joined_as_the_page_parser_joins_them():
    assert join_headline(["石桥", "通水"]) == "石桥通水"
    assert join_headline(["AI", "2024", "年"]) == "AI 2024年"
    assert join_headline([]) is None


def test_a_huge_attribute_and_entities_do_no_harm(tmp_path: Path):
    file = tmp_path / "content_1.html"
    entities = (
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    )
    big = "x" * 50_000_000
    file.write_text(
        f"{entities}<html><body><td>第A01版：要闻</td><div id=ozoom>"
        f'<img alt="{big}"><p>&b;甲&x;乙</p></div></body></html>',
        encoding="utf-8",
    )
    (article,) = Source(file).read_contents().articles
    assert article.paragraphs == ("&b;甲&x;乙",)


@given(data=st.data())
def test_any_damage_is_read_or_refused_at_the_file(data: st.DataObject):
    page = MadePage("A01", "要闻", make_issue(1, pages=1, articles=1).pages[0].articles)
    template = TEMPLATES[data.draw(st.sampled_from(sorted(TEMPLATES)))]
    whole = template.content(ContentFile(MadeIssue(date(2024, 5, 22), (page,)), page, page.articles[0], 1))
    raw = bytearray(whole[whole.index("<body>") :].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=6))
    try:
        contents = DigitalPaper().read(bytes(raw), Path("content_1.html"), lambda _: None)
    except IssueFormatError as refused:
        assert refused.place.startswith("content_1.html")
    else:
        assert len(contents.articles) <= 1


@pytest.mark.parametrize(
    "unit",
    [
        "<!--enpproperty",
        "<!--enpcontent-->",
        "<!--<npm:article-title>-->",
        "<h2>题</h2>",
        "<p class=newsdetatit></p><p class=intro></p>",
        "<figure><img></figure>",
        "<i>版",
        "<a href=content_1.html>题</a><a href=node_1.html>第1版</a>",
        "<founder-content><title>",
    ],
)
def test_work_grows_with_the_size_of_a_page_however_its_marks_are_piled(unit: str):
    """A quarter of a million characters of marks without an end: quadratic work would take hours."""
    for head, tail in (("", ""), ("<div id=ozoom>", "</div>"), ("<!--enpproperty <title>", "</title>-->")):
        raw = f"<html><body><td>第1版</td>{head}{unit * (250_000 // len(unit))}{tail}</body></html>".encode()
        for name in ("content_1.html", "node_1.html"):
            with suppress(IssueFormatError):
                DigitalPaper().read(raw, Path(name), lambda _: None)
