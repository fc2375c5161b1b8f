from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import fold, fold_offsets
from index.deadline import NEVER
from searcher import text_matches
from searcher.text_matches import FoldedText, occurrences, shortest_period


@given(
    text=st.text("ab", max_size=40), sought=st.text("ab", min_size=1, max_size=9), piece=st.integers(1, 20)
)
def test_a_text_is_found_wherever_it_stands_also_where_it_overlaps_itself(text: str, sought: str, piece: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_matches, "PIECE", piece)
        found = list(occurrences(text, sought, NEVER))
    assert found == [at for at in range(len(text)) if text.startswith(sought, at)]


@given(text=st.text("ab", min_size=1, max_size=20))
def test_the_period_is_the_least_shift_by_which_a_text_agrees_with_itself(text: str):
    shifts = range(1, len(text) + 1)
    assert shortest_period(text) == next(shift for shift in shifts if text.startswith(text[shift:]))


@given(text=st.text("ab 天氣_{}\u200b", max_size=40), piece=st.integers(1, 7))
def test_a_text_folded_in_pieces_is_the_text_folded_with_the_same_places(text: str, piece: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_matches, "PIECE", piece)
        folded = FoldedText(text, NEVER)
        assert folded.folded == fold(text)
        offsets = fold_offsets(text)
        places = [folded.bounds(at, size) for at, size in _parts(len(offsets))]
    assert places == [(offsets[at], offsets[at + size - 1] + 1) for at, size in _parts(len(offsets))]


def _parts(length: int) -> list[tuple[int, int]]:
    """Every place in a text of this length, with every size that has room there."""
    return [(at, size) for at in range(length) for size in range(1, length - at + 1)]


def test_no_character_of_a_repeated_text_is_compared_again_and_again():
    """A thousand in a million: as many finds as there are gaps, not as there are matches."""

    class Counted(str):
        __slots__ = ()
        finds = 0

        def find(self, *args: object) -> int:
            type(self).finds += 1
            return str.find(self, *args)  # type: ignore[arg-type]

    text = Counted("a" * 100_000 + "b" + "a" * 100_000)
    assert sum(1 for _ in occurrences(text, "a" * 1000, NEVER)) == 2 * 99_001
    assert Counted.finds < 2 + len(text) // 1000
