"""A cached value is the computed value, and cached values never exceed the capacity."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from index.backends.embedded.reader.sized_cache import SizedLRUCache
from index.backends.embedded.reader.snapshot import Snapshot

CAPACITY = 20


@given(keys=st.lists(st.integers(0, 12), max_size=60))
def test_every_value_is_right_and_the_cache_never_exceeds_its_capacity(keys: list[int]):
    cache = SizedLRUCache(CAPACITY)
    for key in keys:
        assert cache.get(key, partial(str.ljust, "", key), len) == " " * key
        assert sum(size for _, size in cache._values.values()) <= CAPACITY


def test_the_most_recently_used_values_are_not_computed_again():
    cache = SizedLRUCache(CAPACITY)
    computed: list[str] = []
    for key in ("a" * 8, "b" * 8, "a" * 8, "c" * 8, "a" * 8):
        cache.get(key, lambda key=key: computed.append(key) or key, len)  # type: ignore[misc,func-returns-value]
    assert computed == ["a" * 8, "b" * 8, "c" * 8]


def test_two_rankings_never_share_a_cache_key_whichever_thread_is_first():
    snapshot = Snapshot.from_files([])
    barrier = threading.Barrier(8)

    class Slow(str):
        """A key whose hash waits for the other threads, between the counting and the storing."""

        __slots__ = ()

        def __hash__(self) -> int:
            barrier.wait()
            return super().__hash__()

    with ThreadPoolExecutor(8) as pool:
        short_keys = list(pool.map(snapshot.short_cache_key, [Slow(number) for number in range(8)]))
    assert len(set(short_keys)) == 8
