"""Chances: here is what every state of every row is worth, give me how likely each state and each step is.

Worths are logarithms: a sequence of states is as likely as e to the power of what it adds up to, against
all lawful sequences (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001). Forward and
backward sums are scaled row by row, so no page is too long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.pages.grammar import START, Booleans, Floats

_LEAST = 1e-100  # a state this unlikely stays possible: rows are scaled, and all their ways must not vanish


@dataclass(frozen=True, slots=True)
class Chances:
    """``ahead[t, s]``: rows to t, ending in s; ``behind[t, s]``: rows after t, given s at t.

    ``here`` and ``steps`` are the worths as factors, ``scale`` is what each row was divided by.
    """

    here: Floats
    steps: Floats
    ahead: Floats
    behind: Floats
    scale: Floats

    def states(self) -> Floats:
        """How likely every state of every row is."""
        return self.ahead * self.behind

    def taken(self) -> Floats:
        """How often each step from state to state is taken on the page."""
        onward = self.here[1:] * self.behind[1:] / self.scale[1:, None]
        taken: Floats = self.steps * (self.ahead[:-1].T @ onward)
        return taken

    def entered_by(self, steps: Booleans) -> Floats:
        """How likely each row but the first is entered by one of ``steps``."""
        onward = self.here[1:] * self.behind[1:] / self.scale[1:, None]
        likely: Floats = ((self.ahead[:-1] @ (self.steps * steps)) * onward).sum(axis=1)
        return likely


def chances(worths: Floats, steps: Floats) -> Chances:
    """The chances of a page of at least one row."""
    here = np.maximum(np.exp(worths - worths.max(axis=1, keepdims=True)), _LEAST)
    ways = np.exp(steps)
    ahead, behind = np.empty_like(here), np.ones_like(here)
    scale = np.empty(len(here))
    reached = np.exp(START) * here[0]
    for at in range(len(here)):
        if at:
            np.dot(ahead[at - 1], ways, out=reached)
            reached *= here[at]
        scale[at] = total = np.add.reduce(reached)
        np.divide(reached, total, out=ahead[at])
    for at in range(len(here) - 1, 0, -1):
        np.multiply(here[at], behind[at], out=reached)
        reached /= scale[at]
        np.dot(ways, reached, out=behind[at - 1])
    return Chances(here, ways, ahead, behind, scale)
