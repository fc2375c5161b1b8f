from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats.base import FileContents, PrintedArticle
from index.intake.formats.digital_paper import DigitalPaper
from index.intake.sources import Diagnostics, Source, find_sources
from index.page_label import page_label
from tests.index.intake.formats.digital_papers import PAPER, TEMPLATES, write_issue, write_issues
from tests.index.intake.formats.made_issues import MadeArticle, MadePage, make_issue

SMALL = {"pages": 4, "articles": 5}


def contents_of(folder: Path) -> dict[Path, FileContents]:
    diagnostics = Diagnostics()
    contents = {source.path: source.read_contents() for source in find_sources([folder], diagnostics)}
    assert not diagnostics.refused
    return contents


def assert_is_page(contents: FileContents, page: MadePage) -> None:
    """Every field of every article, and the page's own."""
    assert contents.warnings == []
    label = page_label(page.label)
    if not page.articles:
        (empty,) = contents.pages
        assert (empty.text, empty.placement.page, empty.placement.page_name) == ("", label, page.name)
    assert len(contents.articles) == len(page.articles)
    for order, (article, made) in enumerate(zip(contents.articles, page.articles, strict=True), 1):
        place = article.placement
        assert (place.page, place.page_name, place.order) == (label, page.name, order)
        assert_is_article(article, made)


def assert_is_article(article: PrintedArticle, made: MadeArticle) -> None:
    assert article.headline == "".join(made.headline)
    assert article.kicker == made.kicker
    assert article.subheads == made.subheads
    assert article.byline == made.byline
    assert tuple(article.paragraphs) == made.paragraphs
    assert article.captions == made.captions
    assert article.section is None


def test_every_field_of_thirty_issues_in_four_forms_is_exact(tmp_path: Path):
    pages: dict[Path, MadePage] = {}
    for _, written in write_issues(tmp_path / PAPER, 30, **SMALL):
        pages |= written
    contents = contents_of(tmp_path)
    assert set(contents) == set(pages)
    for path, page in pages.items():
        assert_is_page(contents[path], page)


def test_a_page_that_a_browser_has_saved_is_the_same_page():
    """The form "marked", as ``chromium --headless --dump-dom`` writes it: in UTF-8, declared as GBK."""
    page = make_issue(11, pages=2, articles=3).pages[0]
    (contents,) = contents_of(Path(__file__).parent / "files" / "chromium-paper").values()
    assert_is_page(contents, page)


@pytest.mark.parametrize("form", TEMPLATES)
def test_an_issue_in_a_zip_is_the_same_issue(tmp_path: Path, form: str):
    issue = make_issue(3, **SMALL)
    pages = write_issue(tmp_path / "a", issue, TEMPLATES[form])
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted((tmp_path / "a").rglob("*.htm*")):
            packed.write(file, file.relative_to(tmp_path / "a"))
    found = find_sources([tmp_path / "a.zip"], Diagnostics())
    assert len(found) == len(pages)
    for source in found:
        page = pages[tmp_path / "a" / source.path.relative_to(tmp_path / "a.zip")]
        assert_is_page(source.read_contents(), page)


def test_files_packed_one_by_one_are_read_too(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(5, **SMALL), TEMPLATES["tables"])
    for file in sorted(tmp_path.rglob("*.htm")):
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    contents = contents_of(tmp_path)
    assert len(contents) == len(pages)
    for path, page in pages.items():
        assert_is_page(contents[path.with_name(f"{path.name}.gz")], page)


@pytest.mark.parametrize(
    ("form", "encoding"),
    [
        ("tables", "utf-8"),
        ("marked", "utf-8"),
        ("lists", "gb18030"),
        ("headed", "gb18030"),
        ("lists", "utf-16"),
    ],
)
def test_a_wrong_declaration_of_the_encoding_is_found_out(tmp_path: Path, form: str, encoding: str):
    pages = write_issue(tmp_path, make_issue(7, **SMALL), TEMPLATES[form], encoding=encoding)
    contents = contents_of(tmp_path)
    for path, page in pages.items():
        assert_is_page(contents[path], page)


def test_a_listed_article_that_is_missing_is_a_warning(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(2, **SMALL), TEMPLATES["headed"])
    path, page = next(iter(pages.items()))
    gone = min(path.parent.glob("content_*"))  # the page's last: the numbers run against its order
    gone.unlink()
    contents = Source(path).read_contents()
    assert contents.warnings == [
        f"{path}: lists {gone.name}, which is not there; fetch it, or its article is missing"
    ]
    assert_is_page(replace(contents, warnings=[]), replace(page, articles=page.articles[:-1]))


def test_a_list_of_pages_brings_nothing_and_other_pages_of_the_site_are_left_alone(tmp_path: Path):
    folder = tmp_path / "2024-05/22"
    folder.mkdir(parents=True)
    (folder / "node_1.htm").write_text(
        "<html><body><a href=node_2.htm>第A01版：要闻</a><a href=node_3.htm>第A02版：综合</a></body></html>",
        encoding="utf-8",
    )
    (folder / "index.html").write_text(
        '<html><head><meta http-equiv="refresh" content="0;URL=node_2.htm"></head></html>', encoding="utf-8"
    )
    diagnostics = Diagnostics()
    (source,) = find_sources([tmp_path], diagnostics)
    assert source.read_contents() == FileContents()
    assert "1 files left alone" in diagnostics.warnings[0]


def test_a_list_of_the_whole_issue_is_taken_page_by_page(tmp_path: Path):
    listing = "".join(
        f'<h3><a href="node_A0{page}.html">第A0{page}版：要闻</a></h3>'
        + "".join(f'<a href="content_{page}{number}.html">题</a>' for number in (2, 1))
        for page in (1, 2)
    )
    for page in (1, 2):
        (tmp_path / f"node_A0{page}.html").write_text(
            f"<html><body>{listing}</body></html>", encoding="utf-8"
        )
        for number in (1, 2):
            (tmp_path / f"content_{page}{number}.html").write_text(
                f"<html><body><h1>标题{page}{number}</h1><div id=ozoom><p>正文。</p></div></body></html>",
                encoding="utf-8",
            )
    contents = contents_of(tmp_path)
    assert [
        (article.placement.page, article.headline) for each in contents.values() for article in each.articles
    ] == [("A01", "标题12"), ("A01", "标题11"), ("A02", "标题22"), ("A02", "标题21")]


def test_a_name_that_is_not_the_pages_is_the_section(tmp_path: Path):
    (tmp_path / "node_A01.html").write_text(
        "<html><body><a href=node_A01.html>第A01版：要闻</a><a href=content_1.html>题</a></body></html>",
        encoding="utf-8",
    )
    (tmp_path / "content_1.html").write_text(
        "<html><body><founder-content><p>正文。</p></founder-content><!--enpproperty <title>题</title>"
        "<date>2024-05-22 08:00:00.0</date><nodename>评论</nodename>/enpproperty--></body></html>",
        encoding="utf-8",
    )
    (article,) = Source(tmp_path / "node_A01.html").read_contents().articles
    assert (article.section, article.placement.page_name) == ("评论", "要闻")
    assert str(article.placement.date) == "2024-05-22"


def test_a_date_or_page_that_contradicts_the_folder_or_the_list_is_a_warning(tmp_path: Path):
    folder = tmp_path / "202405/22"
    folder.mkdir(parents=True)
    (folder / "node_A01.html").write_text(
        "<html><body><a href=node_A01.html>第A01版：要闻</a><a href=content_1.html>题</a></body></html>",
        encoding="utf-8",
    )
    (folder / "content_1.html").write_text(
        "<html><body><founder-content><p>正文。</p></founder-content><!--enpproperty <title>题</title>"
        "<date>2024-05-23 08:00:00.0</date><nodename>第A02版：综合</nodename>/enpproperty--></body></html>",
        encoding="utf-8",
    )
    contents = Source(folder / "node_A01.html").read_contents()
    (article,) = contents.articles
    assert (article.placement.date, article.placement.page) == (None, "A01")
    page, day = contents.warnings
    assert "says that it is of page A02; node_A01.html lists it on page A01, which was taken" in page
    assert "says that it is of 2024-05-23; the day of its folder was taken, 2024-05-22" in day


def content(inner: str) -> bytes:
    return f"<html><body>{inner}</body></html>".encode()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty; was it fetched in full"),
        (b" \n", "is empty; was it fetched in full"),
        (content("<p>正文。</p>"), "is no article of a 数字报 whose form is known"),
        ("<html><body><div id=ozoom><p>正文".encode(), "ends in the middle of the page; fetch it again"),
        (content("<div id=ozoom>正文<!--enpproperty <title>题</title>"), "ends in the middle"),
        (content("<div id=ozoom>正\0文</div>"), "holds a NUL"),
        (content("<div id=ozoom>" + "<b><div>" * 9000 + "深"), "cannot be read as HTML: Excessive depth"),
        (content("<div id=ozoom>正文。</div>"), "is of no page: no node file beside it lists it"),
        (b"%PDF-1.7 ...", r"is a PDF named .html; rename it to .pdf"),
        (b"\x89PNG\r\n\x1a\n", "is a picture named .html; have its text read by OCR"),
        (
            content("<div id=ozoom>" + "正文的第一句。" * 9).replace("句".encode(), b"\xff", 1),
            "is damaged: byte",
        ),
    ],
)
def test_what_is_broken_is_refused_by_what_is_wrong(tmp_path: Path, raw: bytes, message: str):
    file = tmp_path / "content_1.html"
    file.write_bytes(raw)
    with pytest.raises(IssueFormatError, match=message) as refused:
        Source(file).read_contents()
    assert refused.value.place.startswith(str(file))


def test_a_page_with_a_broken_article_is_refused_whole(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(2, **SMALL), TEMPLATES["tables"])
    path = next(iter(pages))
    broken = sorted(path.parent.glob("content_*"))[2]
    whole = broken.read_bytes()
    broken.write_bytes(whole[: whole.index(b"</founder-content>")])
    with pytest.raises(IssueFormatError, match="ends in the middle") as refused:
        Source(path).read_contents()
    assert refused.value.place == str(broken)


def test_only_node_and_content_files_are_of_the_format():
    reader = DigitalPaper()
    taken = (
        "node_A01.html",
        "node_2.htm",
        "content_123.html",
        "CONTENT_1.HTM",
        "content_1_2.htm",
        "nbs.D1_01.htm",
    )
    left = (
        "index.html",
        "default.htm",
        "paperindex.htm",
        "node.html",
        "mynode_1.html",
        "content_1.shtml.txt",
    )
    assert [name for name in (*taken, *left) if reader.supports(Path("html/2024-05/22") / name)] == list(
        taken
    )
