from __future__ import annotations

from pathlib import Path

from index.pages.grammar import ATTRIBUTE_NAMES, BOUNDARY_TARGET, STATES, Tagger
from index.pages.page_features import extract_page_features
from index.pages.rows import read_rows
from training.damage import Page
from training.field import train
from training.train import mean, write

TEXT = "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，居民出行没有受到影响。" * 2


def _page(*headlines: str) -> Page:
    rows = read_rows("\n\n".join(line for headline in headlines for line in (headline, TEXT, f"{TEXT}完")))
    return rows, ["headline", "first", "body"] * len(headlines)


def test_learned_weights_tag_their_own_page():
    page = _page("老街换新管", "水价下月调整", "校车线路优化")
    assert Tagger(train([page], min_count=0)).tag(extract_page_features(page[0]).features).states == page[1]


def test_learned_weights_tag_another_page_of_the_same_kind():
    weights = train([_page("老街换新管", "水价下月调整"), _page("校车线路优化")], min_count=0)
    other = _page("大桥昨天合龙", "诊所延长门诊时间")
    assert Tagger(weights).tag(extract_page_features(other[0]).features).states == other[1]


def test_the_same_pages_give_the_same_table(tmp_path: Path):
    for name in ("one.tsv", "other.tsv"):
        first_pass = train([_page("老街换新管", "水价下月调整")], min_count=0)
        write(first_pass, {"short: alone": 0.5}, tmp_path / name)
    table = (tmp_path / "one.tsv").read_text(encoding="utf-8")
    assert table == (tmp_path / "other.tsv").read_text(encoding="utf-8")
    heads = [line for line in table.splitlines() if line.startswith("#\t")]
    assert [head.split("\t")[1:] for head in heads] == [
        list(ATTRIBUTE_NAMES),
        list(STATES),
        [BOUNDARY_TARGET],
    ]


def test_the_mean_of_rounds_counts_a_missing_weight_as_0():
    one = {"bold": {"headline": 2.0}}
    other = {"bold": {"headline": 1.0, "body": -1.0}, "plain": {"body": 4.0}}
    assert mean([one, other]) == {"bold": {"headline": 1.5, "body": -0.5}, "plain": {"body": 2.0}}
