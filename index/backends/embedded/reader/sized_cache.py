"""A cache that is bounded by bytes: the least recently used value is dropped first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class SizedLRUCache:
    """The most recently used values, ``capacity_bytes`` of them at most. Threads may share it."""

    def __init__(self, capacity_bytes: int) -> None:
        """``capacity_bytes`` bounds the sum of the sizes that ``get`` is given."""
        self._free_bytes = capacity_bytes
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, compute: Callable[[], Value], size_bytes: Callable[[Value], int]) -> Value:
        """The cached value of ``key``, else what ``compute`` returns, which is cached with its size.

        ``compute`` runs without the lock, so two threads may compute the same value.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: Value = self._values[key][0]
                return found
        value = compute()
        with self._lock:
            if key not in self._values:
                self._values[key] = value, size_bytes(value)
                self._free_bytes -= self._values[key][1]
            while self._free_bytes < 0:
                self._free_bytes += self._values.popitem(last=False)[1][1]
        return value
