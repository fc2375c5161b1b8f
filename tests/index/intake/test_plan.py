from __future__ import annotations

import gzip
import itertools
import os
import tempfile
import zipfile
from contextlib import AbstractContextManager
from datetime import date as civil_date
from pathlib import Path

import orjson
import pytest

from index.article import Article
from index.errors import IssueFormatError
from index.intake import source_contents, source_files
from index.intake.decoding import decode
from index.intake.jsonl import format_articles
from index.intake.placement import PathPattern, Placement
from index.intake.plan import Intake, IssueBatch
from index.intake.source_contents import SourceContents
from index.intake.source_reader import SourceReader
from index.intake.sources import Source
from index.issue import IssueKey
from index.page_label import PageLabel
from tests.conftest import ROOT, SEED_PAGE, SHARED
from tests.strategies import article

PAGE = """本市举行志愿服务活动

本报讯 昨日上午，由某某单位主办的志愿服务活动在某某广场举行，三百多名志愿者参加。活动旨在弘扬志愿精神。

主办方负责人介绍，今后将在每月的第一个周末举行同样的活动，欢迎市民参加，报名截至本月底。(何某某)
"""
ROW = {
    "paper": "某市日报",
    "date": "2023-09-21",
    "page": 1,
    "headline": "某某会开幕",
    "paragraphs": ["昨日。"],
}
DAY = civil_date(2023, 9, 21)
NOWHERE = Placement()


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Two issues of two pages each."""
    for day in ("2023-09-21", "2023-09-22"):
        for page in ("01", "02"):
            _write(tmp_path / "news" / "某市日报" / day / f"{page}.txt", PAGE)
    return tmp_path / "news"


def _write(file: Path, content: str | bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def _deliver(*paths: Path, options: Placement = NOWHERE, pattern: PathPattern | None = None) -> IssueBatch:
    """Everything that is shipped, in one delivery."""
    plan = Intake(SourceReader(options, pattern)).plan(paths)
    incoming = IssueBatch(plan.refused, plan.warnings)
    for part in plan.batches:
        incoming.refused += part.refused
        incoming.warnings += part.warnings
        assert not part.pages.keys() & incoming.pages.keys(), "an issue is delivered once"
        incoming.pages |= part.pages
    assert plan.issues >= len(incoming.pages)
    return incoming


def _read_page(path: Path, options: Placement) -> list[Article]:
    return SourceReader(options).read(Source(path), SourceContents(options)).articles


def _pages(incoming: IssueBatch) -> dict[str, list[PageLabel]]:
    return {str(key): list(pages) for key, pages in incoming.pages.items()}


def _told(incoming: IssueBatch) -> list[str]:
    return [str(error) for error in incoming.refused] + incoming.warnings


BOTH = {"2023-09-21/某市日报": [1, 2], "2023-09-22/某市日报": [1, 2]}


def test_a_folder_brings_its_issues_page_by_page_in_order(news: Path):
    incoming = _deliver(news)
    assert _pages(incoming) == BOTH
    assert _told(incoming) == []
    (article,) = incoming.pages[IssueKey(DAY, "某市日报")][2]
    assert (article.id, article.headline) == ("某市日报-2023-09-21-02-01", "本市举行志愿服务活动")
    assert article.source == str(news / "某市日报/2023-09-21/02.txt")


def test_the_seeds_bring_the_founding_page_and_leave_what_is_expected_of_it_alone():
    incoming = _deliver(ROOT / "seeds")
    assert _pages(incoming) == {"2023-09-21/taiyuan-daily": [1]}
    expected = SEED_PAGE.with_name("expected_articles.jsonl")
    assert _told(incoming) == [f"{expected}: left alone; give it by name to add its articles"]


def test_articles_of_any_name_are_read_where_no_pages_lie_beside_them(tmp_path: Path):
    rows = orjson.dumps(article(1).to_dict())
    day = "taiyuan-daily/2023-09-21"
    (tmp_path / day).mkdir(parents=True)
    (tmp_path / day / "all of it.jsonl").write_bytes(rows)
    assert _pages(_deliver(tmp_path)) == {"2023-09-21/某市日报": [1]}
    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr(f"{day}/archive.jsonl", rows)
        packed.writestr("2023-09-22/01.txt", SEED_PAGE.read_bytes())
    assert len(_pages(_deliver(tmp_path / "packed.zip"))) == 2
    with zipfile.ZipFile(tmp_path / "packed.zip", "a") as packed:
        packed.writestr(f"{day}/02.txt", "本报讯")
    assert any(
        "archive.jsonl: left alone" in warnings for warnings in _told(_deliver(tmp_path / "packed.zip"))
    )


def test_a_file_named_twice_is_read_once(news: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(news.parent)
    page = Path("news/某市日报/2023-09-21/01.txt")
    link = news / "某市日报" / "2023-09-21" / "03.txt"
    link.symlink_to(page.absolute())
    incoming = _deliver(page, page.absolute(), Path("news"), link)
    assert _pages(incoming) == BOTH
    assert _told(incoming) == []


def test_linked_folders_are_walked_and_circles_end(news: Path, tmp_path: Path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "linked").symlink_to(news)
    (news / "round").symlink_to(shelf)
    incoming = _deliver(shelf)
    assert _pages(incoming) == BOTH
    assert _told(incoming) == []


def test_hidden_files_and_folders_are_passed_over(news: Path):
    _write(news / "某市日报" / "2023-09-21" / ".01.txt.swp", "x")
    _write(news / ".git" / "2023-09-23" / "01.txt", PAGE)
    incoming = _deliver(news)
    assert _pages(incoming) == BOTH
    assert _told(incoming) == []


def test_other_files_of_a_folder_are_told_with_their_count(news: Path):
    for name in ("01.css", "02.css", "notes.doc", "Makefile"):
        _write(news / name, "x")
    os.mkfifo(news / "03.txt")
    incoming = _deliver(news)
    assert _pages(incoming) == BOTH
    assert _told(incoming) == [
        f"{news}: 5 files left alone, of no format that is read: .css, .doc, .txt (a pipe), Makefile"
    ]


def test_a_folder_without_pages_is_refused(tmp_path: Path):
    _write(tmp_path / "a.css", "x")
    assert _told(_deliver(tmp_path))[0].startswith(
        f"{tmp_path}: holds no pages (.txt) and no articles (.jsonl)"
    )


def test_a_folder_named_like_a_page_is_a_folder(news: Path):
    (news / "某市日报" / "2023-09-21").rename(news / "2023-09-21.txt")
    assert _pages(_deliver(news / "2023-09-21.txt")) == {"2023-09-21/news": [1, 2]}


def test_what_is_not_there_and_what_is_no_page_is_refused_and_the_rest_delivered(news: Path, tmp_path: Path):
    other, pipe = _write(tmp_path / "01.css", "x"), tmp_path / "02.txt"
    os.mkfifo(pipe)
    incoming = _deliver(tmp_path / "none", other, pipe, news)
    assert _pages(incoming) == BOTH
    assert _told(incoming) == [
        f"{tmp_path / 'none'}: cannot be read: No such file or directory",
        f"{other}: is neither a page (.txt) nor articles (.jsonl), nor of a format that is read",
        f"{pipe}: is a pipe",
    ]


def test_what_may_not_be_read_is_refused_and_the_rest_delivered(
    public_folder: Path, unprivileged: AbstractContextManager[None]
):
    _write(public_folder / "某市日报" / "2023-09-21" / "01.txt", PAGE)
    file = _write(public_folder / "某市日报" / "2023-09-21" / "02.txt", PAGE)
    closed = _write(public_folder / "某市日报" / "2023-09-22" / "01.txt", PAGE).parent
    file.chmod(0)
    closed.chmod(0)
    with unprivileged:
        incoming = _deliver(public_folder, closed / "01.txt")
    assert _pages(incoming) == {"2023-09-21/某市日报": [1]}
    assert _told(incoming) == [
        f"{closed}: cannot be read: Permission denied",
        f"{closed / '01.txt'}: cannot be read: Permission denied",
        f"{file}: cannot be read: Permission denied",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "holds no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "is a picture named .txt"),
        (bytes(range(1, 256)) * 9, "is not text in UTF-8, UTF-16, GB18030 or Big5"),
        (PAGE.encode()[:-5] + b"\xff", "is damaged"),
        (f"date: 2023-02-30\n{PAGE}".encode(), "2023-02-30 is not a date"),
        (f"date: 2023-09-23\n{PAGE}".encode(), "its header says date 2023-09-23, its path 2023-09-21"),
        (f"版次：2\n{PAGE}".encode(), "its header says page 2, its path 1"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_and_the_rest_delivered(news: Path, content: bytes, fault: str):
    file = _write(news / "某市日报" / "2023-09-21" / "01.txt", content)
    incoming = _deliver(news)
    assert _pages(incoming) == BOTH | {"2023-09-21/某市日报": [2]}
    (warnings,) = _told(incoming)
    assert warnings.startswith(str(file))
    assert fault in warnings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_page_is_the_same_in_every_encoding(tmp_path: Path, encoding: str):
    plain, other = (_write(tmp_path / name / "01.txt", PAGE) for name in ("plain", "other"))
    other.write_bytes(PAGE.replace("\n", "\r\n").encode(encoding))
    options = Placement("某市日报", DAY)
    assert _texts(_read_page(other, options)) == _texts(_read_page(plain, options))


def _texts(articles: list[Article]) -> list[dict[str, object]]:
    return [article.to_dict() | {"source": None} for article in articles]


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("daily/01.txt", "has no date; give it: --date 2023-09-21, or a folder named so"),
        ("daily/2023-09-21/front.txt", "has no page; give it: --page 1 or --page A01, or a file named so"),
        ("daily/2023-02-30/01.txt", "2023-02-30 is not a date; say which it is: --date 2023-09-21"),
    ],
)
def test_a_page_whose_place_is_not_told_is_refused_with_the_cure(tmp_path: Path, path: str, fault: str):
    file = _write(tmp_path / path, PAGE)
    with pytest.raises(IssueFormatError) as caught:
        _read_page(file, Placement())
    assert str(caught.value).startswith(f"{file}: {fault}")
    assert "--pattern '" in str(caught.value) or "is not a date" in fault
    (article,) = _read_page(file, Placement("某市日报", DAY, 1))
    assert article.id == "某市日报-2023-09-21-01-01"


def test_a_header_tells_what_the_path_does_not(tmp_path: Path):
    file = _write(tmp_path / "scan.txt", f"日期：2023年9月21日\n版次：3\n报纸：某市日报\n\n{PAGE}")
    (article,) = _read_page(file, Placement())
    assert (article.id, article.paper) == ("某市日报-2023-09-21-03-01", "某市日报")
    assert article.headline == "本市举行志愿服务活动"


def test_two_files_for_one_page_refuse_their_issue_whole_and_no_other(news: Path):
    first = news / "某市日报" / "2023-09-21" / "01.txt"
    second = _write(first.with_name("1.txt"), PAGE)
    third = _write(first.with_name("001.txt"), PAGE)
    incoming = _deliver(news)
    assert _pages(incoming) == {"2023-09-22/某市日报": [1, 2]}
    (warnings,) = _told(incoming)
    assert warnings.startswith(
        f"{first}: brings page 1 of 2023-09-21/某市日报, and so does {third}; keep one"
    )
    assert second.exists()


def test_a_page_and_articles_for_it_by_another_name_are_two_files_for_one_page(news: Path):
    _write(news / "某市日报" / "2023-09-21.jsonl", orjson.dumps(ROW))
    incoming = _deliver(news)
    assert _pages(incoming) == {"2023-09-22/某市日报": [1, 2]}
    assert len(_told(incoming)) == 1


def _lines(*rows: object) -> bytes:
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


def test_one_file_of_articles_may_bring_many_issues(tmp_path: Path):
    rows = [ROW, ROW | {"date": "2023-09-22"}, ROW | {"paper": "另一家"}, ROW | {"page": 3}, ROW]
    incoming = _deliver(_write(tmp_path / "2023.jsonl", _lines(*rows)))
    assert _pages(incoming) == {
        "2023-09-21/某市日报": [1, 3],
        "2023-09-22/某市日报": [1],
        "2023-09-21/另一家": [1],
    }
    first, last = incoming.pages[IssueKey(DAY, "某市日报")][1]
    assert (first.id, last.id) == ("某市日报-2023-09-21-01-01", "某市日报-2023-09-21-01-02")


def test_a_file_of_articles_broken_on_line_7_is_refused_whole_and_the_rest_delivered(news: Path):
    rows = [ROW | {"date": "2023-10-01"}] * 6
    file = _write(news / "2023-10.jsonl", _lines(*rows) + b'{"headline": "\n' + _lines(*rows))
    incoming = _deliver(news)
    assert _pages(incoming) == BOTH
    (warnings,) = _told(incoming)
    assert warnings.startswith(f"{file}:7:")
    assert "is not JSON" in warnings


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_articles_are_read_whatever_ends_their_lines(tmp_path: Path, end: bytes):
    file = _write(tmp_path / "1.jsonl", _lines(ROW, ROW | {"page": 2}).replace(b"\n", end))
    assert _pages(_deliver(file)) == {"2023-09-21/某市日报": [1, 2]}


def test_articles_in_another_encoding_are_read(tmp_path: Path):
    rows = [ROW | {"paragraphs": [PAGE]}] * 3
    file = _write(tmp_path / "1.jsonl", _lines(*rows).decode().encode("gb18030"))
    incoming = _deliver(file)
    assert [article.paragraphs for article in incoming.pages[IssueKey(DAY, "某市日报")][1]] == [(PAGE,)] * 3


def test_what_the_articles_files_do_not_keep_is_told(tmp_path: Path):
    file = _write(tmp_path / "1.jsonl", _lines(ROW | {"seq": 1}, ROW | {"seq": 2, "kind": "masthead"}))
    assert _told(_deliver(file)) == [
        f"{file}: 1 articles are of kind 'masthead', not of news, brief, photo; taken as news",
    ]


def test_very_long_lines_are_read(tmp_path: Path):
    long = "本报讯 昨日上午，志愿服务活动在某某广场举行。" * 20_000
    (article,) = _read_page(_write(tmp_path / "01.txt", f"本市举行活动\n\n{long}\n"), Placement("a", DAY))
    assert sum(map(len, article.paragraphs)) == len(long)
    file = _write(tmp_path / "1.jsonl", _lines(ROW | {"paragraphs": [long]}))
    ((row,),) = (pages[1] for pages in _deliver(file).pages.values())
    assert row.paragraphs == (long,)


@pytest.mark.parametrize(
    ("name", "step"), [("rmrb_1963_1990_odd_days", 1), ("rmrb_2020_odd_days", 7), ("rmrb_2023_24", 11)]
)
def test_real_archives_are_delivered_to_the_last_row(tmp_path: Path, name: str, step: int):
    source = SHARED / "data" / f"{name}.jsonl.gz"
    if not source.exists():
        pytest.skip(f"{source} is not here")
    with gzip.open(source) as lines:
        rows = list(itertools.islice(lines, 0, None, step))
    incoming = _deliver(_write(tmp_path / f"{name}.jsonl", b"".join(rows)))
    delivered = [article for pages in incoming.pages.values() for page in pages.values() for article in page]
    assert sorted(article.id for article in delivered) == sorted(orjson.loads(row)["id"] for row in rows)
    assert incoming.refused == []
    assert all("did you mean" in warning or "taken as news" in warning for warning in incoming.warnings)


def test_a_name_that_is_no_utf_8_is_spelt_out_as_source(tmp_path: Path):
    page = Path(os.fsdecode(os.fsencode(tmp_path) + b"/01-\xff.txt"))
    try:
        page.write_text("春天来了\n\n本报讯 河边的柳树绿了，孩子们在河边放风筝。\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    (article,) = _read_page(page, Placement("某市日报", civil_date(2023, 9, 21), 1))
    assert article.source == f"{tmp_path}/01-\\xff.txt"


def test_an_issue_is_read_when_it_is_asked_for_as_it_was_planned(news: Path):
    plan = Intake(SourceReader(Placement())).plan([news])
    assert plan.issues == 2
    (news / "某市日报" / "2023-09-22" / "01.txt").write_text(
        "改过的版面\n\n本报讯 昨日上午。\n", encoding="utf-8"
    )
    first, second = plan.batches
    assert [str(key) for key in first.pages] == ["2023-09-21/某市日报"]
    (read, *_) = second.pages[IssueKey(civil_date(2023, 9, 22), "某市日报")][1]
    assert read.headline == "本市举行志愿服务活动"


def test_files_that_share_an_issue_are_read_together(news: Path):
    rows = [ROW | {"page": 3}, ROW | {"date": "2023-09-22", "page": 3}]
    _write(news / "2023-09.jsonl", _lines(*rows))
    (only,) = Intake(SourceReader(Placement())).plan([news]).batches
    assert {str(key): list(pages) for key, pages in only.pages.items()} == {
        "2023-09-21/某市日报": [3, 1, 2],
        "2023-09-22/某市日报": [3, 1, 2],
    }


def test_a_pattern_says_how_paths_are_to_be_read(tmp_path: Path):
    _write(tmp_path / "scans" / "09-21-2023_A3.txt", PAGE)
    pattern = PathPattern("{paper}/{month}-{day}-{year}_A{page}.txt")
    assert _pages(_deliver(tmp_path, pattern=pattern)) == {"2023-09-21/scans": [3]}


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are decoded, as they are."""
    names: list[str] = []

    def counting(raw: bytes, place: str, declared: str | None = None) -> str:
        names.append(Path(place).name)
        return decode(raw, place, declared)

    monkeypatch.setattr(source_files, "decode", counting)
    return names


def _read_all(path: Path) -> list[str]:
    return [
        key
        for batch in Intake(SourceReader(Placement())).plan([path]).batches
        for key in map(str, batch.pages)
    ]


def test_each_file_is_decoded_once_for_planning_and_reading(tmp_path: Path, decoded: list[str]):
    folder = tmp_path / "某市日报" / "2023-09-21"
    _write(folder / "01.txt", PAGE)
    _write(folder / "02.txt", PAGE)
    _write(folder / "02.jsonl", format_articles(_read_page(folder / "02.txt", Placement())))
    _write(
        tmp_path / "rows.jsonl", orjson.dumps(ROW | {"date": "2023-09-22", "paper": "某市日报", "page": 1})
    )
    decoded.clear()
    assert _read_all(tmp_path) == ["2023-09-21/某市日报", "2023-09-22/某市日报"]
    assert sorted(decoded) == ["01.txt", "02.jsonl", "02.txt", "rows.jsonl"]


@pytest.mark.parametrize("suffix", ["txt", "jsonl"])
def test_beyond_the_room_for_texts_a_file_is_decoded_once_as_well(
    tmp_path: Path, decoded: list[str], monkeypatch: pytest.MonkeyPatch, suffix: str
):
    folder = tmp_path / "某市日报" / "2023-09-21"
    for number in ("01", "02", "03"):
        page = _write(folder / f"{number}.txt", PAGE)
        if suffix == "jsonl":
            _write(folder / f"{number}.jsonl", format_articles(_read_page(page, Placement())))
            page.unlink()
    expected = _pages(_deliver(tmp_path))
    decoded.clear()
    monkeypatch.setattr(source_contents.SourceContents.__init__, "__defaults__", (len(PAGE) + 1,))
    assert _pages(_deliver(tmp_path)) == expected == {"2023-09-21/某市日报": [1, 2, 3]}
    assert decoded == [f"{number}.{suffix}" for number in ("01", "02", "03")]


def test_where_the_disk_has_no_room_for_what_memory_has_not_a_file_is_read_again(
    tmp_path: Path, decoded: list[str], monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "某市日报" / "2023-09-21"
    for number in ("01", "02", "03"):
        _write(folder / f"{number}.txt", PAGE)

    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(source_contents.SourceContents.__init__, "__defaults__", (len(PAGE) + 1,))
    assert _pages(_deliver(tmp_path)) == {"2023-09-21/某市日报": [1, 2, 3]}
    assert decoded.count("01.txt") == 1
    assert decoded.count("02.txt") == 2


ENTITIES = "date:&nbsp;2023-09-21\n" + PAGE.replace("何某某", "阿不都&middot;某").replace(
    "本报讯", "&nbsp;本报讯"
)


def test_html_entities_of_a_page_are_decoded_in_header_and_text_with_a_warning(tmp_path: Path):
    page = _write(tmp_path / "某市日报" / "01.txt", ENTITIES)
    incoming = _deliver(page)
    (article,) = incoming.pages[IssueKey(DAY, "某市日报")][1]
    assert article.reporters == ("阿不都·某",)
    assert "&" not in "".join(article.paragraphs)
    assert _told(incoming) == [
        f"{page}: 3 HTML entities read as what they stand for: &nbsp; (2), &middot; (1)"
    ]


def test_a_page_read_alone_says_its_entities_too(tmp_path: Path):
    source = Source(_write(tmp_path / "某市日报" / "01.txt", ENTITIES))
    reader, contents = SourceReader(NOWHERE), SourceContents(NOWHERE)
    read = reader.read(source, contents)
    assert [article.reporters for article in read.articles] == [("阿不都·某",)]
    assert len(read.warnings) == 1
    ((_, roles),) = reader.roles(source, contents)
    assert not any("&" in line.text for line in roles.lines)


def test_the_articles_that_a_program_wrote_are_taken_as_they_stand(tmp_path: Path):
    rows = _write(tmp_path / "rows.jsonl", orjson.dumps(ROW | {"headline": "怎样打出 &nbsp; 来"}))
    incoming = _deliver(rows)
    (article,) = incoming.pages[IssueKey(DAY, "某市日报")][1]
    assert article.headline == "怎样打出 &nbsp; 来"
    assert _told(incoming) == []


def test_paragraphs_that_open_with_the_space_of_gbk_are_those_that_open_with_an_ideographic_one(
    tmp_path: Path,
):
    text, file = PAGE.replace("\n\n", "\n　　"), tmp_path / "某市日报" / "2023-09-21" / "01.txt"
    plain = _read_page(_write(file, text), NOWHERE)
    for encoding in ("gb18030", "utf-8"):
        assert _read_page(_write(file, text.replace("　", "\ue5e5").encode(encoding)), NOWHERE) == plain
    assert [article.reporters for article in plain] == [("何某某",)]
