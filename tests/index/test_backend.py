from __future__ import annotations

from typing import Any

import pytest

from index.backend import Request
from index.query import Everything


def test_a_request_asks_for_everything_unless_told():
    request = Request()
    assert (request.query, request.limit, request.offset) == (Everything(), 10, 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"limit": -1}, "limit=-1"),
        ({"offset": -1}, "offset=-1"),
        ({"sort": "best"}, "orders are relevance, newest, oldest"),
        ({"facets": ("author",)}, "no facet author; facets are section"),
    ],
)
def test_what_cannot_be_asked_is_an_error_that_says_what_can(wrong: dict[str, Any], told: str):
    with pytest.raises(ValueError, match=told):
        Request(**wrong)
