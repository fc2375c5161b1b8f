# Which documents match runs and literals that all have to: text_nodes.py and nodes.py say what is meant. Arrays are
# numpy's, and the kernel's modules, which read them, check them.

cimport numpy as np

from index.backends.embedded.search._question cimport Literal, Question, Term
from index.backends.embedded.search._segment_texts cimport ArchiveTexts, SegmentTexts, TextField

from index.backends.embedded.search.nodes import SearchContext
from index.backends.embedded.search.query_plan import build_node
from index.backends.embedded.search.scorer import NO_BOOSTS, Scorer
from index.kernel._sets import difference, intersection, union
from index.kernel._weighing import count_holding_enough, holding_enough
from index.run_plan import MAX_WORDS_WHOLE_FIRST, needed_idf

import numpy as np

np.import_array()

NO_DOC_IDS = np.zeros(0, dtype=np.intp)


cdef class Part:
    """A part of a run. ``terms`` are its words, or the one bigram of a word of two characters: it stands in the same."""


cdef class Matching(Question):
    """Runs and literals that all have to match, and the documents that do: literally, wholly or in part.

    Of the runs, which are ``leaves``, those in ``apart`` need not stand as they are, and those in ``as_typed``, each with
    its ideal score, need not stand as they were typed. ``ideal`` is the ideal score of the question.
    """

    def __init__(self, snapshot, ArchiveTexts texts, list leaves, analyzer, ranking, deadline, /):
        """``leaves`` are runs as (text, RunPlan) and literals as (folded text, None), in the order of the question."""
        cdef double ideal
        self.analyzer, self.deadline = analyzer, deadline
        self.ranking, self.max_weight, self.boosts = ranking, ranking.max_weight, getattr(ranking, "boosts", NO_BOOSTS)
        self.runs, self.leaves = {}, []
        self.apart, self.as_typed = [], []
        for text, run in leaves:
            if run is None:
                self.add_literal(text)
                continue
            self.runs[text] = run
            self.leaves.append(run)
            self.asks |= run.asks
            ideal = self.weigh(run.words, self.words, self.weighed_words, 0)
            ideal = self.weigh(run.bigrams, self.bigrams, self.weighed_bigrams, ideal)
            is_one_literal = run.is_one_literal
            if not is_one_literal:
                self.apart.append(run)
            if run.is_latin_word or not is_one_literal or run.typed != run.folded:
                self.as_typed.append((run, self.max_weight * ideal))
        self.ideal = self.max_weight * self.idf_sum

    def doc_ids(self):
        """The documents that match each part of each run."""
        if self.whole is None:
            parts = sorted([self._part(part) for run in self.leaves for part in run.parts], key=_cost_of)
            self.whole = _joined([self._matching_all(parts, at) for at in range(len(self.segments))])
        return self.whole

    cdef Part _part(self, part):
        cdef Part made = Part.__new__(Part)
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
        self.deadline.check()
        for literal in self.literals:
            found = literal.doc_ids[at] if found is None else intersection([found, literal.doc_ids[at]])
        for pair in self.pairs:
            found = segment.bigrams.doc_ids(pair.term_ids[at], found)
        for part in parts:
            found = self._matching(part, at, found)
        if len(segment.deleted):
            found = difference(found, segment.deleted)
        return found + segment.base if segment.base else found

    cdef np.ndarray _matching(self, Part part, Py_ssize_t at, np.ndarray among):
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
        if self.filters is None:
            self.filters = {}
        if query not in self.filters:
            scorer = Scorer(self.snapshot, self.ranking)
            context = SearchContext(self.snapshot, self.analyzer, scorer, self.deadline)
            self.filters[query] = build_node(context, query)
        return self.filters[query].filter(doc_ids)

    def literal(self, np.ndarray doc_ids, /):
        """Those of ``doc_ids``, which all match, that hold each run as it stands, but for marks at its ends."""
        if not self.apart:
            return doc_ids
        found = []
        for at, _, local in self.split(doc_ids):
            for run in self.apart:
                stands = self.standing(run.folded, at, None, local)
                persons = (<SegmentTexts> self.segments[at]).persons(run.folded)
                local = stands if persons is None else union([stands, intersection([local, persons])])
            found.append(local + (<SegmentTexts> self.segments[at]).base)
        return _joined(found)

    @property
    def partial_count(self):
        """How many documents match only in part."""
        if self.partial is not None:
            return len(self.partial)
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
        if self.partial is None:
            found = zip(self.segments, self._enough())
            loose = _joined([holding_enough(*given) + (<SegmentTexts> segment).base for segment, given in found])
            self.partial = difference(self._standing_literals(loose), self.doc_ids())
        return self.partial

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
        for run in self.leaves:
            apart = {word for _, words in run.parts for word in words}
            for word in run.words:
                if word in apart:
                    terms[word] = self.term(word, self.words)
        known = [term for term in terms.values() if (<Term> term).doc_freq]
        if len(terms) < 2 or not known:
            return []
        self.deadline.check()
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
        return self.asks or len({word for run in self.leaves for word in run.words}) > MAX_WORDS_WHOLE_FIRST

    def only_inside_words(self):
        """The runs of one word in Latin letters that none holds as a word; asked for only where documents match."""
        alone = {text: run for text, run in self.runs.items() if run.is_latin_word}
        return tuple([text for text, run in alone.items() if not self.term(run.folded, self.words).doc_freq])


def _joined(found):
    return found[0] if len(found) == 1 else np.concatenate([NO_DOC_IDS] + found)


def _cost_of(part):
    return (<Part> part).cost


def _doc_freq_of(term):
    return (<Term> term).doc_freq
