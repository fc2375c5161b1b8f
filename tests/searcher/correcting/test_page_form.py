"""A page as marked lines: unchanged it changes nothing, and what is changed is what the archive has then."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searcher import Archive, CorrectionError, IssueFormatError
from tests.conftest import SHARED
from tests.searcher.correcting.conftest import ID, articles_of

PAGES = sorted((SHARED / "pages").glob("rmrb*_*/*.txt"))[::12]


def test_a_form_that_comes_back_as_it_was_changes_nothing(own: Archive, page: Path):
    form = own.page_form(page)
    assert own.page_form(own.get(ID.format(5))) == form
    assert own.correct(page, form.text).changes == ()
    assert own.correct(page, "\ufeff" + form.text.replace("\n", "\r\n")).changes == ()
    assert not page.with_suffix(".jsonl").exists()


@pytest.mark.skipif(not PAGES, reason="../shared/pages is absent")
def test_every_printed_character_of_real_pages_is_in_the_form(tmp_path: Path):
    import searcher

    with searcher.open(tmp_path / "archive", create=True) as archive:
        for at, given in enumerate(PAGES):
            page = tmp_path / "rmrb" / f"2020-01-{at + 1:02d}" / "01.txt"
            page.parent.mkdir(parents=True)
            page.write_bytes(given.read_bytes())
            archive.add(page)
            form = archive.page_form(page).text
            assert archive.correct(page, form).changes == ()
            shown = re.sub(r"(?m)^(#.*|===.*|[a-z]+\s*)", "", form)
            lacking = _counted(page.read_text("utf-8")) - _counted(shown)
            assert lacking.total() == 0, given


def _counted(text: str):  # noqa: ANN202
    from collections import Counter

    return Counter("".join(text.split()))


def test_texts_roles_and_borders_that_were_changed_are_taken(own: Archive, page: Path):
    text = own.page_form(page).text
    text = text.replace("headline  我市举行“公民道德宣传日”主题活动", "标题：我市举办宣传日活动")
    text = re.sub(rf"=== {ID.format(4)}\n(label.*\n)?", "", text)
    text = text.replace("subhead   嘉节社区", "===\nh 嘉节社区")
    own.correct(page, text)
    after = articles_of(own)
    assert after[ID.format(1)].headline == "我市举办宣传日活动"
    merged = after.get(ID.format(3)) or after[ID.format(4)]
    assert "太钢首单不锈钢复合板产品获肯定" in merged.subheads
    assert [each.headline for each in after.values()][-1] == "嘉节社区:“每周唠嗑”显温情"
    assert ID.format(14) in after
    assert own.undo().number == 2


def test_an_article_that_is_written_anew_keeps_the_id_it_stands_under(own: Archive, page: Path):
    text = own.page_form(page).text
    start, end = text.index(f"=== {ID.format(2)}"), text.index(f"=== {ID.format(3)}")
    own.correct(
        page, f"{text[:start]}=== {ID.format(2)}\nheadline  另一篇\nbody  写的是别的事。\n\n{text[end:]}"
    )
    assert own.get(ID.format(2)).headline == "另一篇"
    assert len(articles_of(own)) == 13


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("headline  我市举行", "heading   我市举行", "does not begin with a role"),
        ("headline  我市举行", "本报讯我市举行", "does not begin with a role"),
        (f"=== {ID.format(1)}\n", "", "stands before the first ==="),
        (f"=== {ID.format(1)}", "=== taiyuan-daily-1", "has the id taiyuan-daily-1"),
        (f"=== {ID.format(2)}", f"=== {ID.format(1)}", "stands twice"),
        (f"=== {ID.format(2)}\n", f"===\n=== {ID.format(2)}\n", "neither headline nor body"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_written(
    own: Archive, page: Path, old: str, new: str, told: str
):
    text = own.page_form(page).text
    assert old in text
    with pytest.raises(IssueFormatError, match=rf"page\.txt:\d+: .*{told}"):
        own.correct(page, text.replace(old, new, 1), name="page.txt")
    assert not page.with_suffix(".jsonl").exists()


def test_a_form_of_another_state_or_of_none_is_refused(own: Archive, page: Path):
    text = own.page_form(page).text
    own.set_fields([ID.format(1)], headline="甲")
    with pytest.raises(CorrectionError, match="changed since"):
        own.correct(page, text)
    with pytest.raises(CorrectionError, match="# state"):
        own.correct(page, re.sub(r"# state.*\n", "", text))
    emptied = re.sub(r"(?m)^(===|[a-z]).*\n", "", own.page_form(page).text)
    with pytest.raises(IssueFormatError, match="searcher drop"):
        own.correct(page, emptied)


def test_a_page_that_the_archive_does_not_have_is_told(own: Archive, page: Path, tmp_path: Path):
    other = page.with_name("02.txt")
    other.write_text("x", encoding="utf-8")
    with pytest.raises(CorrectionError, match="add it first"):
        own.page_form(other)
    with pytest.raises(IssueFormatError, match="cannot be read"):
        own.page_form(page.with_name("03.txt"))
    with pytest.raises(CorrectionError, match="no page of text"):
        own.page_form(tmp_path / "a.pdf")
    stray = tmp_path / "scan.txt"
    stray.write_bytes(page.read_bytes())
    with pytest.raises(CorrectionError, match="by its id"):
        own.page_form(stray)
