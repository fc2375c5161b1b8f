"""Caching: remember what a method returned, for as long as its object is needed and no longer.

``functools.lru_cache`` over a bound method, kept in its own object, keeps the object until the garbage
collector comes by: and with it mapped files that were deleted long ago.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

Value = TypeVar("Value")
Key = TypeVar("Key")


def cached_per_instance(method: Callable[[Key], Value], size: int | None = None) -> Callable[[Key], Value]:
    """``method``, which its object may keep, and what it returned last; to be called by that object only."""
    weak = WeakMethod(method)

    def read(key: Key) -> Value:
        bound = weak()
        assert bound is not None, "called by its own object"
        return bound(key)

    return lru_cache(maxsize=size)(read)
