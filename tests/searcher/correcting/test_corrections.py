"""A correction writes sidecar and archive, keeps ids, is logged, and can be taken back; or does nothing."""

from __future__ import annotations

import gzip
import random
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import orjson
import pytest

import searcher
from searcher import Archive, ArticleNotFound, CorrectionError
from tests.conftest import SEED_PAGE
from tests.searcher.correcting.conftest import ID, articles_of


def squeezed(archive: Archive) -> int:
    """How many characters the articles print: headings, text and bylines."""
    return sum(
        len("".join("".join(filter(None, texts)).split()))
        for each in articles_of(archive).values()
        for texts in [(each.kicker, each.headline, *each.subheads, *each.paragraphs, each.byline)]
    )


def test_a_field_that_is_set_is_in_the_archive_and_in_the_sidecar(own: Archive, page: Path):
    before = articles_of(own)
    done = own.set_fields([ID.format(2)], headline="农交会办得好", section=None)
    assert [(change.id, change.keys) for change in done.changes] == [(ID.format(2), ("section", "headline"))]
    after = articles_of(own)
    assert list(after) == list(before)
    assert (after[ID.format(2)].headline, after[ID.format(2)].section) == ("农交会办得好", None)
    rows = [orjson.loads(line) for line in page.with_suffix(".jsonl").read_bytes().splitlines()]
    assert [row["id"] for row in rows] == list(before)
    assert rows[1]["headline"] == "农交会办得好"
    assert len(own.search('"农交会办得好"').hits) == 1
    assert not own.add(page).changed, "what was written is what the files bring"


def test_a_byline_gives_the_names_unless_names_are_set_too(own: Archive):
    own.set_fields([ID.format(1), ID.format(2)], byline="本报记者 王建国 通讯员 李秀英")
    article = own.get(ID.format(2))
    assert (article.reporters, article.contributors) == (("王建国",), ("李秀英",))
    own.set_fields([ID.format(1)], byline="赵一", authors=["赵一"])
    assert own.get(ID.format(1)).reporters == ("王建国",)
    assert own.get(ID.format(1)).authors == ("赵一",)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"date": "2024-01-01"}, "searcher move"),
        ({"paragraphs": "x"}, "searcher correct"),
        ({"kind": "poem"}, "news, brief, photo"),
        ({"reporters": "赵一"}, "a list of texts"),
        ({"headline": "a\0b"}, "headline"),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_changes(
    own: Archive, page: Path, fields: dict[str, Any], told: str
):
    with pytest.raises(CorrectionError, match=told):
        own.set_fields([ID.format(1)], **fields)
    assert not page.with_suffix(".jsonl").exists()


def test_merged_articles_have_one_headline_all_names_and_the_id_of_the_larger(own: Archive):
    before = articles_of(own)
    printed = squeezed(own)
    own.merge([ID.format(4), ID.format(3)])
    after = articles_of(own)
    assert list(before.keys() - after.keys()) in ([ID.format(3)], [ID.format(4)])
    whole = after[(after.keys() & {ID.format(3), ID.format(4)}).pop()]
    one, other = before[ID.format(3)], before[ID.format(4)]
    assert whole.headline == one.headline
    assert whole.subheads == (*one.subheads, other.kicker, other.headline, *other.subheads)
    assert whole.paragraphs == one.paragraphs + other.paragraphs
    assert whole.names == one.names + other.names
    assert squeezed(own) == printed


def test_a_split_reads_the_second_part_as_a_page_and_the_larger_keeps_the_id(own: Archive, page: Path):
    own.merge([ID.format(1), ID.format(2)])
    (whole,) = articles_of(own).keys() & {ID.format(1), ID.format(2)}
    line = page.read_text("utf-8").split("\n").index("我市全力保障农交会顺利举办") + 1
    own.split(whole, line)
    after = articles_of(own)
    assert len(after) == 13
    first, second = list(after.values())[:2]
    assert first.headline == "我市举行“公民道德宣传日”主题活动"
    assert (first.reporters, second.reporters) == (("弓凤飞",), ("司勇",))
    assert second.headline == "我市全力保障农交会顺利举办"
    assert whole in (first.id, second.id)
    new = ({first.id, second.id} - {whole}).pop()
    assert new == ID.format(14), "an id that another article had is not given again"


def test_a_split_within_a_paragraph_of_several_lines_cuts_it_there(tmp_path: Path):
    page = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    page.parent.mkdir(parents=True)
    text = "河边的柳树都绿了\n\n本报讯 连日来气温回升，河边的柳树都绿了。燕子也回来了，孩子们在河边放风筝。"
    page.write_text(text, encoding="utf-8")
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(page)
        page.write_text(text.replace("燕子", "\n燕子"), encoding="utf-8")
        (article,) = archive.stream("柳树")
        with pytest.raises(CorrectionError, match="add it first"):
            archive.split(article.id, 4)
        archive.add(page)
        (article,) = archive.stream("柳树")
        archive.split(article.id, 4)
        texts = [each.units("headline") + each.paragraphs for each in articles_of(archive).values()]
    assert [len(text) for text in texts] == [2, 1]
    assert texts[1][0].startswith("燕子也回来了")


def test_whatever_is_split_no_character_is_lost_and_undo_brings_back_all(own: Archive, page: Path):
    lines = page.read_text("utf-8").split("\n")
    before, printed = articles_of(own), squeezed(own)
    tried = random.Random(7).sample(range(1, len(lines) + 1), 12)
    done = 0
    for line in tried:
        for article_id in before:
            try:
                own.split(article_id, line)
            except CorrectionError:
                continue
            assert squeezed(own) >= printed  # a byline may be read from a text that has it
            done += 1
            own.undo()
            assert articles_of(own) == before
    assert done > 3


def test_a_line_that_is_not_on_the_page_or_leaves_nothing_is_told(own: Archive, page: Path):
    for line in (0, -3, 158):
        with pytest.raises(CorrectionError, match="it has 157"):
            own.split(ID.format(1), line)
    for line in (3, 150):
        with pytest.raises(CorrectionError, match="on the lines 3 to 11"):
            own.split(ID.format(1), line)
    assert not page.with_suffix(".jsonl").exists()


def test_an_id_that_is_not_there_or_of_another_page_changes_nothing(own: Archive, page: Path):
    with pytest.raises(ArticleNotFound):
        own.merge([ID.format(1), "nope"])
    with pytest.raises(CorrectionError, match="two or more"):
        own.merge([ID.format(1)])
    own.add(page, page=2)
    with pytest.raises(CorrectionError, match="2 pages are named"):
        own.merge([ID.format(1), "taiyuan-daily-2023-09-21-02-01"])
    assert not page.with_suffix(".jsonl").exists()


def test_a_dry_run_shows_the_same_and_writes_nothing(own: Archive, page: Path):
    before = articles_of(own)
    shown = own.merge([ID.format(1), ID.format(2)], dry_run=True)
    assert (shown.number, articles_of(own), page.with_suffix(".jsonl").exists()) == (None, before, False)
    assert own.corrections().corrections == ()
    assert own.merge([ID.format(1), ID.format(2)]).changes == shown.changes


def test_the_log_says_who_when_and_what_and_undo_goes_back_step_by_step(own: Archive, page: Path):
    states = [articles_of(own)]
    own.set_fields([ID.format(1)], headline="甲")
    states.append(articles_of(own))
    own.merge([ID.format(3), ID.format(4)])
    first, second = own.corrections().corrections
    assert (first.what, second.what) == (
        f"set {ID.format(1)} headline=甲",
        f"merge {ID.format(3)} {ID.format(4)}",
    )
    assert first.who
    assert first.at <= second.at
    with pytest.raises(CorrectionError, match="undo 2"):
        own.undo(1)
    assert own.undo(dry_run=True).number is None
    own.undo()
    assert articles_of(own) == states[1]
    own.undo()
    assert articles_of(own) == states[0]
    assert not page.with_suffix(".jsonl").exists()
    assert not own.add(page).changed
    with pytest.raises(CorrectionError, match="no correction to take back"):
        own.undo()
    with pytest.raises(CorrectionError, match="taken back already"):
        own.undo(2)
    with pytest.raises(CorrectionError, match="no correction 9"):
        own.undo(9)
    assert [each.undone_by for each in own.corrections().corrections] == [4, 3, None, None]


def test_undo_leaves_a_sidecar_that_was_changed_by_other_means(own: Archive, page: Path):
    own.set_fields([ID.format(1)], headline="甲")
    sidecar = page.with_suffix(".jsonl")
    sidecar.write_text(sidecar.read_text("utf-8").replace("甲", "乙"), encoding="utf-8")
    with pytest.raises(CorrectionError, match="add it first"):
        own.undo()
    own.add(page)
    with pytest.raises(CorrectionError, match="by other means"):
        own.undo()
    own.set_fields([ID.format(1)], headline="丙")
    assert own.undo().changes[0].after.headline == "乙"  # type: ignore[union-attr]


def test_a_page_that_changed_is_not_corrected_until_it_is_added(own: Archive, page: Path):
    page.write_text(page.read_text("utf-8") + "\n又一则消息\n\n本报讯 今天天气晴朗。\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="add it first"):
        own.set_fields([ID.format(1)], headline="甲")
    own.add(page)
    own.set_fields([ID.format(1)], headline="甲")
    page.write_text(page.read_text("utf-8") + "完\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="no longer has"):
        own.set_fields([ID.format(1)], headline="乙")


def test_a_sidecar_of_ones_own_is_kept_and_one_that_was_not_added_is_not_overwritten(
    own: Archive, page: Path
):
    own.set_fields([ID.format(1)], headline="甲")
    sidecar = page.with_suffix(".jsonl")
    sidecar.chmod(0o640)
    mine = sidecar.read_text("utf-8").replace("甲", "我的")
    sidecar.write_text(mine, encoding="utf-8")
    with pytest.raises(CorrectionError, match="add it first"):
        own.set_fields([ID.format(2)], headline="乙")
    assert sidecar.read_text("utf-8") == mine
    own.add(page)
    own.set_fields([ID.format(2)], headline="乙")
    assert own.get(ID.format(1)).headline == "我的"
    assert sidecar.stat().st_mode & 0o777 == 0o640


def test_where_the_folder_cannot_be_written_nothing_changes(
    public_folder: Path, unprivileged: AbstractContextManager[None]
):
    page = public_folder / "taiyuan-daily" / "2023-09-21" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_bytes(SEED_PAGE.read_bytes())
    with searcher.open(public_folder / "archive", create=True) as archive:
        archive.add(page)
        before = articles_of(archive)
        for folder in (public_folder / "archive", public_folder / "archive" / "segments"):
            folder.chmod(0o777)
        for file in (public_folder / "archive").rglob("*"):
            file.chmod(0o777)
        with unprivileged, pytest.raises(CorrectionError, match="nothing was changed"):
            archive.set_fields([ID.format(1)], headline="甲")
        assert articles_of(archive) == before
        assert archive.corrections().corrections == ()


def test_what_is_refused_by_the_archive_is_taken_back_whole(own: Archive, page: Path):
    own.set_fields([ID.format(1)], headline="甲")
    sidecar = page.with_suffix(".jsonl").read_bytes()
    own.tell_paper("taiyuan-daily", until="2020-01-01")
    with pytest.raises(CorrectionError, match="cannot be added"):
        own.set_fields([ID.format(1)], headline="乙")
    assert page.with_suffix(".jsonl").read_bytes() == sidecar
    assert len(own.corrections().corrections) == 1
    assert own.get(ID.format(1)).headline == "甲"


def test_of_two_who_correct_a_page_the_second_is_told(own: Archive):
    corrector = own._corrector()
    seen = corrector._page(own.get(ID.format(1)))
    own.set_fields([ID.format(1)], headline="甲")
    with pytest.raises(CorrectionError, match="changed meanwhile"):
        corrector._correct(seen, seen.articles[1:], "correct", dry_run=False)
    assert own.get(ID.format(1)).headline == "甲"


@pytest.mark.parametrize("kind", ["jsonl", "zip", "gone", "script", "gzip"])
def test_where_there_is_no_page_of_text_it_is_said_what_is_possible(own: Archive, page: Path, kind: str):
    article = own.get(ID.format(1))
    row = article.to_dict() | {"source": None, "id": "x-1", "page": 7}
    if kind == "jsonl":
        file = page.with_name("rows.jsonl")
        file.write_bytes(orjson.dumps(row) + b"\n")
        own.add(file)
        told = "change its row there"
    elif kind == "zip":
        import zipfile

        with zipfile.ZipFile(page.parent / "day.zip", "w") as zipped:
            zipped.writestr("taiyuan-daily/2023-09-22/07.txt", page.read_text("utf-8"))
        own.add(page.parent / "day.zip")
        row["id"] = "taiyuan-daily-2023-09-22-07-01"
        told = "unpack that"
    elif kind == "gone":
        row["id"] = ID.format(1)
        page.unlink()
        told = "not here"
    elif kind == "script":
        own.add_articles([searcher.Article.from_dict(row)])
        told = "--jsonl > page.jsonl"
    else:
        packed = page.parent / "07.txt.gz"
        packed.write_bytes(gzip.compress(page.read_bytes()))
        own.add(packed)
        own.set_fields(["taiyuan-daily-2023-09-21-07-01"], headline="甲")
        assert (page.parent / "07.jsonl").exists()
        (page.parent / "07.jsonl").replace(page.parent / "07.JSONL")
        row["id"] = "taiyuan-daily-2023-09-21-07-01"
        told = "rename or unpack"
    with pytest.raises(CorrectionError, match=told):
        own.set_fields([str(row["id"])], headline="甲")


def test_a_broken_line_of_the_log_is_left_out_with_a_warning_and_old_ones_let_go_of_what_they_replaced(
    own: Archive, tmp_path: Path
):
    for number in range(3):
        own.set_fields([ID.format(1)], headline=f"第{number}")
    log = tmp_path / "archive" / "corrections.jsonl"
    log.write_text(log.read_text("utf-8") + "nonsense\n", encoding="utf-8")
    found = own.corrections()
    assert ([each.number for each in found.corrections], len(found.warnings)) == ([1, 2, 3], 1)
    own.undo()
    assert "nonsense" in log.read_text("utf-8")
    own.backup(tmp_path / "copy")
    with searcher.open(tmp_path / "copy") as copy:
        assert [each.number for each in copy.corrections().corrections] == [1, 2, 3, 4]
