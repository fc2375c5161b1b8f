"""A cache of what a method returns, which lives as long as the object of the method.

``functools.lru_cache`` over a bound method, kept by its object, makes a reference cycle: the object stays
until the garbage collector runs, and with it mapped files that were deleted long ago.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from weakref import WeakMethod

Value = TypeVar("Value")
Key = TypeVar("Key")


def cached_per_instance(method: Callable[[Key], Value], size: int | None = None) -> Callable[[Key], Value]:
    """Return a bound method with an LRU cache of ``size`` values, unbounded for ``None``.

    The object of the method may keep the result, because it refers to the object weakly; only that object may
    call it.
    """
    weak_method = WeakMethod(method)

    def read(key: Key) -> Value:
        bound_method = weak_method()
        assert bound_method is not None, "called by its own object"
        return bound_method(key)

    return lru_cache(maxsize=size)(read)
