# What conjunction.py plans where there is a compiler: the nodes (nodes.py, text_nodes.py, scorer.py, boosts.py) say
# what is meant, and a test compares the two. Here a question is one object, its terms are a few more, and between the
# kernel's loops nothing is interpreted. Arrays are numpy's and are checked by the kernel's modules, which read them.

cimport numpy as np
from numpy cimport PyArray_DATA

from index.backends.embedded.search._question cimport Literal, Question, Term
from index.backends.embedded.search._segment_texts cimport ArchiveTexts, SegmentTexts, TextField

from index.backends.embedded.search.boosts import FADE_CHARS, MAX_PAIRS, SPAN_CHARS, timely, years_of
from index.backends.embedded.search.nodes import SearchContext
from index.backends.embedded.search.query_plan import build_node
from index.backends.embedded.search.scorer import NO_BOOSTS, Scorer
from index.kernel._closeness import closeness
from index.kernel._sets import difference, intersection, is_in, union
from index.kernel._weighing import add_weights, count_holding_enough, holding_enough
from index.run_plan import MAX_WORDS_WHOLE_FIRST, needed_idf

import numpy as np

np.import_array()

NO_DOC_IDS = np.zeros(0, dtype=np.intp)


cdef class _Part:
    """A part of a run. ``terms`` are its words, or the one bigram of a word of two characters: it stands in the same."""
    cdef str folded
    cdef list terms
    cdef bint is_bigram
    cdef object cost  # the least doc freq of its terms; more than any where it has none


cdef class Conjunction(Question):
    """Runs and literals that all have to match, over the segments of one snapshot, as ``QueryPlan`` plans the same."""
    cdef readonly dict runs
    cdef readonly bint asks
    cdef list _leaves, _apart, _as_typed
    cdef object _analyzer, _deadline, _boosts, _whole, _partial, _filters
    cdef double _ideal

    def __init__(self, snapshot, ArchiveTexts texts, list leaves, analyzer, ranking, deadline, /):
        """``leaves`` are runs as (text, RunPlan) and literals as (folded text, None), in the order of the question."""
        cdef double ideal
        self._analyzer, self._deadline = analyzer, deadline
        self.ranking, self.max_weight, self._boosts = ranking, ranking.max_weight, getattr(ranking, "boosts", NO_BOOSTS)
        self.runs, self._leaves = {}, []
        self._apart, self._as_typed = [], []  # the runs that need not stand as they are, or as they were typed
        for text, run in leaves:
            if run is None:
                self.add_literal(text)
                continue
            self.runs[text] = run
            self._leaves.append(run)
            self.asks |= run.asks
            ideal = self.weigh(run.words, self.words, self.weighed_words, 0)
            ideal = self.weigh(run.bigrams, self.bigrams, self.weighed_bigrams, ideal)
            is_one_literal = run.is_one_literal
            if not is_one_literal:
                self._apart.append(run)
            if run.is_latin_word or not is_one_literal or run.typed != run.folded:
                self._as_typed.append((run, self.max_weight * ideal))
        self._ideal = self.max_weight * self.idf_sum

    # -- what matches ---------------------------------------------------------------------------------------

    def doc_ids(self):
        """The documents that match each part of each run."""
        if self._whole is None:
            parts = sorted([self._part(part) for run in self._leaves for part in run.parts], key=_cost_of)
            self._whole = _joined([self._matching_all(parts, at) for at in range(len(self.segments))])
        return self._whole

    cdef _Part _part(self, part):
        cdef _Part made = _Part.__new__(_Part)
        cdef Term term
        folded, words = part
        made.folded = folded
        made.is_bigram = len(folded) == 2 and len(words) == 1 and words[0] == folded
        known = self.bigrams if made.is_bigram else self.words
        made.terms = sorted([self.term(word, known) for word in words], key=_doc_freq_of)
        made.cost = (<Term> made.terms[0]).doc_freq if words else self.doc_count
        return made

    cdef np.ndarray _matching_all(self, list parts, Py_ssize_t at):
        """Return the global doc ids of segment ``at`` that match all ``parts``, of which the first is the rarest."""
        cdef SegmentTexts segment = self.segments[at]
        cdef np.ndarray found = None
        cdef Literal literal
        cdef Term pair
        self._deadline.check()
        for literal in self.literals:
            found = literal.doc_ids[at] if found is None else intersection([found, literal.doc_ids[at]])
        for pair in self.pairs:
            found = segment.bigrams.doc_ids(pair.term_ids[at], found)
        for part in parts:
            found = self._matching(part, at, found)
        if len(segment.deleted):
            found = difference(found, segment.deleted)
        return found + segment.base if segment.base else found

    cdef np.ndarray _matching(self, _Part part, Py_ssize_t at, np.ndarray among):
        """Return the local doc ids, deleted ones too, that match a part: of those of ``among``, if it is given.

        Positions are read only in the documents that do not hold the words.
        """
        cdef SegmentTexts segment = self.segments[at]
        cdef Term term
        cdef np.ndarray found = None if part.terms else NO_DOC_IDS, left
        for term in part.terms:
            field = segment.bigrams if part.is_bigram else segment.words
            found = (<TextField> field).doc_ids(term.term_ids[at], among if found is None else found)
        if among is not None and len(found) == len(among):
            return among
        persons = segment.persons(part.folded)
        if among is None:
            if not part.is_bigram:
                found = union([found, self.standing(part.folded, at, found if len(found) else None, None)])
            return found if persons is None else union([found, persons])
        left = difference(among, found)
        if not part.is_bigram:
            found = union([found, self.standing(part.folded, at, None, left)])
        return found if persons is None else union([found, intersection([left, persons])])

    def filter(self, query, np.ndarray doc_ids, /):
        """Those of ``doc_ids`` that match ``query`` too, a condition beside the question."""
        if self._filters is None:
            self._filters = {}
        if query not in self._filters:
            scorer = Scorer(self.snapshot, self.ranking)
            context = SearchContext(self.snapshot, self._analyzer, scorer, self._deadline)
            self._filters[query] = build_node(context, query)
        return self._filters[query].filter(doc_ids)

    def literal(self, np.ndarray doc_ids, /):
        """Those of ``doc_ids``, which all match, that hold each run as it stands, but for marks at its ends."""
        if not self._apart:
            return doc_ids
        found = []
        for at, _, local in self.split(doc_ids):
            for run in self._apart:
                stands = self.standing(run.folded, at, None, local)
                persons = (<SegmentTexts> self.segments[at]).persons(run.folded)
                local = stands if persons is None else union([stands, intersection([local, persons])])
            found.append(local + (<SegmentTexts> self.segments[at]).base)
        return _joined(found)

    @property
    def partial_count(self):
        """How many documents match only in part."""
        if self._partial is not None:
            return len(self._partial)
        if len(self.words) < 2:
            return 0
        if self.literals or self.pairs:
            return len(self.partial_doc_ids)
        enough = self._enough()
        return sum([count_holding_enough(*given) for given in enough]) - len(self.doc_ids()) if enough else 0

    @property
    def partial_doc_ids(self):
        """The documents that match only in part: global doc ids, ascending."""
        cdef SegmentTexts segment
        if self._partial is None:
            found = zip(self.segments, self._enough())
            loose = _joined([holding_enough(*given) + (<SegmentTexts> segment).base for segment, given in found])
            self._partial = difference(self._standing_literals(loose), self.doc_ids())
        return self._partial

    cdef np.ndarray _standing_literals(self, np.ndarray doc_ids):
        """Return those of ``doc_ids`` that hold all literals."""
        cdef SegmentTexts segment
        cdef Literal literal
        cdef Term pair
        if not self.literals and not self.pairs:
            return doc_ids
        found = []
        for at, _, local in self.split(doc_ids):
            segment = self.segments[at]
            for literal in self.literals:
                local = intersection([local, literal.doc_ids[at]])
            for pair in self.pairs:
                local = segment.bigrams.doc_ids(pair.term_ids[at], local)
            found.append(local + segment.base)
        return _joined(found)

    cdef list _enough(self):
        """Return for each segment what the kernel asks for to find partial matches; nothing of a single word."""
        cdef Term term
        cdef SegmentTexts segment
        terms = {}
        for run in self._leaves:
            apart = {word for _, words in run.parts for word in words}
            for word in run.words:
                if word in apart:
                    terms[word] = self.term(word, self.words)
        known = [term for term in terms.values() if (<Term> term).doc_freq]
        if len(terms) < 2 or not known:
            return []
        self._deadline.check()
        least = needed_idf([(<Term> term).idf for term in known])
        whole = {at: local for at, _, local in self.split(self.doc_ids())}
        given = []
        for at, segment in enumerate(self.segments):
            held = [term for term in known if (<Term> term).term_ids[at] >= 0]
            term_ids = [(<Term> term).term_ids[at] for term in held]
            idfs = [(<Term> term).idf for term in held]
            others = whole.get(at, NO_DOC_IDS)
            given.append((segment.words.lists, term_ids, idfs, least, others, segment.deleted, segment.size))
        return given

    @property
    def is_ranked_as_one(self):
        """Whether partial matches are listed among whole ones, by their scores: it asks, or it is long."""
        return self.asks or len({word for run in self._leaves for word in run.words}) > MAX_WORDS_WHOLE_FIRST

    def only_inside_words(self):
        """The runs of one word in Latin letters that none holds as a word; asked for only where documents match."""
        alone = {text: run for text, run in self.runs.items() if run.is_latin_word}
        return tuple([text for text, run in alone.items() if not self.term(run.folded, self.words).doc_freq])

    # -- scores ---------------------------------------------------------------------------------------------

    def scores(self, np.ndarray doc_ids, /):
        """A score for each of ``doc_ids``, which ascend: float64, without the boosts of the first ones."""
        cdef np.ndarray scores = np.zeros(len(doc_ids))
        self._deadline.check()
        for at, here, local in self.split(doc_ids):
            self._add_scores(at, local, scores if here is None else scores[here])
        return scores

    cdef int _add_scores(self, Py_ssize_t at, np.ndarray local, np.ndarray sums) except -1:
        """Add to ``sums`` what documents of segment ``at`` gain by their terms, and by where runs stand as typed."""
        cdef SegmentTexts segment = self.segments[at]
        cdef Literal literal
        for literal in self.literals:
            self._add_literal(literal, at, local, sums)
        self._add_weights(self.weighed_words, segment.words, self.texts.mean_words, at, local, sums)
        self._add_weights(self.weighed_bigrams, segment.bigrams, self.texts.mean_bigrams, at, local, sums)
        for run, ideal in self._as_typed if self._boosts.typed else ():
            for held in self._typed(run, at, local):
                sums[is_in(local, held)] += self._boosts.typed * ideal
        return 0

    cdef int _add_literal(self, Literal literal, Py_ssize_t at, np.ndarray local, np.ndarray sums) except -1:
        """Add what a literal weighs in ``local``, which all hold it."""
        cdef SegmentTexts segment = self.segments[at]
        half = self.ranking.half_freq(self.texts.mean_bigrams)
        freqs = literal.freqs[at]
        if len(local) < len(freqs):
            freqs = freqs[is_in(literal.doc_ids[at], local)]
        sums += literal.top * (freqs / (freqs + half.base + half.per_term * segment.bigrams.lengths[local]))
        return 0

    cdef int _add_weights(
        self, list weighed, TextField field, double mean_length, Py_ssize_t at, np.ndarray local, np.ndarray sums
    ) except -1:
        cdef Term term
        if not weighed:
            return 0
        half = self.ranking.half_freq(mean_length)
        formula = self.ranking.headline_boost - 1, half.base, half.per_term
        terms = []
        for term, top in weighed:
            if term.term_ids[at] >= 0:
                terms.append((term.term_ids[at], term.headline_ids[at], top))
        headline = None if field.headline is None else field.headline.lists
        add_weights(field.lists, headline, terms, formula, field.lengths, local, sums)
        return 0

    cdef list _typed(self, run, Py_ssize_t at, np.ndarray local):
        """Return those of ``local`` where a run stands as it was typed, without the marks at its ends, then with them."""
        found = []
        if run.is_latin_word:
            word = self.term(run.folded, self.words)
            found.append((<SegmentTexts> self.segments[at]).words.doc_ids((<Term> word).term_ids[at], local))
        elif not run.is_one_literal:
            local = self.standing(run.folded, at, None, local)
            found.append(local)
        if run.typed != run.folded:
            found.append(self.standing(run.typed, at, None, local))
        return found

    @property
    def gains_first(self):
        """Whether any of the best could gain by being near, early and timely."""
        return self._ideal > 0 and bool(self._leaves) and any(self._boosts)

    def gains(self, np.ndarray doc_ids, /):
        """What each of the best ``doc_ids`` (ascending) gains by being near, early and timely."""
        boosts = self._boosts
        gains = np.zeros(len(doc_ids))
        pairs = self._heaviest_pairs() if boosts.near or boosts.early else []
        for at, here, local in self.split(doc_ids) if pairs else ():
            self._add_closeness(pairs, at, local, gains if here is None else gains[here])
        if boosts.timely and any([not run.typed.isalpha() for run in self._leaves]):
            if years := years_of(self._leaves):
                gains += timely(self.snapshot, years, doc_ids) * (boosts.timely * self._ideal)
        return gains

    cdef int _add_closeness(self, list pairs, Py_ssize_t at, np.ndarray local, np.ndarray gains) except -1:
        """Add what documents of segment ``at`` gain by being near and early."""
        cdef SegmentTexts segment = self.segments[at]
        cdef double total = 0, weight, for_near = self._boosts.near * self._ideal, for_early = self._boosts.early * self._ideal
        cdef double* values = <double*> PyArray_DATA(gains)
        cdef np.ndarray near, early
        cdef Py_ssize_t span = SPAN_CHARS, i
        cdef Term pair
        term_ids, shares = [], []
        for weight, _, _ in pairs:
            total += weight
        if not total:
            return 0
        for weight, _, pair in pairs:
            if pair.term_ids[at] >= 0:
                term_ids.append(pair.term_ids[at])
                shares.append(weight / total)
        for run in self._leaves:
            span = max(span, len(run.typed))
        near, early = closeness(segment.bigrams.lists, term_ids, shares, local, span, FADE_CHARS)
        for i in range(len(local)):
            values[i] += (<double*> PyArray_DATA(near))[i] * for_near + (<double*> PyArray_DATA(early))[i] * for_early
        return 0

    cdef list _heaviest_pairs(self):
        """Return the pairs that closeness is measured by, each once, heaviest first: (weight, text, term)."""
        cdef Term pair, word
        weighed = {}
        for run in self._leaves:
            for text in run.bigrams:
                share, inside = run.pair_shares[text]
                pair = self.bigrams[text]
                if share and pair.doc_freq:
                    word = self.words.get(inside)
                    weighed[text] = share * (word.idf if word is not None and word.doc_freq else pair.idf), text, pair
        if len(weighed) == 1:
            return list(weighed.values())
        return sorted(weighed.values(), key=_heaviest_first)[:MAX_PAIRS]


def _joined(found):
    return found[0] if len(found) == 1 else np.concatenate([NO_DOC_IDS] + found)


def _cost_of(part):
    return (<_Part> part).cost


def _doc_freq_of(term):
    return (<Term> term).doc_freq


def _heaviest_first(weighed):
    weight, text, _ = weighed
    return -weight, text
