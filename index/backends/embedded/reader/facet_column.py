"""Columns: which values of a facet has each article of a segment, and how many have each?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.whoosh.field_types import LABEL_SEPARATOR
from index.kernel import count_codes
from index.schema import FIELD_OF_FACET, Facet

REMEMBERED = 1 << 12  # values as they are shown


class Column:
    """A facet of one segment. Code 0 is no value, code i + 1 the term i of the field or the period i."""

    def __init__(self, facet: Facet, field: FieldPostings) -> None:
        self._is_number = FIELD_OF_FACET[facet].type == "number"
        self._field = field
        self._label = field.label
        self._size = len(field.terms) + 1  # codes
        self._periods: list[str] | None = None
        if chars := FIELD_OF_FACET[facet].facets[facet]:
            of_day = [day[:chars].decode() for day in field.terms]
            self._periods = sorted(set(of_day))
            code = {period: number for number, period in enumerate(self._periods, 1)}
            codes = np.array([0, *map(code.__getitem__, of_day)], np.min_scalar_type(len(code)))
            assert self._label is not None, "an article has one date"
            self._label = codes[self._label]
            self._size = len(self._periods) + 1
        self._value = cached_per_instance(self._shown, REMEMBERED)

    def count(self, numbers: NDArray[Any]) -> list[tuple[str, int]]:
        """How many of ``numbers`` have each value, as it is shown; no value twice."""
        if self._label is not None:
            codes, counts = count_codes(self._label, numbers, self._size)
            return list(zip(map(self._value, codes), counts, strict=True))
        by_term = np.bincount(self._field.labels(numbers))
        held = by_term.nonzero()[0]
        return list(zip(map(self._value, (held + 1).tolist()), by_term[held].tolist(), strict=True))

    def _shown(self, code: int) -> str:
        if self._periods is not None:
            return self._periods[code - 1]
        value = self._field.terms[code - 1].decode()
        return str(int(value)) if self._is_number else value.rpartition(LABEL_SEPARATOR)[2]
