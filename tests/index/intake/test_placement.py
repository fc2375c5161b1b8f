from __future__ import annotations

from datetime import date as civil_date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IssueFormatError
from index.intake.placement import PathPattern, Placement, merge_placements, placement_of_path, split_header
from tests.strategies import dates, texts

DAY = civil_date(2023, 9, 21)
PATH = Path("taiyuan-daily/2023-09-21/01.txt")


@pytest.mark.parametrize(
    "path",
    [
        "/news/taiyuan-daily/2023-09-21/01.txt",
        "/news/taiyuan-daily/20230921/1.txt",
        "/news/taiyuan-daily/2023/09/21/1.txt",
        "/news/taiyuan-daily/2023/2023-09-21/01.txt",
        "/news/taiyuan-daily/2023-09-21-01.txt",
        "/news/taiyuan-daily/2023.09.21.01.txt",
        "/news/taiyuan-daily/20230921_01.txt",
        "/news/taiyuan-daily/2023－09－21/01.txt",
        "/news/taiyuan-daily/2023–09–21/01.txt",
        "/news/taiyuan-daily/2023·09·21/01.txt",
        "/news/taiyuan-daily/2023-09-21/第01版.txt",
        "/news/taiyuan-daily/2023-09-21/scans3/01.TXT",
        "/news/1999-12-31/taiyuan-daily/2023-09-21/01.txt",
    ],
)
def test_a_path_tells_paper_date_and_page(path: str):
    assert placement_of_path(Path(path)) == Placement("taiyuan-daily", DAY, 1)


@pytest.mark.parametrize(
    "path", ["/news/taiyuan-daily/2023-09-21/01.txt", "/news/taiyuan-daily/2023-09-21-01.txt"]
)
def test_a_path_whose_date_is_known_from_elsewhere_tells_the_rest_all_the_same(path: str):
    assert placement_of_path(Path(path), dated=False) == Placement("taiyuan-daily", None, 1)


def test_a_relative_path_is_seen_from_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "taiyuan-daily" / "2023-09-21"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    assert placement_of_path(Path("01.txt")) == Placement("taiyuan-daily", DAY, 1)


def test_without_a_date_the_paper_is_the_files_own_folder():
    assert placement_of_path(Path("/news/taiyuan-daily/01.txt")) == Placement("taiyuan-daily", None, 1)


@pytest.mark.parametrize("name", ["scan.txt", "scan2023.txt", "00.txt", "2023092101.txt"])
def test_a_name_without_a_number_of_three_digits_at_most_tells_no_page(name: str):
    assert placement_of_path(Path("/news/taiyuan-daily") / name).page is None


@pytest.mark.parametrize("folder", ["2023-02-30", "20231301", "2023-00-01"])
def test_a_path_with_a_date_that_is_none_is_refused_with_the_cure(folder: str):
    path = Path("/news/taiyuan-daily") / folder / "01.txt"
    with pytest.raises(
        IssueFormatError, match=r"01.txt: 2023-\d\d-\d\d is not a date; say which it is: --date"
    ):
        placement_of_path(path)
    assert placement_of_path(path, dated=False).date is None


def test_a_path_at_the_root_tells_no_paper():
    assert placement_of_path(Path("/2023-09-21/01.txt")) == Placement(None, DAY, 1)
    assert placement_of_path(Path("/01.txt")) == Placement(None, None, 1)


@given(date=dates, page=st.integers(1, 999))
def test_every_date_and_page_is_read_back_from_its_path(date: civil_date, page: int):
    expected = Placement("某市日报", date, page)
    for shape in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d"):
        assert placement_of_path(Path(f"/某市日报/{date.strftime(shape)}/{page:02d}.txt")) == expected


@pytest.mark.parametrize(
    "header",
    [
        "date: 2023-09-21\npage: 1\npaper: 太原日报\n",
        "\n日期：2023年9月21日\n\n报纸：太原日报\n版次：第1版\n",
        "报名:太原日报\n Date : 20230921 \n版：01\n",
        "日期：２０２３年９月２１日\n报纸： 太原日报 \r\n版次：１\n",
    ],
)
def test_a_header_tells_paper_date_and_page_and_leaves_the_text_on_its_lines(header: str):
    place, text = split_header(f"{header}\n标题：正文\ndate: 1999-01-01", PATH)
    assert place == Placement("太原日报", DAY, 1)
    assert text.split("\n")[header.count("\n") + 1 :] == ["标题：正文", "date: 1999-01-01"]
    assert not text.split("标题")[0].strip()


@pytest.mark.parametrize("header", ["日　期∶2023-09-21\n版 次：1", "日期﹕2023-09-21\n版　次:1"])
def test_a_header_may_be_letter_spaced_and_have_any_print_of_a_colon(header: str):
    assert split_header(header, PATH)[0] == Placement(None, DAY, 1)


@given(texts)
def test_a_text_without_a_header_stays_as_it_is(text: str):
    text = f"标题\n{text}"
    assert split_header(text, PATH) == (Placement(), text)


@pytest.mark.parametrize(
    "line",
    [
        "date: 2023-02-30",
        "日期：昨日",
        "date: 2023",
        "date: 21/09/2023",
        "日期：2023年13月1日",
        "date: " + "9" * 5000,
    ],
)
def test_a_header_with_a_date_that_is_none_is_refused_by_its_line(line: str):
    with pytest.raises(IssueFormatError, match=r"01.txt:2: .* is not a date; say which it is: --date"):
        split_header(f"paper: 太原日报\n{line}\n正文", PATH)


@pytest.mark.parametrize("line", ["page: 0", "版次：头版", "page: 10000", "page: 1-2", "page: " + "9" * 5000])
def test_a_header_with_a_page_that_is_none_is_refused_by_its_line(line: str):
    with pytest.raises(IssueFormatError, match=r"01.txt:1: .* is not a page from 1 to 9999"):
        split_header(f"{line}\n正文", PATH)


def test_a_key_without_a_value_is_text():
    assert split_header("版：\n正文", PATH) == (Placement(), "版：\n正文")


def test_an_option_wins_over_the_header_and_the_header_over_the_path():
    path = Placement("c", None, 3)
    assert merge_placements(PATH, Placement(), Placement(), path) == path
    assert merge_placements(PATH, Placement(), Placement("b", DAY), path) == Placement("b", DAY, 3)
    assert merge_placements(PATH, Placement("a", page=1), Placement("b", DAY, 2), path) == Placement(
        "a", DAY, 1
    )
    assert merge_placements(PATH, Placement(page=0), Placement(), path).page == 0


@pytest.mark.parametrize(("key", "stated"), [("date", civil_date(2023, 9, 22)), ("page", 2)])
def test_a_header_that_contradicts_the_path_is_refused_unless_an_option_decides(key: str, stated: object):
    header, path = Placement(**{key: stated}), Placement("a", DAY, 1)  # type: ignore[arg-type]
    with pytest.raises(IssueFormatError, match=rf"its header says {key} .*, its path .*; say which: --{key}"):
        merge_placements(PATH, Placement(), header, path)
    assert merge_placements(PATH, Placement(date=DAY, page=1), header, path) == path


@pytest.mark.parametrize(
    ("pattern", "path", "place"),
    [
        ("{paper}/{date}/{page}.txt", "/a/某市日报/2023-09-21/03.txt", ("某市日报", 21, 3)),
        ("{paper}_{year}{month}{day}-A{page}.txt", "/a/晚报_20230921-A12.txt", ("晚报", 21, 12)),
        ("{year}/{month}/{day}/*-{page}.*", "/a/2023/9/21/scan-7.txt.gz", (None, 21, 7)),
        ("{date}*{page}.txt", "x/20230921_p4.txt", (None, 21, 4)),
        ("{paper}.txt", "x/晚报.txt", ("晚报", None, None)),
    ],
)
def test_a_pattern_reads_the_paths_of_an_archive_of_ones_own(
    pattern: str, path: str, place: tuple[str | None, int | None, int | None]
):
    diagnostics = PathPattern(pattern).place(Path(path))
    assert (diagnostics.paper, diagnostics.date.day if diagnostics.date else None, diagnostics.page) == place


def test_a_path_of_another_pattern_is_refused():
    with pytest.raises(IssueFormatError, match=r"x\.txt: is not named as \{date\}\.txt"):
        PathPattern("{date}.txt").place(Path("x.txt"))


def test_a_day_of_a_pattern_must_be_in_the_calendar():
    with pytest.raises(IssueFormatError, match="2023-02-30 is not a date"):
        PathPattern("{year}{month}{day}.txt").place(Path("20230230.txt"))


@pytest.mark.parametrize("pattern", ["{author}.txt", "{date}/{date}.txt", "{}.txt"])
def test_a_pattern_that_is_none_lists_what_it_takes(pattern: str):
    with pytest.raises(ValueError, match=r"it takes each of \{paper\}, \{date\}"):
        PathPattern(pattern)
