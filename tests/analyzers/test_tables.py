"""The tables of folding lead each variant to the character of modern simplified print, and to no other."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

import pytest

from analyzers.tables.make import gbk_private_rows
from analyzers.tables.variant_review import ADDED, LEFT_OUT
from tests.conftest import ROOT

TABLES = ROOT / "analyzers" / "tables"
NAMES = ("traditional", "radicals", "gbk_private", "ignorable", "variants", "readings", "lookalikes")
FOLDING = ("traditional", "radicals", "gbk_private", "variants")


def rows(name: str) -> list[list[str]]:
    """The rows of a table, in its order."""
    return [line.split("\t") for line in (TABLES / f"{name}.tsv").read_text("utf-8").splitlines()]


TARGETS = {source: target for name in FOLDING for source, target, *_ in rows(name)}


def folded(text: str) -> str:
    """The text after the tables, and NFKD between them, to the end."""
    for _ in range(10):
        before, text = text, "".join(TARGETS.get(char, char) for char in unicodedata.normalize("NFKD", text))
        if before == text:
            return text
    raise AssertionError(f"a circle: {text}")


def test_the_folder_has_a_script_and_no_table_that_it_does_not_write():
    assert {file.stem for file in TABLES.glob("*.tsv")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_sorted_by_its_first_column_without_doubles(name: str):
    first = [row[0] for row in rows(name)]
    assert first == sorted(set(first))


@pytest.mark.parametrize("name", FOLDING)
def test_a_row_maps_one_character_to_another(name: str):
    assert [row for row in rows(name) if not len(row[0]) == len(row[1]) == 1 or row[0] == row[1]] == []


def test_no_character_has_a_row_in_two_tables():
    assert [
        char for char, n in Counter(row[0] for name in FOLDING for row in rows(name)).items() if n > 1
    ] == []


def test_no_path_is_a_circle_and_each_ends_where_no_table_goes_on():
    for source in TARGETS:
        end = folded(source)
        assert folded(end) == end
        assert not set(end) & TARGETS.keys()


def test_the_target_of_a_variant_is_the_end_of_its_path():
    assert [row for row in rows("variants") if folded(row[1]) != row[1]] == []


def test_no_row_is_hidden_by_a_compatibility_decomposition():
    hidden = [row for row in rows("variants") if unicodedata.normalize("NFKD", row[0]) != row[0]]
    assert hidden == []


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param(
            "著着 瞭了 甚什 祇只 锺钟 馀余 藉借 餘余 鍾钟 衹只 秖只", id="what conversion keeps apart"
        ),
        pytest.param(
            "靑青 淸清 尙尚 鄕乡 槪概 說说 敎教 眞真 戶户 卽即 旣既 鎭镇 內内 強强 產产 産产 黃黄 歷历 "
            "爲为 衆众 羣群 峯峰 硏研 塡填 愼慎 緖绪 顚颠 曁暨 銳锐 脫脱 稅税 閱阅 姸妍 屛屏 郞郎 飮饮 "
            "吿告 巢巢 奧奥 虛虚 溫温 搖摇 遙遥 別别 黑黑 步步 倂并 値值 査查 兪俞 偸偷 喩喻 楡榆 錄录 "
            "綠绿 祿禄 靜静 爭争 淨净 郷乡",
            id="forms of old print",
        ),
        pytest.param(
            "隣邻 畧略 閙闹 砲炮 鎗枪 寳宝 囯国 姉姊 隄堤 迯逃 綑捆 徧遍 菓果 週周 跡迹 蹟迹 牠它 妳你 "
            "佔占 佈布 併并 傢家 傑杰 遊游 託托 註注 唸念 慾欲 糭粽 糉粽 疎疏 攷考 烟烟 菸烟 煙烟 礮炮 "
            "罸罚 捄救 搆构 欵款 甎砖 窰窑 觔斤 蔴麻 荳豆 躭耽 廸迪 廹迫 迴回 廻回 嬾懒 蘓苏 姪侄 毬球 "
            "秊年 朞期 躰体 軆体 卹恤 箝钳 糢模 凖准 聨联",
            id="old variants",
        ),
        pytest.param(
            "鉄铁 広广 発发 気气 円圆 験验 駅驿 県县 沢泽 桜樱 竜龙 仏佛 伝传 検检 戦战 単单 塩盐 毎每 "
            "図图 売卖 読读 続续 変变 楽乐 薬药 応应 実实 対对 帰归 経经 済济 剤剂 関关 銭钱 歯齿 覚觉 "
            "観观 闘斗 撃击 拡扩 黒黑 渋涩 満满 栄荣 営营 労劳 釈释 訳译 転转 軽轻 団团 囲围 圧压 壱壹 "
            "弐贰 勧劝 歓欢 権权 悪恶 亜亚 専专 処处 髪发 渕渊 嶋岛 辺边 邉边 働动 舎舍 頼赖 麺面 龝秋 "
            "﨑崎",
            id="Japanese forms",
        ),
        pytest.param(
            "裏里 裡里 綫线 線线 臺台 枱台 衞卫 衛卫 滙汇 舖铺 粧妆 啓启 啟启 牀床 麪面 着着 鷄鸡 汙污 "
            "癡痴 稜棱 鯰鲇 脣唇 覈核 蔘参 齶腭 喫吃 祕秘 竈灶 皁皂 嫺娴",
            id="Taiwan and Hong Kong",
        ),
        pytest.param("⻓长 ⻋车 ⺠民 ⻅见 ⻢马 ⻛风 ⻜飞 ⻄西 ⼀一 ⾦金", id="radicals"),
        pytest.param("\ue816\U00020087 \ue81e\u9fb4 \ue815\u2e81 \ue864\u9fbb", id="GBK's private codes"),
    ],
)
def test_what_is_one_to_a_reader_is_one(pairs: str):
    assert [pair for pair in pairs.split() if folded(pair[0]) != folded(pair[1])] == []


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param(
            "喆哲 堃坤 淼渺 甯宁 犇奔 邨村 甦苏 龢和 仝同 菉绿 迺乃 悊哲 匋陶 飚飙 皝皓 昚慎 昰是", id="names"
        ),
        pytest.param(
            "象像 作做 坐座 的地 他她 那哪 覆复 沈沉 迭叠 罗啰 须需 账帐 粘黏 磁瓷 戴代 肖萧 付傅 闫阎",
            id="both standard",
        ),
        pytest.param("予预 芸艺 浜滨 弁办 欠缺 缶罐 叶协 虫蛊", id="simple forms with a life of their own"),
        pytest.param(
            "甽畎 嘅慨 傜徭 蜑蛋 舡船 麕麇 魟鳐 圕图 炁气 歺歹", id="what one dictionary calls the same"
        ),
    ],
)
def test_what_a_reader_keeps_apart_stays_apart(pairs: str):
    assert [pair for pair in pairs.split() if folded(pair[0]) == folded(pair[1])] == []


def test_words_are_cut_before_the_characters_are_folded_that_simplified_words_have():
    kept = {row[0] for row in rows("variants") if row[3] == "kept"}
    assert kept == set("著甚瞭藉")
    assert {row[3] for row in rows("variants")} == {"kept", ""}


def test_what_the_review_left_out_is_no_row_and_what_it_added_is():
    variants = {row[0]: row[1:3] for row in rows("variants")}
    assert [char for chars in LEFT_OUT.values() for char in chars if char in variants] == []
    for source, groups in ADDED.items():
        for group in groups.split():
            for char in group[1:]:
                assert variants[char][0] == group[0]
                assert source in variants[char][1].split(",")


def test_gbks_private_codes_are_all_mapped_out_of_private_use():
    table = dict(row for row in rows("gbk_private"))
    assert table == dict(gbk_private_rows())
    assert set(table) == {*map(chr, range(0xE815, 0xE865)), "\ue5e5"}
    assert [char for char in table.values() if unicodedata.category(char) == "Co"] == []
    assert table["\ue5e5"] == "\u3000"


def test_the_ranges_of_ignorable_characters_are_apart_and_hold_what_text_layers_bring():
    ranges = [(int(first, 16), int(last, 16)) for first, last in map(tuple, rows("ignorable"))]
    assert all(first <= last for first, last in ranges)
    assert all(last + 1 < first for (_, last), (first, _) in pairwise(ranges))
    for code in (0xAD, 0x34F, 0x200B, 0x200D, 0x2060, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xE0100, 0xE01EF):
        assert any(first <= code <= last for first, last in ranges), hex(code)
    for code in (0x20, 0x3000, 0xFFFC, ord("一")):
        assert not any(first <= code <= last for first, last in ranges), hex(code)


def test_the_guide_counts_the_rows_of_each_source():
    counts = Counter(source for row in rows("variants") for source in row[2].split(","))
    counted: dict[str, int] = {}
    for line in (TABLES / "README.md").read_text("utf-8").partition("third column")[2].splitlines():
        names, _, numbers = line.partition(" | ")
        if "`" in names and numbers:
            values = re.findall(r"\d+", numbers.partition("|")[0])
            counted |= dict(zip(re.findall(r"`([\w-]+)`", names), map(int, values), strict=True))
    assert counted == counts
