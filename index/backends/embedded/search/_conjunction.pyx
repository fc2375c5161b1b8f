# What conjunction.py plans where there is a compiler: the nodes (nodes.py, text_nodes.py, scorer.py, boosts.py) say
# what is meant, and a test compares the two. Here a question is one object, its terms are a few more, and between the
# kernel's loops nothing is interpreted. Arrays are numpy's and are checked by the kernel's modules, which read them.

cimport numpy as np
from numpy cimport PyArray_DATA

from index.backends.embedded.search._segment_texts cimport ArchiveTexts, SegmentTexts, TextField

from analyzers import folded_bigrams
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


cdef class _Term:
    """A term of the question, with its id in each segment, and in each segment's headlines; -1 for none."""
    cdef str text
    cdef list term_ids, headline_ids
    cdef Py_ssize_t doc_freq
    cdef double idf


cdef class _Part:
    """A part of a run. ``terms`` are its words, or the one bigram of a word of two characters: it stands in the same."""
    cdef str folded
    cdef list terms
    cdef bint is_bigram
    cdef object cost  # the least doc freq of its terms; more than any where it has none


cdef class Conjunction:
    """Runs of words that all have to match, over the segments of one snapshot: what ``QueryPlan`` makes of the same."""
    cdef ArchiveTexts _texts
    cdef readonly dict runs
    cdef readonly bint asks
    cdef list _segments, _leaves, _weighed_words, _weighed_bigrams, _apart, _as_typed
    cdef dict _words, _bigrams
    cdef object _snapshot, _analyzer, _ranking, _deadline, _boosts, _whole, _partial, _filters
    cdef Py_ssize_t _doc_count
    cdef double _max_weight, _ideal

    def __init__(self, snapshot, ArchiveTexts texts, list leaves, analyzer, ranking, deadline, /):
        """``leaves`` are the runs as (text, RunPlan), in the order of the question, repeated ones too."""
        cdef double of_run, of_all = 0
        self._snapshot, self._texts, self._segments, self._analyzer = snapshot, texts, texts.segments, analyzer
        self._ranking, self._deadline = ranking, deadline
        self._boosts = getattr(ranking, "boosts", NO_BOOSTS)
        self._doc_count, self._max_weight = snapshot.doc_count, ranking.max_weight
        self.runs = dict(leaves)
        self._leaves = [run for _, run in leaves]
        self._words, self._bigrams = {}, {}
        self._weighed_words, self._weighed_bigrams = [], []
        self._apart, self._as_typed = [], []  # the runs that need not stand as they are, or as they were typed
        for run in self._leaves:
            self.asks |= run.asks
            of_run = 0
            self._weigh(run.words, self._words, self._weighed_words, &of_run, &of_all)
            self._weigh(run.bigrams, self._bigrams, self._weighed_bigrams, &of_run, &of_all)
            is_one_literal = run.is_one_literal
            if not is_one_literal:
                self._apart.append(run)
            if run.is_latin_word or not is_one_literal or run.typed != run.folded:
                self._as_typed.append((run, self._max_weight * of_run))
        self._ideal = self._max_weight * of_all

    cdef int _weigh(self, dict counts, dict known, list weighed, double* of_run, double* of_all) except -1:
        """Add the terms that any document holds to ``weighed``, each with the most that it can weigh.

        Sums are made in the order in which the nodes make them, so that scores are the same to the last bit.
        """
        cdef double times
        cdef _Term term
        for text, times in counts.items():
            term = self._term(text, known)
            if term.doc_freq:
                weighed.append((term, self._max_weight * times * term.idf))
                of_run[0] += times * term.idf
                of_all[0] += times * term.idf
        return 0

    cdef _Term _term(self, str text, dict known):
        """Return the term of ``known``, the words or the bigrams, which is looked up when it is first asked for."""
        cdef SegmentTexts segment
        cdef TextField field
        cdef Py_ssize_t term_id
        cdef _Term term = known.get(text)
        if term is not None:
            return term
        term = known[text] = _Term.__new__(_Term)
        term.text, term.term_ids, term.headline_ids = text, [], []
        encoded = text.encode("utf-8", "surrogatepass")
        for segment in self._segments:
            field = segment.words if known is self._words else segment.bigrams
            term_id = field.term_id(encoded)
            term.term_ids.append(term_id)
            term.headline_ids.append(-1 if field.headline is None else field.headline.term_id(encoded))
            if term_id >= 0 and len(segment.deleted):
                term.doc_freq += field.lists.doc_freqs((term_id,), segment.deleted)[0]
            elif term_id >= 0:
                term.doc_freq += field.lists._doc_freq(term_id)
        if term.doc_freq > self._doc_count:
            raise IndexError(f"a term of {term.doc_freq} articles, of {self._doc_count}")
        term.idf = self._ranking.idf(term.doc_freq, self._doc_count)
        return term

    # -- what matches ---------------------------------------------------------------------------------------

    def doc_ids(self):
        """The documents that match each part of each run."""
        if self._whole is None:
            parts = sorted([self._part(part) for run in self._leaves for part in run.parts], key=_cost_of)
            self._whole = _joined([self._matching_all(parts, at) for at in range(len(self._segments))])
        return self._whole

    cdef _Part _part(self, part):
        cdef _Part made = _Part.__new__(_Part)
        cdef _Term term
        folded, words = part
        made.folded = folded
        made.is_bigram = len(folded) == 2 and len(words) == 1 and words[0] == folded
        known = self._bigrams if made.is_bigram else self._words
        made.terms = sorted([self._term(word, known) for word in words], key=_doc_freq_of)
        made.cost = (<_Term> made.terms[0]).doc_freq if words else self._doc_count
        return made

    cdef np.ndarray _matching_all(self, list parts, Py_ssize_t at):
        """Return the global doc ids of segment ``at`` that match all ``parts``, of which the first is the rarest."""
        cdef SegmentTexts segment = self._segments[at]
        cdef np.ndarray found = None
        self._deadline.check()
        for part in parts:
            found = self._matching(part, at, found)
        if len(segment.deleted):
            found = difference(found, segment.deleted)
        return found + segment.base if segment.base else found

    cdef np.ndarray _matching(self, _Part part, Py_ssize_t at, np.ndarray among):
        """Return the local doc ids, deleted ones too, that match a part: of those of ``among``, if it is given.

        Positions are read only in the documents that do not hold the words.
        """
        cdef SegmentTexts segment = self._segments[at]
        cdef _Term term
        cdef np.ndarray found = None if part.terms else NO_DOC_IDS, left
        for term in part.terms:
            field = segment.bigrams if part.is_bigram else segment.words
            found = (<TextField> field).doc_ids(term.term_ids[at], among if found is None else found)
        if among is not None and len(found) == len(among):
            return among
        persons = segment.persons(part.folded)
        if among is None:
            if not part.is_bigram:
                found = union([found, self._phrase(part.folded, at, found if len(found) else None, None)])
            return found if persons is None else union([found, persons])
        left = difference(among, found)
        if not part.is_bigram:
            found = union([found, self._phrase(part.folded, at, None, left)])
        return found if persons is None else union([found, intersection([left, persons])])

    cdef np.ndarray _phrase(self, str folded, Py_ssize_t at, exclude, candidates):
        """Return the local doc ids that hold a folded text: of ``candidates``, without ``exclude``, if these are given."""
        cdef TextField field = (<SegmentTexts> self._segments[at]).bigrams
        cdef _Term pair
        term_ids = []
        for text in folded_bigrams(folded):
            pair = self._term(text, self._bigrams)
            if pair.term_ids[at] < 0:
                return NO_DOC_IDS
            term_ids.append(pair.term_ids[at])
        if len(term_ids) == 1:
            return field.doc_ids(term_ids[0], candidates)
        return field.lists.phrase(term_ids, 0, exclude, candidates)[0]

    def filter(self, query, np.ndarray doc_ids, /):
        """Those of ``doc_ids`` that match ``query`` too, a condition beside the question."""
        if self._filters is None:
            self._filters = {}
        if query not in self._filters:
            scorer = Scorer(self._snapshot, self._ranking)
            context = SearchContext(self._snapshot, self._analyzer, scorer, self._deadline)
            self._filters[query] = build_node(context, query)
        return self._filters[query].filter(doc_ids)

    def literal(self, np.ndarray doc_ids, /):
        """Those of ``doc_ids``, which all match, that hold each run as it stands, but for marks at its ends."""
        if not self._apart:
            return doc_ids
        found = []
        for at, _, local in self._split(doc_ids):
            for run in self._apart:
                stands = self._phrase(run.folded, at, None, local)
                persons = (<SegmentTexts> self._segments[at]).persons(run.folded)
                local = stands if persons is None else union([stands, intersection([local, persons])])
            found.append(local + (<SegmentTexts> self._segments[at]).base)
        return _joined(found)

    @property
    def partial_count(self):
        """How many documents match only in part."""
        if self._partial is not None:
            return len(self._partial)
        if len(self._words) == 1:
            return 0
        enough = self._enough()
        return sum([count_holding_enough(*given) for given in enough]) - len(self.doc_ids()) if enough else 0

    @property
    def partial_doc_ids(self):
        """The documents that match only in part: global doc ids, ascending."""
        cdef SegmentTexts segment
        if self._partial is None:
            found = zip(self._segments, self._enough())
            loose = _joined([holding_enough(*given) + (<SegmentTexts> segment).base for segment, given in found])
            self._partial = difference(loose, self.doc_ids())
        return self._partial

    cdef list _enough(self):
        """Return for each segment what the kernel asks for to find partial matches; nothing of a single word."""
        cdef _Term term
        cdef SegmentTexts segment
        terms = {}
        for run in self._leaves:
            apart = {word for _, words in run.parts for word in words}
            for word in run.words:
                if word in apart:
                    terms[word] = self._term(word, self._words)
        known = [term for term in terms.values() if (<_Term> term).doc_freq]
        if len(terms) < 2 or not known:
            return []
        self._deadline.check()
        least = needed_idf([(<_Term> term).idf for term in known])
        whole = {at: local for at, _, local in self._split(self.doc_ids())}
        given = []
        for at, segment in enumerate(self._segments):
            held = [term for term in known if (<_Term> term).term_ids[at] >= 0]
            term_ids = [(<_Term> term).term_ids[at] for term in held]
            idfs = [(<_Term> term).idf for term in held]
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
        return tuple([text for text, run in alone.items() if not self._term(run.folded, self._words).doc_freq])

    # -- scores ---------------------------------------------------------------------------------------------

    def scores(self, np.ndarray doc_ids, /):
        """A score for each of ``doc_ids``, which ascend: float64, without the boosts of the first ones."""
        cdef np.ndarray scores = np.zeros(len(doc_ids))
        self._deadline.check()
        for at, here, local in self._split(doc_ids):
            self._add_scores(at, local, scores if here is None else scores[here])
        return scores

    cdef int _add_scores(self, Py_ssize_t at, np.ndarray local, np.ndarray sums) except -1:
        """Add to ``sums`` what documents of segment ``at`` gain by their terms, and by where runs stand as typed."""
        cdef SegmentTexts segment = self._segments[at]
        self._add_weights(self._weighed_words, segment.words, self._texts.mean_words, at, local, sums)
        self._add_weights(self._weighed_bigrams, segment.bigrams, self._texts.mean_bigrams, at, local, sums)
        for run, ideal in self._as_typed if self._boosts.typed else ():
            for held in self._typed(run, at, local):
                sums[is_in(local, held)] += self._boosts.typed * ideal
        return 0

    cdef int _add_weights(
        self, list weighed, TextField field, double mean_length, Py_ssize_t at, np.ndarray local, np.ndarray sums
    ) except -1:
        cdef _Term term
        half = self._ranking.half_freq(mean_length)
        formula = self._ranking.headline_boost - 1, half.base, half.per_term
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
            word = self._term(run.folded, self._words)
            found.append((<SegmentTexts> self._segments[at]).words.doc_ids((<_Term> word).term_ids[at], local))
        elif not run.is_one_literal:
            local = self._phrase(run.folded, at, None, local)
            found.append(local)
        if run.typed != run.folded:
            found.append(self._phrase(run.typed, at, None, local))
        return found

    @property
    def gains_first(self):
        """Whether any of the best could gain by being near, early and timely."""
        return self._ideal > 0 and any(self._boosts)

    def gains(self, np.ndarray doc_ids, /):
        """What each of the best ``doc_ids`` (ascending) gains by being near, early and timely."""
        boosts = self._boosts
        gains = np.zeros(len(doc_ids))
        pairs = self._heaviest_pairs() if boosts.near or boosts.early else []
        for at, here, local in self._split(doc_ids) if pairs else ():
            self._add_closeness(pairs, at, local, gains if here is None else gains[here])
        if boosts.timely and any([not run.typed.isalpha() for run in self._leaves]):
            if years := years_of(self._leaves):
                gains += timely(self._snapshot, years, doc_ids) * (boosts.timely * self._ideal)
        return gains

    cdef int _add_closeness(self, list pairs, Py_ssize_t at, np.ndarray local, np.ndarray gains) except -1:
        """Add what documents of segment ``at`` gain by being near and early."""
        cdef SegmentTexts segment = self._segments[at]
        cdef double total = 0, weight, for_near = self._boosts.near * self._ideal, for_early = self._boosts.early * self._ideal
        cdef double* values = <double*> PyArray_DATA(gains)
        cdef np.ndarray near, early
        cdef Py_ssize_t span = SPAN_CHARS, i
        cdef _Term pair
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
        cdef _Term pair, word
        weighed = {}
        for run in self._leaves:
            for text in run.bigrams:
                share, inside = run.pair_shares[text]
                pair = self._bigrams[text]
                if share and pair.doc_freq:
                    word = self._words.get(inside)
                    weighed[text] = share * (word.idf if word is not None and word.doc_freq else pair.idf), text, pair
        if len(weighed) == 1:
            return list(weighed.values())
        return sorted(weighed.values(), key=_heaviest_first)[:MAX_PAIRS]

    # -- segments -------------------------------------------------------------------------------------------

    cdef list _split(self, np.ndarray doc_ids):
        """Divide ``doc_ids`` (ascending) among segments: (which, where in ``doc_ids``, None for all, local doc ids)."""
        cdef SegmentTexts segment
        if len(self._segments) == 1:
            return [(0, None, doc_ids)]
        found = []
        for at, segment in enumerate(self._segments):
            start, end = doc_ids.searchsorted((segment.base, segment.base + segment.size)).tolist()
            if start < end:
                found.append((at, slice(start, end), doc_ids[start:end] - segment.base))
        return found


def _joined(found):
    return found[0] if len(found) == 1 else np.concatenate([NO_DOC_IDS] + found)


def _cost_of(part):
    return (<_Part> part).cost


def _doc_freq_of(term):
    return (<_Term> term).doc_freq


def _heaviest_first(weighed):
    weight, text, _ = weighed
    return -weight, text
