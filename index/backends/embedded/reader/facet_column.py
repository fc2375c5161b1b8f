"""A facet of one segment as a column of codes: the values of each article, and the counts of values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.backends.embedded.codec.instance_cache import cached_per_instance
from index.backends.embedded.codec.postings import FieldPostings
from index.facet_values import LABEL_SEPARATOR
from index.kernel import count_codes, difference, intersection, union
from index.schema import FIELD_OF_FACET, Facet

CACHED_VALUES = 1 << 12  # decoded values that one column keeps


class FacetColumn:
    """A facet of one segment. Code 0 means no value, code i + 1 the term i of the field or the period i."""

    def __init__(self, facet: Facet, field: FieldPostings) -> None:
        """``field`` holds the facet's values; a year and a month are periods cut from the field ``date``."""
        self._is_page = FIELD_OF_FACET[facet].type == "page"
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
        self._cached_value = cached_per_instance(self._decode_value, CACHED_VALUES)

    def count_values(self, local_doc_ids: NDArray[Any]) -> dict[str, int]:
        """How many of ``local_doc_ids``, which ascend, have each value: a new dict.

        A value that is not printed as it folds is its folded form, LABEL_SEPARATOR and its print. An article
        with several prints of one form counts for the first of them alone, so that counts may be added.
        """
        if self._label is not None:
            codes, counts = count_codes(self._label, local_doc_ids, self._code_count)
            return dict(zip(map(self._cached_value, codes), counts, strict=True))
        count_of_term = np.bincount(self._field.labels(local_doc_ids))
        term_ids = count_of_term.nonzero()[0]
        values = list(map(self._cached_value, (term_ids + 1).tolist()))
        counts = count_of_term[term_ids].tolist()
        for first, end in _ranges_of_prints(values):
            for at in range(first + 1, end):
                counts[at] = self._count_without(
                    term_ids[first:at].tolist(), int(term_ids[at]), local_doc_ids
                )
        return dict(zip(values, counts, strict=True))

    def count_valueless(self, local_doc_ids: NDArray[Any], counts: Mapping[str, int]) -> int:
        """How many of ``local_doc_ids`` have no value; ``counts`` are what ``count_values`` says of them."""
        if self._label is not None:  # each that has a value has one
            return len(local_doc_ids) - sum(counts.values())
        return int((self._field.label_counts(local_doc_ids) == 0).sum())

    def _count_without(self, earlier: list[int], term_id: int, local_doc_ids: NDArray[Any]) -> int:
        """How many of ``local_doc_ids`` have the term, and none of the ``earlier`` terms."""
        having = intersection((local_doc_ids, self._field.local_doc_ids(term_id)))
        return len(difference(having, union([self._field.local_doc_ids(each) for each in earlier])))

    def _decode_value(self, code: int) -> str:
        if self._periods is not None:
            return self._periods[code - 1]
        value = self._field.terms[code - 1].decode()
        if self._is_page:
            return value.lstrip("0")
        folded, _, original = value.partition(LABEL_SEPARATOR)
        return folded if folded == original else value


def _ranges_of_prints(values: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where several prints of one folded form stand, as (first, end); ``values`` are in order of terms."""

    def folded(at: int) -> str:
        return values[at].partition(LABEL_SEPARATOR)[0]

    end = 0
    for at in [at for at, value in enumerate(values) if LABEL_SEPARATOR in value]:
        if at < end:
            continue
        first, end = at, at + 1
        while first and folded(first - 1) == folded(at):
            first -= 1
        while end < len(values) and folded(end) == folded(at):
            end += 1
        if end - first > 1:
            yield first, end
