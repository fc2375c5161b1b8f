from __future__ import annotations

from index.pages.row_features import extract_row_features
from index.pages.rows import read_rows
from index.pages.topic_features import extract_topic_features, topic_bigrams

BRIDGE = (
    "跨河大桥昨天合龙，建设者在桥面上挥舞旗帜。大桥全长两公里，"
    "明年通车后两岸往来只需五分钟，船工的后代将不再摆渡。"
)
CLINIC = (
    "社区诊所今起延长门诊时间，居民下班以后也能看病。诊所添置了检查设备，"
    "三位医生轮流值守，老人可以预约上门服务。"
)


def _features(*lines: str) -> list[list[str]]:
    rows = [extract_row_features(row) for row in read_rows("\n\n".join(lines))]
    return extract_topic_features(rows, topic_bigrams(rows))


def test_a_headline_shares_more_with_its_own_text_than_with_another():
    found = _features(BRIDGE, "社区诊所延长门诊时间", CLINIC)[1]
    assert "pulled down strong" in found
    assert "shared above 0.00" in found


def test_a_headline_set_after_its_text_is_pulled_up():
    assert "pulled up strong" in _features(BRIDGE, "跨河大桥昨天合龙", CLINIC)[1]


def test_a_paragraph_is_pulled_by_the_next_heading_on_its_topic():
    found = _features(BRIDGE, CLINIC, "社区诊所延长门诊时间")[1]
    assert "pulled from below down strong" in found


def test_bigrams_that_occur_all_over_the_page_give_no_features():
    everywhere = [f"某某晚报{text}" for text in (BRIDGE, CLINIC) * 4]
    found = _features(*everywhere, "某某晚报", *everywhere)[8]
    assert not [feature for feature in found if "above" in feature or "below" in feature]


def test_a_text_on_the_same_topic_shares_words_with_the_text_above():
    same = _features(BRIDGE, BRIDGE.replace("昨天", "今年"))[1]
    assert "long text goes on more" in same


def test_the_text_under_a_subhead_shares_words_with_the_headline_further_up_and_the_text_far_above():
    rows = (
        "跨河大桥昨天合龙",
        BRIDGE,
        "桥面宽敞",
        BRIDGE.replace("昨天", "前天"),
        "通车在即",
        BRIDGE,
        "诊所延时",
        CLINIC,
    )
    found = _features(*rows)
    assert "headings further up go on more" in found[4]
    assert "text far goes on more" in found[4]
    assert "headings further up go on 0.00" in found[6]
    assert "headings up go on 0.00" in found[6]
    assert _far(found[6]) < _far(found[4])


def _far(features: list[str]) -> str:
    """The feature of the far overlap: a number, or "more", which sorts after the numbers."""
    return next(feature for feature in features if feature.startswith("text far goes on"))
