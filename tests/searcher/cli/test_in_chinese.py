"""Under a Chinese locale the command speaks Chinese: results, help, errors, and click's words among them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from searcher import Archive
from searcher.cli import main
from tests.searcher.conftest import Run

ENGLISH_LINE = re.compile(r"[^\u3400-\u9fff]*[A-Za-z]{2,}[^\u3400-\u9fff]*")
NOT_OURS = re.compile(  # ids, paths, commands, what was typed and the mark below it, lists of keys
    r" *(?:searcher |field:value |\d{4}-\d\d|[a-z-]+-\d{4}-|[\w./-]+/|-|[A-Z]+[].]*$|date:|\^|\{|[a-z-]+  ).*"
    r"|.*--[a-z].*| *(?:[a-z_]+, ?)+[a-z_]*[。，]?|\W*\.?[a-z]+\W*"
)
ID = "taiyuan-daily-2023-09-21-01-03"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SEARCHER_LANG", "zh")


def english_lines(text: str) -> list[str]:
    """The lines of letters, but without a Han character, besides names, ids, commands and options."""
    return [
        line for line in text.splitlines() if ENGLISH_LINE.fullmatch(line) and not NOT_OURS.fullmatch(line)
    ]


def width(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("word", [*main.list_commands(None), ""])  # type: ignore[arg-type]
def test_help_is_in_chinese_and_no_line_is_wider_than_the_terminal(run: Run, word: str):
    printed = run(*([word] if word else []), "--help").stdout
    assert english_lines(printed) == []
    assert printed.startswith("用法：searcher ")
    assert "选项：\n" in printed
    assert "显示本帮助后退出。" in printed
    described = printed.partition("示例")[0]
    assert [line for line in described.splitlines() if width(line) > 80] == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["find", "空气质量", "太原"], "1 篇：空气质量 AND 太原"),
        (["find", "经济", "--list"], "2 篇：经济"),
        (["find", "经济", "--long"], "栏目"),
        (["find", "经济", "--explain"], "各项之和"),
        (["find", "太原", "--facet", "month"], "月份"),
        (["find", "没有这个"], ""),
        (["show", ID], "编号  taiyuan-daily"),
        (["status"], "资料库  "),
        (["issues"], "2023-09-21 以后没有"),
        (["issues", "--list"], "日期        报纸"),
        (["papers"], "代码           名称"),
        (["review"], "把握  编号"),
        (["quote", "我市举行活动"], ""),
        (["timeline", "太原"], "资料库收有 2023-09-21 至 2023-09-21，13 篇"),
        (["similar", ID], "特征词"),
        (["page", ID], "1版，13 篇"),
        (["series", ID], "栏目 政务之要：4 篇"),
        (["verify"], "1 期，13 篇，每个字节都与写入时相同"),
        (["drop", "2023-09-21", "--dry-run"], "将删除 2023-09-21/taiyuan-daily，13 篇"),
    ],
)
def test_what_a_command_prints_is_in_chinese(ask: Run, args: list[str], says: str):
    done = ask(*args)
    assert says in done.stdout
    assert english_lines(done.output) == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["find", "嘿嘿呵呵"], "没有找到：嘿嘿呵呵"),
        (["find", '"嘿嘿'], '错误：引号 " 没有结束；请在引文末尾加 "'),
        (["find", "(嘿嘿"], "错误：这个括号没有结束；请在末尾加 )"),
        (["find", "date:2023-13"], "错误：2023-13 在日历上没有；日期可写："),
        (["find", "类型：诗"], "错误：没有类型 诗；类型有 "),
        (["find", "版次：零"], "不是版次；版次是1 到 9999 的数"),
        (["find", "太原", "NEAR", "空气"], "NEAR 不是运算符：NEAR 要写明中间最多隔几个字"),
        (["find", "太原", "与"], "连接不了什么：它后面什么也没有"),
        (["find", "--foo"], "错误：没有选项 --foo。要排除含 foo 的，请写 NOT foo（非 foo）"),
        (["find", "--limit", "x"], "的值不对：'x' 不是数。"),
        (["find", "--sort", "x"], "不在可选的值之中："),
        (["find", "a", "--json", "--csv"], "错误：--json 与 --csv 只能选一个。"),
        (["find", "--since", "2024", "--until", "2023"], "晚于 --until 2023-12-31。"),
        (["find", "--more"], "--more 接着上一张列表：输出没有到终端"),
        (["find", "a", "--force"], "注意：没有 --output 或 --xlsx 时 --force 不起作用"),
        (["show"], "缺少参数 'ID|NUMBER...'"),
        (["show", "nothing"], "没有文章 nothing；编号形如"),
        (["show", "3"], "序号属于终端上的列表"),
        (["browse"], "不是终端，而 browse 要用终端"),
        (["add"], "缺少参数 'PATH...'"),
        (["add", "/nothing/there"], "没有这个文件或文件夹"),
        (["status", "extra"], "多出的参数：（extra）"),
        (["status", "--archive", "/nothing/there"], "错误：/nothing/there 不存在；新建请用："),
        (["issues", "2023-13"], "在日历上没有"),
        (["issues", "--list", "--missing"], "--list 与 --missing 是两种列表"),
        (["issues", "--paper", "x"], "没有报纸 x；有的报纸是 taiyuan-daily；searcher papers 会列出"),
        (["fnd"], "没有命令 'fnd'。"),
        (["drop", "2023-09-21"], "错误：这会删除 2023-09-21/taiyuan-daily（13 篇）；确定要删，请加 --yes"),
    ],
)
def test_an_error_is_in_chinese(ask: Run, args: list[str], says: str):
    done = ask(*args)
    assert says in done.stderr
    assert english_lines(done.output) == []


def test_what_add_does_and_refuses_is_told_in_chinese(run: Run, tmp_path: Path):
    for name, text in {"01.txt": "没有日期的一版\n", "2021-03-04/02.txt": "", "x.pdf": "%PDF-1.4"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("add", tmp_path, "--archive", tmp_path / "archive")
    assert "没有日期；请用 --date 2023-09-21 说明" in done.stderr
    assert "新增 0 期，改动 0 期，未变 0 期；0 篇已写入；" in done.stdout
    assert english_lines(done.output) == []


def test_tables_stand_below_each_other_at_sixty_columns(ask: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "60")
    rows = ask("issues", "--list").stdout.splitlines()
    assert [rows[0].index("报纸"), rows[0].index("篇数")] == [10, 23]  # cells 12 and 27
    assert width(rows[0].partition("篇数")[0]) + 4 == rows[1].index("13") + 2


def test_json_csv_and_exit_codes_are_the_same_in_every_language(ask: Run, monkeypatch: pytest.MonkeyPatch):
    asked = [
        *(["find", "经济", "--csv"], ["find", "嘿嘿呵呵", "--json"], ["find", "(", "--ids"]),
        *(["status", "--json"], ["issues", "--json"], ["timeline", "太原", "--csv"], ["show", ID, "--json"]),
    ]
    chinese = [(ask(*each).exit_code, ask(*each).stdout) for each in asked]
    monkeypatch.setenv("SEARCHER_LANG", "en")
    english = [(ask(*each).exit_code, ask(*each).stdout) for each in asked]
    for (code, said), (other_code, other) in zip(chinese, english, strict=True):
        assert code == other_code
        if said.startswith("{"):
            assert _without_time(said) == _without_time(other)
        else:
            assert said == other


def _without_time(printed: str) -> dict[str, object]:
    values: dict[str, object] = json.loads(printed)
    return values | {"took_ms": 0}


def test_the_locale_chooses_and_english_loads_no_catalogue(seed_archive: Archive):
    """A start in English takes no longer for the Chinese there is."""
    code = (
        "import atexit, sys; atexit.register(lambda: print('gettext' in sys.modules));"
        "import index.messages as messages;"
        "from searcher.cli import main;"
        "import os; os._exit = sys.exit;"
        "import click.testing;"
        "click.testing.CliRunner().invoke(main, ['find', '太原']);"
        "print(messages._chinese.cache_info().currsize)"
    )
    sizes = []
    for locale in ("C.UTF-8", "zh_CN.UTF-8"):
        environment = os.environ | {"LANG": locale, "SEARCHER_ARCHIVE": str(seed_archive.path)}
        del environment["SEARCHER_LANG"]
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        sizes.append(done.stdout.splitlines()[0])
    assert sizes == ["0", "1"]
