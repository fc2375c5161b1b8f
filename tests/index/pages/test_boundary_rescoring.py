from __future__ import annotations

import numpy as np

from index.pages.boundary_rescoring import extract_boundary_features
from index.pages.page_features import extract_page_features
from index.pages.rows import read_rows

BRIDGE = "跨河大桥昨天合龙，建设者在桥面上挥舞旗帜，大桥全长两公里，明年通车后两岸往来只需五分钟。" * 2
CLINIC = "社区诊所今起延长门诊时间，居民下班以后也能看病，三位医生轮流值守，老人可以预约上门服务。" * 2
PAGE = ("跨河大桥昨天合龙", BRIDGE, BRIDGE, "社区诊所延长门诊", CLINIC, "医生轮流值守", CLINIC)


def _features(*boundaries: float) -> list[list[str]]:
    """The rescoring features of PAGE, given the probability of a boundary at each row."""
    page = extract_page_features(read_rows("\n\n".join(PAGE)))
    return extract_boundary_features(page.rows, page.bigrams, np.array(boundaries))


def test_only_rows_in_doubt_have_rescoring_features():
    found = _features(1.0, 0.0, 0.0, 0.4, 0.0, 0.001, 0.0)
    assert [bool(features) for features in found] == [False, False, False, True, False, False, False]


def test_the_whole_articles_above_and_below_a_row_are_compared():
    found = _features(1.0, 0.0, 0.0, 0.4, 0.0, 0.0, 0.0)[3]
    assert "short: sections 0 above, 1 below" in found
    assert "short: own words above 0" in found
    assert "short: own words below more, 0 sections above" in found


def test_a_certain_boundary_ends_the_article_that_is_compared():
    found = _features(1.0, 0.0, 0.0, 1.0, 0.0, 0.4, 0.0)[5]
    assert "short: sections 0 above, 0 below" in found
    assert [feature for feature in found if feature.startswith("short: headline above goes on")]
