"""Remembered: here is what was read for a question, keep it for the next while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class SizedLRUCache:
    """What was asked for last, up to ``room`` bytes. Threads may share it."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Value], size: Callable[[Value], int]) -> Value:
        """What is remembered by ``key``, else what ``read`` returns, which then is, as ``size`` bytes."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                found: Value = self._values[key][0]
                return found
        value = read()
        with self._lock:
            if key not in self._values:
                self._values[key] = value, size(value)
                self._room -= self._values[key][1]
            while self._room < 0:
                self._room += self._values.popitem(last=False)[1][1]
        return value
