from __future__ import annotations

from index.pages.row_features import look
from index.pages.rows import read_rows
from index.pages.topic_features import matters, topics

BRIDGE = (
    "跨河大桥昨天合龙，建设者在桥面上挥舞旗帜。大桥全长两公里，"
    "明年通车后两岸往来只需五分钟，船工的后代将不再摆渡。"
)
CLINIC = (
    "社区诊所今起延长门诊时间，居民下班以后也能看病。诊所添置了检查设备，"
    "三位医生轮流值守，老人可以预约上门服务。"
)


def _topics(*lines: str) -> list[list[str]]:
    looks = [look(row) for row in read_rows("\n\n".join(lines))]
    return topics(looks, matters(looks))


def test_a_headline_shares_more_with_its_own_text_than_with_another():
    found = _topics(BRIDGE, "社区诊所延长门诊时间", CLINIC)[1]
    assert "pulled down strong" in found
    assert "shared above 0.00" in found


def test_a_headline_set_after_its_text_is_pulled_up():
    assert "pulled up strong" in _topics(BRIDGE, "跨河大桥昨天合龙", CLINIC)[1]


def test_a_paragraph_is_pulled_by_the_next_heading_that_speaks_of_it():
    found = _topics(BRIDGE, CLINIC, "社区诊所延长门诊时间")[1]
    assert "pulled from below down strong" in found


def test_pairs_that_stand_all_over_the_page_tell_nothing():
    everywhere = [f"某某晚报{text}" for text in (BRIDGE, CLINIC) * 4]
    found = _topics(*everywhere, "某某晚报", *everywhere)[8]
    assert not [feature for feature in found if "above" in feature or "below" in feature]


def test_text_that_goes_on_with_its_matter_shares_with_what_is_above():
    same = _topics(BRIDGE, BRIDGE.replace("昨天", "今年"))[1]
    assert "long text goes on more" in same


def test_a_subhead_s_text_takes_up_the_headline_further_up_and_the_words_far_above():
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
    found = _topics(*rows)
    assert "headings further up go on more" in found[4]
    assert "text far goes on more" in found[4]
    assert "headings further up go on 0.00" in found[6]
    assert "headings up go on 0.00" in found[6]
    assert _far(found[6]) < _far(found[4])


def _far(features: list[str]) -> str:
    """How far the text goes on: a share, or more, which sorts behind."""
    return next(feature for feature in features if feature.startswith("text far goes on"))
