"""The ranking formula."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

from index.backend import Boosts, HalfFreq

_BOOSTS = Boosts()


@dataclass(frozen=True, slots=True)
class BM25:
    """Okapi BM25, with the idf of Lucene, which is never negative, raised to a power where one is given.

        idf      ln(1 + (N - df + 0.5) / (df + 0.5)) ** idf_power
        weight   tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean_length))

    ``tf`` counts an occurrence in the headline ``headline_boost`` times. Expects k1 >= 0, 0 <= b <= 1,
    headline_boost >= 1 and idf_power > 0, else ValueError. k1 and b are lower than the textbook's 1.2 and
    0.75: measured on judged questions, see docs/measurements.md, "Ranking". A power above 1 lets the rare
    words of a long question outweigh its many common ones. ``boosts`` are what is added beside the weights.

    Robertson et al., "Okapi at TREC-3", 1994; Lucene's BM25Similarity.
    """

    k1: float = 0.9
    b: float = 0.4
    headline_boost: float = 1.5
    idf_power: float = 1.0
    boosts: Boosts = _BOOSTS

    def __post_init__(self) -> None:
        for name in ("k1", "b", "headline_boost", "idf_power"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, Real):
                raise TypeError(f"BM25 needs numbers, not {name}={value!r:.40}")
        if not isinstance(self.boosts, Boosts) or not all(0 <= each < math.inf for each in self.boosts):
            raise ValueError(f"BM25 needs boosts of at least 0, not {self.boosts!r:.80}")
        # Written so that a NaN is refused as well.
        fits = self.k1 >= 0 and 0 <= self.b <= 1 and self.headline_boost >= 1 and self.idf_power > 0
        if not fits or math.inf in (self.k1, self.headline_boost, self.idf_power):
            raise ValueError(
                f"BM25 needs k1 >= 0, 0 <= b <= 1, headline_boost >= 1 and idf_power > 0, not {self}"
            )

    @property
    def max_weight(self) -> float:
        """What the weight of a term that stands very often nears, before idf."""
        return self.k1 + 1

    def idf(self, doc_freq: int, doc_count: int) -> float:
        """The weight of a term that ``doc_freq`` of ``doc_count`` articles hold; at least 0."""
        return math.pow(math.log(1 + (doc_count - doc_freq + 0.5) / (doc_freq + 0.5)), self.idf_power)

    def half_freq(self, mean_length: float) -> HalfFreq:
        """How often a term must stand for half of ``max_weight``, by the length of the text."""
        return HalfFreq(self.k1 * (1 - self.b), self.k1 * self.b / mean_length)
