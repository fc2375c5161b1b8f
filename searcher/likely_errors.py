"""How many articles are likely read wrongly from their pages, and how many of them a threshold shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

DOUBTFUL = 0.5  # a confidence below says: rather not as it was printed


@dataclass(slots=True)
class LikelyErrors:
    """Counts of articles that the page parser read, and the errors to expect among them.

    An article of confidence .9 is a tenth of an error, because confidences are probabilities. ``shown`` are
    the articles below a threshold.
    """

    articles: int = 0
    errors: float = 0.0
    shown: int = 0
    shown_errors: float = 0.0

    def count(self, confidences: Iterable[float | None], below: float = DOUBTFUL) -> None:
        """Count articles of these confidences; those of None are nobody's guess."""
        for confidence in confidences:
            if confidence is not None:
                self.articles += 1
                self.errors += 1 - confidence
                if confidence < below:
                    self.shown += 1
                    self.shown_errors += 1 - confidence

    @property
    def share(self) -> float:
        """The share of the errors that is shown, 0 to 1; 1 where none is to be expected."""
        return self.shown_errors / self.errors if self.errors else 1.0
