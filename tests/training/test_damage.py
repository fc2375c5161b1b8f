from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from index.pages.rows import read_rows
from training.damage import Page, damage
from training.gold import forbidden_transitions

TEXT = "施工队从上月进场，挖开路面更换了全部旧管道，沿街的商铺照常营业，居民出行没有受到影响。" * 3
HEADED = ["kicker", "headline", "first", "body"]


def _page(articles: int) -> Page:
    lines = ["旧城改造提速步步向前", "老街换新管居民喝上放心水", TEXT, TEXT] * articles
    return read_rows("\n\n".join(lines)), HEADED * articles


@given(st.integers(1, 6), st.randoms(use_true_random=False))
def test_the_grammar_allows_the_states_of_a_damaged_page(articles: int, rng: random.Random):
    rows, states = damage(_page(articles), rng)
    assert len(rows) == len(states)
    assert not list(forbidden_transitions(states))


@given(st.integers(1, 6), st.randoms(use_true_random=False))
def test_damage_loses_no_text(articles: int, rng: random.Random):
    page = _page(articles)
    rows, _ = damage(page, rng)
    printed = sum(row.text.count("施工队") for row in page[0])
    assert "".join(row.text for row in rows).count("施工队") == printed


def test_the_same_seed_does_the_same_damage():
    one, other = (damage(_page(5), random.Random(7)) for _ in range(2))
    assert one == other
