from __future__ import annotations

import numpy as np

from index.pages.grammar import STATE_IDS, Tagger
from index.pages.rows import read_rows
from training.damage import Page
from training.train_rescoring import examples, train

BRIDGE = "跨河大桥昨天合龙，建设者在桥面上挥舞旗帜，大桥全长两公里，明年通车后两岸往来只需五分钟。" * 2
CLINIC = "社区诊所今起延长门诊时间，居民下班以后也能看病，三位医生轮流值守，老人可以预约上门服务。" * 2
# A first pass that cannot separate a headline from a subhead.
FIRST_PASS = Tagger(
    {
        "shape short": {"headline": 2.0, "subhead": 2.0},
        "shape long": {"first": 2.0, "body": 2.0},
        "first on page short": {"headline": 9.0},
    }
)


def _page(second: str, text: str, states: list[str]) -> Page:
    rows = read_rows(f"跨河大桥昨天合龙\n\n{BRIDGE}\n\n{second}\n\n{text}")
    return rows, states


def test_rescoring_separates_a_headline_from_a_subhead_by_the_topic_of_its_text():
    headed = _page("社区诊所延长门诊", CLINIC, ["headline", "first", "headline", "first"])
    continued = _page("明年两岸往来", BRIDGE, ["headline", "first", "subhead", "body"])
    pages = examples([headed, continued], FIRST_PASS)
    assert [list(page.boundaries) for page in pages] == [[1, 0, 1, 0], [1, 0, 0, 0]]
    weights = train(pages * 10, min_count=0)
    tagger = Tagger({name: {"opens": weight} for name, weight in weights.items()})
    for page, right in zip(pages, (headed, continued), strict=True):
        rescored = tagger.rescore(page.first_pass, page.features)
        assert np.sign(rescored.boundary_bonus[2]) == (1 if right[1][2] == "headline" else -1)


def test_a_page_that_the_grammar_forbids_is_no_example():
    assert "subhead" in STATE_IDS
    assert (
        examples([_page("明年两岸往来", BRIDGE, ["subhead", "first", "subhead", "body"])], FIRST_PASS) == []
    )
