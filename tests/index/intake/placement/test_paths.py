"""Paths as archives have them. ``paths.tsv`` is a table of them; what is in it is invented."""

from __future__ import annotations

import os
from datetime import date as civil_date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import IssueFormatError
from index.intake.placement import PathPattern, Placement, placement_of_path, suggest_pattern
from index.page_label import page_label
from tests.strategies import dates

DAY = civil_date(2023, 9, 21)
SIXTH = civil_date(2020, 7, 6)
TABLE = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("paths.tsv").read_text(encoding="utf-8").splitlines()[1:]
    if not line.startswith("#")
]
READ = [row for row in TABLE if row[1] != "refused"]
REFUSED = [path for path, *shown in TABLE if shown == ["refused"]]


@pytest.mark.parametrize("row", READ, ids=lambda row: row[0])
def test_a_path_of_the_table_is_read_as_it_says(row: tuple[str, ...]):
    path, paper, day, page, name, edition, order = (None if shown == "-" else shown for shown in row)
    assert path is not None
    assert placement_of_path(Path(path)) == Placement(
        paper=paper,
        date=civil_date.fromisoformat(day) if day else None,
        page=page_label(page) if page else None,
        page_name=name,
        edition=edition,
        order=int(order) if order else None,
    )


@pytest.mark.parametrize("path", REFUSED)
def test_a_path_that_can_be_read_in_two_ways_is_refused_with_the_cure(path: str):
    with pytest.raises(IssueFormatError) as refused:
        placement_of_path(Path(path))
    assert str(refused.value).startswith(f"{path}: ")
    pattern = str(refused.value).partition("--pattern '")[2].removesuffix("'")
    if pattern:
        PathPattern(pattern)
    else:
        assert "--date" in str(refused.value)


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
def test_a_path_with_a_date_that_is_none_is_refused_unless_the_date_is_known(folder: str):
    path = Path("/news/taiyuan-daily") / folder / "01.txt"
    with pytest.raises(
        IssueFormatError, match=r"01.txt: 2023-\d\d-\d\d is not a date; say which it is: --date"
    ):
        placement_of_path(path)
    assert placement_of_path(path, Placement(date=DAY)) == Placement("taiyuan-daily", None, 1)


@pytest.mark.parametrize(
    ("path", "known", "read"),
    [
        ("/青泽日报/2023-09-21/02-03.txt", Placement(page=2), Placement("青泽日报", DAY)),
        ("/青泽日报/200706/02.txt", Placement(date=SIXTH), Placement("青泽日报", SIXTH, 2)),
        ("/青泽日报/终审/2023-09-21/02.txt", Placement(paper="qzrb"), Placement(None, DAY, 2)),
        ("/青泽日报/2023-09-21/hw_12345.htm", Placement(page="A02"), Placement("青泽日报", DAY)),
    ],
)
def test_what_is_known_from_elsewhere_is_not_refused(path: str, known: Placement, read: Placement):
    with pytest.raises(IssueFormatError, match="--pattern"):
        placement_of_path(Path(path))
    assert placement_of_path(Path(path), known) == read


def test_a_known_date_is_no_page_where_a_name_repeats_it():
    known = Placement(date=DAY)
    assert placement_of_path(Path("/青泽日报/0921A02.txt"), known) == Placement("青泽日报", DAY, "A02")


def test_a_path_at_the_root_tells_no_paper():
    assert placement_of_path(Path("/2023-09-21/01.txt")) == Placement(None, DAY, 1)
    assert placement_of_path(Path("/01.txt")) == Placement(None, None, 1)


def test_folders_that_say_nothing_are_no_paper():
    for path in ("/home/wang/Desktop/2023-09-21/01.txt", "/tmp/export/报纸/2023-09-21/01.txt"):
        assert placement_of_path(Path(path)) == Placement(None, DAY, 1)


def test_names_in_the_bytes_of_a_chinese_windows_are_read_as_they_were_written():
    raw = b"/news/" + "青泽日报/2023年9月21日/第01版.txt".encode("gb18030")
    assert placement_of_path(Path(os.fsdecode(raw))) == Placement("青泽日报", DAY, 1)


def test_a_day_with_a_year_of_two_digits_is_never_in_the_future():
    assert placement_of_path(Path("/青泽日报/291231/01.txt")).date in (None, civil_date(2029, 12, 31))
    assert placement_of_path(Path("/青泽日报/301231/01.txt")).date == civil_date(1930, 12, 31)


papers = st.sampled_from(("青泽日报", "石桥晚报", "柳河周报", "qzrb", "liuhe-weekly", "某市日报"))
pages = st.one_of(
    st.integers(1, 99),
    st.builds(lambda letter, number: f"{letter}{number:02}", st.sampled_from("ABCT"), st.integers(1, 48)),
)
_DAYS = (
    "{d:%Y-%m-%d}",
    "{d:%Y%m%d}",
    "{d:%Y}/{d:%m}/{d:%d}",
    "{d:%Y}/{d.month}/{d.day}",
    "{d:%Y-%m}/{d:%d}",
    "{d:%Y%m}/{d:%d}",
    "{d:%Y}/{d:%m%d}",
    "{d:%Y}/{d:%m-%d}",
    "{d:%Y}/{d:%m%d}/{d:%Y%m%d}",
    "{d:%Y.%m.%d}",
    "{d:%Y_%m_%d}",
    "{d.year}.{d.month}.{d.day}",
    "{d.year}-{d.month}-{d.day}",
    "{d.year}年{d.month}月{d.day}日",
    "{d.year}年{d:%m}月{d:%d}日",
    "{d.year}年/{d.month}月/{d.day}日",
    "{d.year}年/{d.month}月{d.day}日",
)
_FILES = ("{p}.txt", "第{p}版.txt", "{p}版.txt.gz", "{p} 要闻.txt", "{d:%Y%m%d}_{p}.txt")
LAYOUTS = [
    *(f"/data/{{paper}}/{day}/{file}" for day in _DAYS for file in _FILES),
    *(f"/data/{day}/{{paper}}/{file}" for day in _DAYS for file in _FILES),
    *(
        f"/data/{{paper}}/{day}{beside}/pages/{{p}}.txt"
        for day in _DAYS
        for beside in (" 第352期", "（周三）")
    ),
    *(f"/data/{{paper}}/{day}/下午版/{{p}} 文化.txt" for day in _DAYS),
    *(f"/data/{{paper}}_{day}_{{p}}.txt" for day in _DAYS if "/" not in day),
    *(f"/data/{{paper}}/{day} 第{{p}}版.txt" for day in _DAYS if "/" not in day),
    "/data/{paper}-{d:%Y-%m}.zip/{d:%d}/{p}.txt",
    "/data/{paper}{d:%Y}.zip/{d:%m%d}/{p}.txt",
    "/data/{d:%Y}/{paper}/{d:%m}/{d:%d}/{p}.txt",
]


@given(paper=papers, date=dates, page=pages, layout=st.sampled_from(LAYOUTS))
def test_paper_date_and_page_are_read_back_from_a_path_of_any_layout(
    paper: str, date: civil_date, page: int | str, layout: str
):
    shown = f"{page:02}" if isinstance(page, int) else page
    placement = placement_of_path(Path(layout.format(paper=paper, d=date, p=shown)))
    assert (placement.paper, placement.date, placement.page) == (paper, date, page)


@given(paper=papers, date=dates, page=pages, order=st.integers(1, 99))
def test_the_order_is_read_back_from_a_file_of_one_article(
    paper: str, date: civil_date, page: int | str, order: int
):
    shown = f"{page:02}" if isinstance(page, int) else page
    for path in (f"{paper}-{date}-{shown}-{order:02}.txt", f"{paper}/{date}/{shown}/{order:02}.txt"):
        assert placement_of_path(Path("/data") / path) == Placement(paper, date, page, order=order)


PIECES = (
    *(
        "2024",
        "07",
        "7",
        "0701",
        "20240701",
        "2024-07-01",
        "240701",
        "200706",
        "99999",
        "9" * 30,
        "０１",
        "00",
    ),
    *(
        "2024年",
        "7月",
        "1日",
        "二〇二四年",
        "七月",
        "十百",
        "星期一",
        "农历",
        "A01",
        "第",
        "版",
        "一",
        "三版",
        "头版",
    ),
    *(
        "共8版",
        "第352期",
        "期",
        "号外",
        "特刊",
        "下午版",
        "石桥晚报",
        "要闻",
        "qzrb",
        "content",
        "node_",
        "副本",
    ),
    *("-", "_", " ", ".", "/", "/", "/", "\\", "~", "、", "至", "(1)", ".zip", ".txt", ".gz", "{", "}", "*"),
    *("\n", "\t", "\udc81", "🀄", "é", "Z:", "home"),
)
paths = st.lists(
    st.sampled_from(PIECES) | st.characters(exclude_characters="\0"), min_size=1, max_size=14
).map(lambda pieces: Path("/" + "".join(pieces)))


@given(paths)
def test_any_path_is_read_or_refused(path: Path):
    try:
        placement = placement_of_path(path)
    except IssueFormatError as refused:
        assert refused.place == str(path)
    else:
        assert placement.page is None or placement.page == page_label(placement.page)
        assert placement.order is None or placement.order > 0


@given(paths)
def test_any_path_has_a_pattern_to_suggest(path: Path):
    PathPattern(suggest_pattern(path))
