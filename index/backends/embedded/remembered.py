"""Remembered: here is what was read for a question, keep it for the next while there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """What was asked for last, up to ``room`` bytes as ``size`` counts them. Threads may share it."""

    def __init__(self, room: int, size: Callable[[Value], int]) -> None:
        self._room = room
        self._size = size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """What is remembered by ``key``, else what ``read`` returns, which then is."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = read()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._room -= self._size(value)
            while self._room < 0:
                self._room += self._size(self._values.popitem(last=False)[1])
        return value
