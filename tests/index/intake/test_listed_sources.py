"""Lists of pages and what they list, in the form of a web edition, whose node files list content files."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.sources import Diagnostics, Source, find_sources
from index.page_label import page_label
from tests.index.intake.formats.digital_papers import TEMPLATES, write_issue
from tests.index.intake.formats.made_issues import make_issue
from tests.index.intake.formats.test_digital_paper import SMALL, assert_is_page, contents_of


@pytest.mark.parametrize("form", TEMPLATES)
def test_a_page_is_one_source_in_whatever_folder_its_articles_lie(tmp_path: Path, form: str):
    pages = write_issue(tmp_path, make_issue(4, **SMALL), TEMPLATES[form])
    assert {source.path for source in find_sources([tmp_path], Diagnostics())} == set(pages)


def test_what_is_given_apart_is_found_together(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(4, **SMALL), TEMPLATES["lists"])
    found = find_sources([tmp_path / "pc" / "con", tmp_path / "pc" / "layout"], Diagnostics())
    assert {source.path for source in found} == set(pages)


def test_an_article_that_a_list_names_and_one_that_none_names_are_read_once(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(4, **SMALL), TEMPLATES["tables"])
    first = next(iter(pages))
    first.unlink()
    contents = contents_of(tmp_path)
    assert set(pages) - {first} < set(contents)
    (unlisted,) = set(contents) - set(pages)
    files = [article.file for each in contents.values() for article in each.articles]
    assert sorted(files) == sorted(tmp_path.rglob("content_*"))  # type: ignore[type-var]
    (label,) = {article.placement.page for article in contents[unlisted].articles}
    assert label == page_label(pages[first].label)
    assert contents[unlisted].warnings == [
        f"{first.parent}: no list of pages names 5 of its articles; they are in the order of their files"
    ]


def test_articles_in_a_zip_that_no_list_names_are_one_source(tmp_path: Path):
    write_issue(tmp_path / "a", make_issue(4, **SMALL), TEMPLATES["tables"])
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for file in sorted((tmp_path / "a").rglob("content_*")):
            packed.write(file, file.relative_to(tmp_path / "a"))
    (source,) = find_sources([tmp_path / "a.zip"], Diagnostics())
    assert len(source.parts) == len(source.read_contents().articles) == 15


def test_the_digest_of_a_page_is_another_when_any_of_its_files_is(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(4, **SMALL), TEMPLATES["lists"])
    sources = {path: Source(path) for path in pages}
    before = {path: source.digest() for path, source in sources.items()}
    assert len(set(before.values())) == len(pages)
    first = min((tmp_path / "pc" / "con").rglob("*.html"))  # of the first page
    first.write_bytes(first.read_bytes() + b" ")
    after = {path: source.digest() for path, source in sources.items()}
    assert [path for path in pages if before[path] != after[path]] == [next(iter(pages))]
    first.unlink()
    assert sources[next(iter(pages))].digest() not in {*before.values(), *after.values()}


def test_a_list_that_cannot_be_read_is_a_source_that_is_refused(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(4, **SMALL), TEMPLATES["tables"])
    first = next(iter(pages))
    first.write_bytes(b"\x89PNG\r\n\x1a\n")
    by_path = {source.path: source for source in find_sources([tmp_path], Diagnostics())}
    with pytest.raises(IssueFormatError, match="is a picture named"):
        by_path[first].read_contents()
    assert len(by_path) == len(pages) + 1


def test_an_article_that_no_node_file_lists_is_placed_by_its_own_page(tmp_path: Path):
    issue = make_issue(2, **SMALL)
    pages = write_issue(tmp_path, issue, TEMPLATES["tables"])
    for path in pages:
        path.unlink()
    (found,) = find_sources([tmp_path], Diagnostics())
    contents = found.read_contents()
    assert len(contents.articles) == 15
    assert {article.placement.page for article in contents.articles} == {
        page_label(p.label) for p in issue.pages[:3]
    }
    assert all(article.file and article.file.is_file() for article in contents.articles)


def test_an_article_given_by_name_is_read_with_the_page_that_lists_it(tmp_path: Path):
    pages = write_issue(tmp_path, make_issue(2, **SMALL), TEMPLATES["tables"])
    path, page = next(iter(pages.items()))
    articles = sorted(path.parent.glob("content_*"))
    (found,) = find_sources([articles[0]], Diagnostics())
    assert found.path == path
    assert_is_page(found.read_contents(), page)


def test_the_source_of_an_article_is_its_own_file(tmp_path: Path):
    write_issue(tmp_path, make_issue(2, **SMALL), TEMPLATES["lists"])
    files = {article.file for each in contents_of(tmp_path).values() for article in each.articles}
    assert files == set((tmp_path / "pc" / "con").rglob("*.html"))
