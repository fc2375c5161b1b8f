from __future__ import annotations

import pytest

from searcher.likely_errors import LikelyErrors


def test_an_article_is_as_much_of_an_error_as_it_is_unsure():
    guessed = LikelyErrors()
    guessed.count([0.2, 0.49, 0.5, 1.0, None])
    guessed.count([0.9])
    assert (guessed.articles, guessed.shown) == (5, 2)
    assert guessed.errors == pytest.approx(0.8 + 0.51 + 0.5 + 0.1)
    assert guessed.share == pytest.approx(1.31 / 1.91)


def test_where_no_error_is_likely_nothing_is_left_out():
    assert LikelyErrors().share == 1.0
