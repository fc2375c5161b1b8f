"""`searcher add` and `searcher parse`: what is good goes in, what is not is named, and nothing is lost."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from index.article import ARTICLE_KEYS
from searcher import Archive
from tests.conftest import ROOT, SEED_PAGE
from tests.index.pages.invented import DOUBTFUL
from tests.searcher.conftest import PAGE, Run

ROW = {
    "headline": "柳树绿了",
    "paragraphs": ["燕子回来了。"],
    "date": "2021-03-04",
    "page": 1,
    "paper": "晚报",
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file named here lies in a folder of its own, and so does ./archive."""
    monkeypatch.chdir(tmp_path)


def page(path: str, text: str | bytes = PAGE) -> str:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def rows(path: str, *told: object) -> str:
    return page(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told))


def held() -> int:
    if not Path("archive").exists():
        return 0
    with Archive("archive") as archive:
        return archive.statistics().articles


def test_a_folder_goes_in_and_a_second_time_nothing_changes(run: Run):
    first = run("add", ROOT / "seeds")
    assert first.exit_code == 0
    assert first.stdout == "archive: 1 new issue, 0 changed, 0 unchanged; 13 articles written\n"
    again = run("add", ROOT / "seeds")
    assert again.stdout == "archive: 0 new issues, 0 changed, 1 unchanged; 0 articles written\n"
    assert held() == 13


def test_what_the_path_does_not_tell_the_options_do(run: Run):
    page("scan.txt")
    refused = run("add", "scan.txt")
    assert refused.exit_code == 2
    assert "scan.txt: has no date; give it: --date 2023-09-21" in refused.stderr
    told = run("add", "scan.txt", "--paper", "晚报", "--date", "2021年3月4日", "--page", "2")
    assert told.exit_code == 0
    assert "2021-03-04  晚报" in run("issues", "--list").stdout


def test_pages_that_were_not_given_stay_and_are_counted(run: Run):
    run("add", page("晚报/2021-03-04/01.txt"))
    second = run("add", page("晚报/2021-03-04/02.txt"))
    assert "1 page kept" in second.stdout
    assert held() == 2


def test_parsed_articles_are_json_lines_that_add_reads_back_unchanged(run: Run):
    parsed = run("parse", SEED_PAGE)
    assert parsed.exit_code == 0
    told = [json.loads(line) for line in parsed.stdout.splitlines()]
    assert len(told) == 13
    assert tuple(told[0]) == (*ARTICLE_KEYS, "digest")
    assert not Path("archive").exists()
    run("add", page("corrected.jsonl", parsed.stdout))
    assert run("add", ROOT / "seeds").stdout.startswith("archive: 0 new issues, 0 changed, 1 unchanged")
    assert run("find", "日期：2023", "--sort", "oldest", "--jsonl").stdout.count("\n") == 13


def test_a_page_with_html_entities_is_parsed_and_added_with_a_warning(run: Run):
    file = page(
        "晚报/2021-03-04/01.txt", "河边的柳树都绿了\n\n&nbsp;昨天，河边的柳树都绿了。（阿不都&middot;某）\n"
    )
    warning = "2 HTML entities read as what they stand for: &nbsp; (1), &middot; (1)"
    for command in ("parse", "add"):
        told = run(command, file)
        assert told.exit_code == 0
        assert warning in " ".join(told.stderr.split())
    assert run("find", "记者：阿不都·某", "--count").stdout.strip() == "1"


def test_several_pages_are_parsed_one_after_the_other(run: Run):
    pages = [page(f"晚报/2021-03-04/0{number}.txt") for number in (1, 2)]
    lines = run("parse", *pages).stdout.splitlines()
    assert [json.loads(line)["page"] for line in lines] == [1, 2]


def test_parse_shows_the_role_of_every_line_and_needs_no_date_for_it(run: Run):
    shown = run("parse", "--lines", page("scan.txt"))
    assert (shown.exit_code, shown.stderr) == (0, "")
    rows_shown = [line.split() for line in shown.stdout.splitlines()]
    number, article, sure, role, text = rows_shown[0]
    assert (number, article, role, text) == ("1", "1", "headline", "河边的柳树都绿了")
    assert 0 < int(sure.removesuffix("%")) <= 100
    assert any(row[2] == "byline" for row in rows_shown)


def test_parse_tells_under_a_line_what_it_may_be_instead(run: Run):
    Path("scan.txt").write_text(DOUBTFUL, encoding="utf-8")
    lines = run("parse", "--lines", "scan.txt").stdout.splitlines()
    doubts = [line.split() for line in lines if line.split()[0] == "?"]
    assert doubts
    assert all(doubt[-1].endswith("%") for doubt in doubts)


def test_parse_prints_articles_into_a_pipe_and_where_they_are_asked_for(run: Run):
    page("晚报/2021-03-04/01.txt")
    plain = run("parse", "晚报/2021-03-04/01.txt")
    assert plain.stdout == run("parse", "--json", "晚报/2021-03-04/01.txt").stdout
    assert json.loads(plain.stdout)["digest"]
    assert run("parse", "--lines", "晚报/2021-03-04/01.txt").stdout != plain.stdout


def test_what_cannot_be_parsed_is_named_and_the_other_pages_are_printed(run: Run):
    mixed = run("parse", "missing.txt", page("晚报/2021-03-04/01.txt"), rows("a.jsonl", ROW))
    assert mixed.exit_code == 2
    assert len(mixed.stdout.splitlines()) == 1
    assert "missing.txt: " in mixed.stderr
    assert "a.jsonl: holds articles, not a page" in mixed.stderr


BAD_PAGES = {
    "empty": (b"", "holds no text"),
    "binary": (bytes(range(256)) * 20, "02.txt: "),
    "white space": (b" \n\n", "holds no text"),
    "a header with a date that is none": ("日期：2021-02-30\n\n".encode() + PAGE.encode(), "2021-02-30"),
}


@pytest.mark.parametrize(("text", "told"), BAD_PAGES.values(), ids=BAD_PAGES)
def test_a_bad_page_is_refused_by_name_and_a_good_one_beside_it_goes_in(run: Run, text: bytes, told: str):
    good = page("晚报/2021-03-04/01.txt")
    bad = page("晚报/2021-03-05/02.txt", text)
    mixed = run("add", good, bad)
    assert mixed.exit_code == 2
    assert bad in mixed.stderr
    assert told in mixed.stderr
    assert mixed.stdout.endswith("1 new issue, 0 changed, 0 unchanged; 1 article written; 1 refused\n")
    assert held() == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("missing.txt", "missing.txt: "),
        ("bare", "holds no pages (.txt) and no articles (.jsonl)"),
        ("晚报/2021-02-30/01.txt", "2021-02-30 is not a date"),
        ("picture.png", "is neither a page (.txt) nor articles (.jsonl)"),
    ],
)
def test_a_path_that_brings_nothing_is_refused_by_name(run: Run, path: str, told: str):
    Path("bare").mkdir()
    page("晚报/2021-02-30/01.txt")
    page("picture.png")
    refused = run("add", path)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert path in refused.stderr
    assert told in refused.stderr
    assert held() == 0


def test_a_page_in_another_encoding_is_read_all_the_same(run: Run):
    run("add", page("晚报/2021-03-04/01.txt", PAGE.encode("gb18030")))
    assert run("find", "“孩子们在河边放风筝”", "--count").stdout == "1\n"


def test_a_file_that_may_not_be_read_is_refused_by_name(
    run: Run,
    public_folder: Path,
    unprivileged: AbstractContextManager[None],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(public_folder)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(public_folder))
    readable, locked = (public_folder / "晚报" / "2021-03-04" / name for name in ("01.txt", "02.txt"))
    readable.parent.mkdir(parents=True)
    for file in (readable, locked):
        file.write_text(PAGE, encoding="utf-8")
    locked.chmod(0)
    run("add", "--dry-run", readable)  # whatever is imported late is read by whoever may
    with unprivileged:
        refused = run("add", "--dry-run", locked)
    assert refused.exit_code == 2
    assert f"{locked}: cannot be read: Permission denied" in refused.stderr


def test_two_files_for_one_page_are_named_both_and_another_issue_goes_in(run: Run):
    first, second = page("晚报/2021-03-04/1.txt"), page("晚报/2021-03-04/01.txt")
    mixed = run("add", "晚报", page("晚报/2021-03-05/01.txt"))
    assert mixed.exit_code == 2
    assert first in mixed.stderr
    assert second in mixed.stderr
    assert held() == 1


def test_broken_json_is_refused_with_its_line(run: Run):
    good = json.dumps(ROW)
    page("day.jsonl", f"{good}\n" * 6 + good[:30] + "\n")
    refused = run("add", "day.jsonl")
    assert refused.exit_code == 2
    assert "day.jsonl:7" in refused.stderr
    assert held() == 0


def test_an_unknown_key_is_a_warning_with_its_count_and_the_articles_go_in(run: Run):
    added = run("add", rows("day.jsonl", ROW | {"headlin": "x"}, ROW | {"headlin": "y"}))
    assert added.exit_code == 0
    assert added.stderr.startswith("Warning: day.jsonl: ")
    assert "'headlin'" in added.stderr
    assert "2 " in added.stderr
    assert held() == 2


def test_a_missing_key_is_refused_with_line_and_key(run: Run):
    refused = run("add", rows("day.jsonl", ROW, {key: ROW[key] for key in ROW if key != "paragraphs"}))
    assert refused.exit_code == 2
    assert "day.jsonl:2" in refused.stderr
    assert "paragraphs" in refused.stderr
    assert held() == 0


def test_nothing_to_add_is_a_wrong_command(run: Run):
    assert run("add").exit_code == 2
    assert run("parse").exit_code == 2
    assert not Path("archive").exists()


def test_an_add_that_refuses_everything_leaves_no_archive_that_it_made(run: Run, tmp_path: Path):
    path = tmp_path / "archive"
    (tmp_path / "undated.txt").write_text(PAGE, encoding="utf-8")
    refused = run("add", tmp_path / "undated.txt", "--archive", path)
    assert refused.exit_code == 2
    assert not path.exists()
    path.mkdir()
    (path / "words.txt").write_text("柳树\n", encoding="utf-8")
    for more in ([], ["--dry-run"]):
        assert run("add", tmp_path / "undated.txt", "--archive", path, *more).exit_code == 2
        assert [file.name for file in path.iterdir()] == ["words.txt"]
    with Archive(path, create=True):
        pass
    assert run("add", tmp_path / "undated.txt", "--archive", path).exit_code == 2
    assert run("status", "--archive", path).exit_code == 0, "an archive that was there stays"


def test_an_add_that_adds_something_keeps_the_archive_it_made(run: Run, tmp_path: Path):
    (tmp_path / "undated.txt").write_text(PAGE, encoding="utf-8")
    page = tmp_path / "晚报" / "2021-03-04" / "01.txt"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    assert run("add", tmp_path / "undated.txt", page, "--archive", tmp_path / "archive").exit_code == 2
    assert run("find", "柳树", "--count", "--archive", tmp_path / "archive").stdout == "1\n"
