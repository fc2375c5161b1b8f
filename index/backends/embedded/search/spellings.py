"""What stands in the archive of many spellings: texts counted literally, terms found by their characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers import folded_bigrams
from index.backends.embedded.codec.term_dictionary import TermDictionary
from index.backends.embedded.reader.snapshot import Snapshot
from index.backends.embedded.search.phrase import phrase_postings
from index.deadline import Deadline
from index.facet_values import LABEL_SEPARATOR

BIGRAMS = "bigrams"
# A character of three bytes in UTF-8: those of U+0800 to U+FFFF, and with them all that readings are known of
# but some rare ones.
CHAR_BYTES, FIRST_LEAD, FIRST_CODE = 3, 0xE0, 0x800


def count_literals(snapshot: Snapshot, folded: Sequence[str], deadline: Deadline) -> list[int]:
    """Return how many articles hold each text literally; 0 for one of fewer than two characters.

    Most of many spellings have a pair of characters that stands nowhere: they cost a look-up and no more.
    """
    pairs = sorted({pair for text in folded for pair in folded_bigrams(text)})
    found = snapshot.searched_field(BIGRAMS).look_up(pairs)
    doc_freqs = {pair: doc_freq for pair, (_, _, doc_freq) in zip(pairs, found, strict=True)}
    counts = []
    for text in folded:
        deadline.check()
        of_pairs = [doc_freqs[pair] for pair in folded_bigrams(text)]
        if len(of_pairs) > 1 and all(of_pairs):
            counts.append(len(phrase_postings(snapshot, text, BIGRAMS, deadline=deadline).doc_ids))
        else:
            counts.append(min(of_pairs, default=0))
    return counts


def terms_spelt(
    snapshot: Snapshot, field: str, places: Sequence[str], deadline: Deadline
) -> list[tuple[str, int]]:
    """Return the terms of a field whose characters are each among those of its place, and their doc freqs.

    Most frequent first, then by code point. Of a label the folded form is compared and returned; the doc
    freqs of its printed forms are added, so that an article with two of them counts twice.
    """
    doc_freqs: Counter[str] = Counter()
    allowed = [_allowed(chars) for chars in places]
    for segment in snapshot.segments:
        deadline.check()
        if postings := segment.files.field(field):
            term_ids = _spelt(postings.terms, allowed).tolist()
            freqs = postings.lists.doc_freqs(term_ids, segment.deleted)
            for term_id, doc_freq in zip(term_ids, freqs, strict=True):
                term = postings.terms[term_id].decode()
                doc_freqs[term.partition(LABEL_SEPARATOR)[0]] += doc_freq
    found = ((term, doc_freq) for term, doc_freq in doc_freqs.items() if doc_freq)
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _allowed(chars: str) -> NDArray[np.bool_]:
    """A bool per code point of three bytes: whether it is among ``chars``."""
    codes = np.frombuffer(chars.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    allowed = np.zeros(1 << 16, dtype=bool)
    allowed[codes[(codes >= FIRST_CODE) & (codes < len(allowed))]] = True
    return allowed


def _spelt(terms: TermDictionary, allowed: Sequence[NDArray[np.bool_]]) -> NDArray[np.intp]:
    """The ids of the terms with such characters, ascending."""
    text, starts = terms.raw_slice(0, len(terms))
    begins, ends = starts[:-1].astype(np.intp), starts[1:].astype(np.intp)
    size = CHAR_BYTES * len(allowed)
    term_ids: NDArray[np.intp] = np.flatnonzero(ends - begins >= size)
    begins, ends = begins[term_ids], ends[term_ids]
    # Nothing follows, or the printed form of a label.
    ends_here = ends == begins + size
    ends_here[~ends_here] = text[begins[~ends_here] + size] == ord(LABEL_SEPARATOR)
    term_ids, begins = term_ids[ends_here], begins[ends_here]
    for place, chars in enumerate(allowed):
        at = begins + CHAR_BYTES * place
        lead, second, third = (text[at + byte].astype(np.intp) for byte in range(CHAR_BYTES))
        code = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F
        fits = chars[code] & (lead >= FIRST_LEAD)
        term_ids, begins = term_ids[fits], begins[fits]
    return term_ids
