"""Chances: here is what every state of every row is worth, give me how likely each state and each step is.

Worths are logarithms: a sequence of states is as likely as e to the power of what it adds up to, against
all lawful sequences (Lafferty, McCallum and Pereira, "Conditional Random Fields", 2001). Forward and
backward sums are scaled row by row, so no page is too long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.pages.grammar import OPENS, START, Booleans, Floats

_LEAST = 1e-100  # a state this unlikely stays possible: rows are scaled, and all their ways must not vanish


@dataclass(frozen=True, slots=True)
class Chances:
    """``ahead[t, s]``: rows to t, ending in s; ``behind[t, s]``: rows after t, given s at t.

    ``here``, ``steps`` and ``openings`` are the worths as factors, ``scale`` is what each row was divided by.
    """

    here: Floats
    steps: Floats
    openings: Floats
    ahead: Floats
    behind: Floats
    scale: Floats

    def states(self) -> Floats:
        """How likely every state of every row is."""
        return self.ahead * self.behind

    def taken(self) -> Floats:
        """How often each step from state to state is taken on the page."""
        onward = self.here[1:] * self.behind[1:] / self.scale[1:, None]
        opening = self.ahead[:-1].T @ (onward * self.openings[1:, None])
        taken: Floats = self.steps * np.where(OPENS, opening, self.ahead[:-1].T @ onward)
        return taken

    def entered_by(self, steps: Booleans) -> Floats:
        """How likely each row but the first is entered by one of ``steps``."""
        onward = self.here[1:] * self.behind[1:] / self.scale[1:, None]
        opening = (self.ahead[:-1] @ (self.steps * (steps & OPENS))) * self.openings[1:, None]
        likely: Floats = ((opening + self.ahead[:-1] @ (self.steps * (steps & ~OPENS))) * onward).sum(axis=1)
        return likely

    def opened(self) -> Floats:
        """How likely each row is the first of an article; the page's first row is."""
        return np.array([1.0, *self.entered_by(OPENS)])


def chances(worths: Floats, steps: Floats, openings: Floats | None = None) -> Chances:
    """The chances of a page of at least one row; ``openings`` count where a row opens an article."""
    here = np.maximum(np.exp(worths - worths.max(axis=1, keepdims=True)), _LEAST)
    ways = np.exp(steps)
    opening = np.ones(len(here)) if openings is None else np.exp(openings)
    into = [ways if factor == 1 else np.where(OPENS, ways * factor, ways) for factor in opening.tolist()]
    ahead, behind = np.empty_like(here), np.ones_like(here)
    scale = np.empty(len(here))
    reached = np.exp(START) * here[0]
    for at in range(len(here)):
        if at:
            np.dot(ahead[at - 1], into[at], out=reached)
            reached *= here[at]
        scale[at] = total = np.add.reduce(reached)
        np.divide(reached, total, out=ahead[at])
    for at in range(len(here) - 1, 0, -1):
        np.multiply(here[at], behind[at], out=reached)
        reached /= scale[at]
        np.dot(into[at], reached, out=behind[at - 1])
    return Chances(here, ways, opening, ahead, behind, scale)
