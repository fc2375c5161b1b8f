from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers import Edges, PassageFinder, Span, fold, passages, spans_within
from analyzers.folding import fold_offsets
from analyzers.passages import PlainPassageFinder, occurrences, passage_finder, shortest_period

SIZE = 12
ALPHABET = "ab1天氣气_{}\u200b ㎏⑩ﬁ。\n"
units = st.lists(st.text(ALPHABET, max_size=30), max_size=3)
sought_texts = st.lists(
    st.tuples(st.text("ab1天气kgfi0", min_size=1, max_size=4), st.sampled_from(["none", "start", "both"])),
    max_size=5,
)


class OverError(Exception):
    """The time is over."""


class Clock:
    """A time that runs out at the ``last``-th look at it, and counts them."""

    def __init__(self, last: int | None = None) -> None:
        self.looks, self._last = 0, last

    def __call__(self) -> None:
        self.looks += 1
        if self.looks == self._last:
            raise OverError


def never() -> None:
    pass


Make = Callable[[Iterable[tuple[str, Edges]]], PassageFinder]


@pytest.fixture(params=["compiled", "plain"] if passages.COMPILED else ["plain"], scope="module")
def finder(request: pytest.FixtureRequest) -> Make:
    """Makes finders: once compiled, where there is a compiler, once plain."""
    return PlainPassageFinder if request.param == "plain" else passage_finder


def join(spans: Iterable[tuple[int, int]]) -> list[Span]:
    """Those that touch or overlap made one, in order."""
    marked = sorted({at for span in spans for at in range(*span)})
    starts = [at for at in marked if at - 1 not in marked]
    ends = [at + 1 for at in marked if at + 1 not in marked]
    return list(map(Span, starts, ends))


def expected_spans(parts: Sequence[str], sought: Iterable[tuple[str, Edges]]) -> list[Span]:
    """What is to be marked, by trying every text at every place."""
    found = []
    base = 0
    for unit in parts:
        folded, offsets = fold(unit), fold_offsets(unit)

        def goes_on(at: int, folded: str = folded, offsets: Sequence[int] = offsets) -> bool:
            if not 0 < at < len(folded) or offsets[at] > offsets[at - 1] + 1:
                return False
            pair = folded[at - 1 : at + 1]
            return pair.isascii() and (pair.isalpha() or pair.isdigit())

        for text, edges in sought:
            for at in range(len(folded) - len(text) + 1):
                end = at + len(text)
                if not folded.startswith(text, at):
                    continue
                if (edges != "none" and goes_on(at)) or (edges == "both" and goes_on(end)):
                    continue
                first, last = offsets[at], offsets[end - 1] + 1
                last += unit[last : last + 1] == "}" and "{" in unit[first:last]
                found.append((base + first, base + last))
        base += len(unit) + 1
    return join(found)


@given(parts=units, sought=sought_texts)
@example(parts=["mail与ai", "AI"], sought=[("ai", "both")])
@example(parts=["aaaaabaaaa"], sought=[("aaa", "none"), ("aab", "start")])
@example(parts=["PM_{2.5}与_{2.5}"], sought=[("pm2.5", "none")])
@example(parts=["⑩ ㎏", "1⑩", "ﬁa"], sought=[("10", "both"), ("kg", "both"), ("a", "both")])
def test_each_place_of_each_text_is_marked_as_it_was_printed(
    finder: Make, parts: list[str], sought: list[tuple[str, Edges]]
):
    assert list(finder(sought).spans(parts, never)) == expected_spans(parts, sought)


@given(parts=units, sought=sought_texts, size=st.integers(1, 40))
def test_a_passage_is_about_as_long_as_asked_and_its_marks_lie_in_it(
    finder: Make, parts: list[str], sought: list[tuple[str, Edges]], size: int
):
    found = finder(sought)
    whole, spans = "\n".join(parts), found.spans(parts, never)
    text, inside = found.passage(parts, size, never)
    assert text in whole
    assert min(size, len(whole)) <= len(text) <= size + size // 3 + 1
    assert all(0 <= span.start < span.end <= len(text) for span in inside)
    if any(span.end - span.start <= size for span in spans):
        assert inside
    assert found.passage(parts, None, never) == (whole, spans)


@given(parts=units, sought=sought_texts, size=st.integers(1, 40))
def test_the_twins_choose_the_same_passage(parts: list[str], sought: list[tuple[str, Edges]], size: int):
    plain = PlainPassageFinder(sought)
    assert passage_finder(sought).passage(parts, size, never) == plain.passage(parts, size, never)


@given(given=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9))), size=st.integers(10, 60))
def test_a_passage_shows_as_many_different_matches_as_any_of_its_size(
    finder: Make, given: list[tuple[int, int]], size: int
):
    """The letters of the text are all different, those of a match stand for it."""
    marked = join((at, at + length) for at, length in given)
    text = "".join(chr(0x4E00 + at % 7) for at in range(90))
    sought: dict[str, Edges] = {text[start:end]: "none" for start, end in marked}
    spans = finder(sought.items()).spans([text], never)
    passage, inside = finder(sought.items()).passage([text], size, never)
    most = max(
        (_kinds(text, span.start, span.start + size, spans) for span in spans),
        default=0,
    )
    assert len({passage[start:end] for start, end in inside}) >= most
    assert passage in text


def _kinds(text: str, start: int, end: int, spans: Iterable[Span]) -> int:
    """How many different texts of whole matches stand between ``start`` and ``end``."""
    return len({text[first:last] for first, last in spans if first >= start and last <= end})


def test_the_earliest_of_the_best_passages_is_shown_from_the_beginning_of_its_sentence(finder: Make):
    text = "春天。" + "无" * 200 + "。又夏天和春天。" + "无" * 200 + "夏天和春天。"
    found = finder([("春天", "none"), ("夏天", "none")])
    passage, spans = found.passage([text], 80, never)
    assert passage.startswith("又夏天和春天。")
    assert spans == (Span(1, 3), Span(4, 6))


def test_a_match_longer_than_the_passage_does_not_hide_another(finder: Make):
    text = "天" * 50 + "无" * 50 + "气"
    passage, spans = finder([("天" * 50, "none"), ("气", "none")]).passage([text], SIZE, never)
    assert passage[spans[0].start : spans[0].end] == "气"


def test_no_match_runs_across_two_units(finder: Make):
    assert finder([("ab", "none")]).spans(["a", "b"], never) == ()
    assert finder([("ab", "none")]).spans(["a", "ab", "b"], never) == (Span(2, 4),)


def test_nothing_is_found_where_nothing_is_sought(finder: Make):
    for sought in ([], [("", "none")]):
        assert finder(sought).spans(["天气", ""], never) == ()  # type: ignore[arg-type]
        assert finder(sought).passage([], 9, never) == ("", ())  # type: ignore[arg-type]


def test_a_text_longer_than_a_piece_is_marked_at_its_seams(finder: Make):
    parts = ["⑩" * (passages.PIECE - 1) + "天 气" + "①" * passages.PIECE + "天气", "气" * passages.PIECE]
    found = finder([("天气", "none"), ("10天气1", "none")]).spans(parts, never)
    start = passages.PIECE - 2
    assert found == (Span(start, start + 5), Span(2 * passages.PIECE + 2, 2 * passages.PIECE + 4))


@pytest.mark.parametrize("sought", [["天"], ["天气变", "气", "变化", "a" * 40], ["aaa", "aaaa"]])
def test_the_search_stops_wherever_the_time_ends(finder: Make, sought: list[str]):
    parts = ["天气的变化 AI {aaaaaaaa}" * 2000, "a" * 20_000]
    found = finder([(text, "none") for text in sought])
    whole = Clock()
    found.passage(parts, 80, whole)
    assert whole.looks > sum(map(len, parts)) // 20_000
    for last in (1, 2, whole.looks // 2, whole.looks - 1, whole.looks):
        cut = Clock(last)
        with pytest.raises(OverError):
            found.passage(parts, 80, cut)
        assert cut.looks == last


def test_many_texts_that_lie_in_each_other_are_sought_at_once(finder: Make):
    sought: list[tuple[str, Edges]] = [("a" * size, "both") for size in range(1, 40)]
    spans = finder([*sought, ("b" * 5000, "none")]).spans(["a" * 3000 + " aaa b"], never)
    assert spans == (Span(3001, 3004),)


@given(given=st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9))), start=st.integers(0, 90))
def test_spans_within_a_stretch_share_a_character_with_it(given: list[tuple[int, int]], start: int):
    joined = join((at, at + size) for at, size in given)
    for end in (start + 1, start + 20):
        expected = [span for span in joined if set(range(*span)) & set(range(start, end))]
        assert list(spans_within(joined, start, end)) == expected


@given(
    text=st.text("ab", max_size=40), sought=st.text("ab", min_size=1, max_size=9), piece=st.integers(1, 20)
)
def test_a_text_is_found_wherever_it_stands_also_where_it_overlaps_itself(text: str, sought: str, piece: int):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "PIECE", piece)
        found = list(occurrences(text, sought, never))
    assert found == [at for at in range(len(text)) if text.startswith(sought, at)]


@given(text=st.text("ab", min_size=1, max_size=20))
def test_the_period_is_the_least_shift_by_which_a_text_agrees_with_itself(text: str):
    shifts = range(1, len(text) + 1)
    assert shortest_period(text) == next(shift for shift in shifts if text.startswith(text[shift:]))


def test_no_character_of_a_repeated_text_is_compared_again_and_again():
    """A thousand in a million: as many finds as there are gaps, not as there are matches."""

    class Counted(str):
        __slots__ = ()
        finds = 0

        def find(self, *args: object) -> int:
            type(self).finds += 1
            return str.find(self, *args)  # type: ignore[arg-type]

    text = Counted("a" * 100_000 + "b" + "a" * 100_000)
    assert sum(1 for _ in occurrences(text, "a" * 1000, never)) == 2 * 99_001
    assert Counted.finds < 2 + len(text) // 1000
