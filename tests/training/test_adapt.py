from __future__ import annotations

import pytest

from training.adapt import keep_heading_roles


def test_headings_may_become_likelier_but_none_more_than_another():
    start = {"short": {"kicker": 1.0, "headline": 2.0, "body": 0.5}}
    learned = {"short": {"kicker": 4.0, "headline": 2.0, "more": 3.0, "body": -1.0}}
    kept = keep_heading_roles(start, learned)["short"]
    assert kept["headline"] - kept["kicker"] == pytest.approx(1.0)
    assert kept["kicker"] == pytest.approx(1.0 + 6.0 / 6)
    assert kept["body"] == -1.0


def test_what_follows_a_heading_is_kept_among_headings_alone():
    start = {"after headline": {"more": -2.0, "first": 1.0}}
    learned = {"after headline": {"more": 1.0, "first": 2.0}}
    assert keep_heading_roles(start, learned) == {"after headline": {"more": -2.0, "first": 2.0}}
