"""A facet of one segment as a column of codes: the values of each article, and the counts of values."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.postings import FieldPostings
from index.backends.embedded.whoosh.field_types import LABEL_SEPARATOR
from index.kernel import count_codes
from index.schema import FIELD_OF_FACET, Facet

CACHED_VALUES = 1 << 12  # decoded values that one column keeps


class FacetColumn:
    """A facet of one segment. Code 0 means no value, code i + 1 the term i of the field or the period i."""

    def __init__(self, facet: Facet, field: FieldPostings) -> None:
        """``field`` holds the facet's values; a year and a month are periods cut from the field ``date``."""
        self._is_number = FIELD_OF_FACET[facet].type == "number"
        self._field = field
        self._label = field.label
        self._code_count = len(field.terms) + 1
        self._periods: list[str] | None = None
        if chars := FIELD_OF_FACET[facet].facets[facet]:
            period_of_day = [day[:chars].decode() for day in field.terms]
            self._periods = sorted(set(period_of_day))
            code_of_period = {period: code for code, period in enumerate(self._periods, 1)}
            codes = np.array(
                [0, *map(code_of_period.__getitem__, period_of_day)], np.min_scalar_type(len(code_of_period))
            )
            assert self._label is not None, "an article has one date"
            self._label = codes[self._label]
            self._code_count = len(self._periods) + 1
        self._cached_value = cached_per_instance(self._displayed_value, CACHED_VALUES)

    def count_values(self, local_doc_ids: NDArray[Any]) -> list[tuple[str, int]]:
        """(value as displayed, how many of ``local_doc_ids`` have it), each value once; ids ascend."""
        if self._label is not None:
            codes, counts = count_codes(self._label, local_doc_ids, self._code_count)
            return list(zip(map(self._cached_value, codes), counts, strict=True))
        count_of_term = np.bincount(self._field.labels(local_doc_ids))
        term_ids = count_of_term.nonzero()[0]
        values = map(self._cached_value, (term_ids + 1).tolist())
        return list(zip(values, count_of_term[term_ids].tolist(), strict=True))

    def _displayed_value(self, code: int) -> str:
        if self._periods is not None:
            return self._periods[code - 1]
        value = self._field.terms[code - 1].decode()
        return str(int(value)) if self._is_number else value.rpartition(LABEL_SEPARATOR)[2]
