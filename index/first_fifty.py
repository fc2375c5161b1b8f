"""What the first fifty of an answer gain by being near, early and timely, as every engine computes it.

docs/search.md, "Boosts", has the formulas.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.run_plan import RunPlan

FIRST = 50  # of the best, those that gain by how near, early and timely they are
MAX_PAIRS = 16  # the heaviest of a question
SPAN_CHARS = 40  # what is near stands within so many; a longer run has a span of its own length
FADE_CHARS = 200  # behind the headline's first character, where what stands there counts 1/e
NEXT_YEAR = 0.5  # what the year after the one that a question names is worth
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d.,:/+\-%])")

Pair = TypeVar("Pair")
Floats = NDArray[np.float64]


def years_of(runs: Iterable[RunPlan]) -> set[int]:
    """The years that runs name."""
    texts = [run.typed for run in runs if not run.typed.isalpha()]
    return {int(year) for text in texts for year in _YEAR.findall(text)}


def timely(years: set[int], years_of_articles: Sequence[int]) -> Floats:
    """The share of articles of these years: 1 in one of ``years``, less in the year after."""
    worth = dict.fromkeys((year + 1 for year in years), NEXT_YEAR) | dict.fromkeys(years, 1.0)
    return np.array([worth.get(year, 0.0) for year in years_of_articles])


def heaviest_pairs(
    weighed: Iterable[tuple[Pair, float]], text: Callable[[Pair], str]
) -> list[tuple[Pair, float]]:
    """The pairs that closeness is measured by, each once and with its weight, heaviest first.

    Of a pair that is given twice the last weight counts.
    """
    by_text = {text(pair): (pair, weight) for pair, weight in weighed}
    if len(by_text) == 1:
        return list(by_text.values())
    return sorted(by_text.values(), key=lambda each: (-each[1], text(each[0])))[:MAX_PAIRS]


def span_of(runs: Iterable[RunPlan]) -> int:
    """Within how many characters pairs of these runs are near."""
    return max(SPAN_CHARS, *[len(run.typed) for run in runs])


def near_and_early(texts: Sequence[str], shares: Mapping[str, float], span: int) -> tuple[Floats, Floats]:
    """How close together and how early each of ``texts`` holds pairs of characters, as the kernel says it.

    ``texts`` are those of ``indexed_text``. ``shares`` are by pair, the heaviest first, and add up to 1.
    """
    from index.kernel.closeness import closeness_of  # of texts: engines with positions need it not

    # One array of all texts: 0, which is no character of a pair, stands behind each.
    codes = np.frombuffer("\0".join((*texts, "")).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    keys = codes[:-1] << np.uint64(32) | codes[1:] if len(codes) else codes
    starts = np.cumsum([0, *[len(text) + 1 for text in texts]])

    def places(pair: str) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        at = np.flatnonzero(keys == np.uint64(ord(pair[0]) << 32 | ord(pair[1])))
        docs = starts.searchsorted(at, side="right") - 1
        return docs, (at - starts[docs]).astype(np.int64)

    return closeness_of(
        [places(pair) for pair in shares], list(shares.values()), len(texts), span=span, fade=FADE_CHARS
    )
