"""The protocol of an engine, its requests and its answers. Nothing above knows which engine answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as civil_date
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias, get_args

from index.article import Article
from index.deadline import NEVER, Deadline
from index.query import Everything, Query
from index.schema import FACETS, Facet

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.errors import IndexCorrupt
    from index.issue import Issue, IssueKey, IssueRecord
    from index.papers import Papers
    from index.reports import Repaired, SharedStories, Statistics
    from index.run_plan import RunPlan

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")

FILL = 10  # a page: fewer articles that match wholly are followed by those that match in part
WAIT_S = 10.0  # others commit in a second or two
MAX_JOBS = 64
Listener: TypeAlias = Callable[[str], object]
Progress = Callable[[int, int], object]
"""Called with (done, total) issues."""
Floats: TypeAlias = "NDArray[np.float64]"


SpeltField = Literal["words", "reporter", "author"]
"""The words that texts were cut into, or the names of a field."""
ToldText = Literal["papers.toml", "words.txt", "saved.toml", "synonyms.txt", "corrections.jsonl"]
"""What users write of an archive, beside its articles, and the log of what they corrected."""
TOLD_TEXTS: tuple[ToldText, ...] = get_args(ToldText)
LINE_TEXTS: tuple[ToldText, ...] = ("words.txt", "synonyms.txt")
"""Those of which each line counts by itself."""
Tier = Literal["literal", "all", "partial"]
"""How an article matches: it holds each run of text as it stands, all the words, or only some of them."""
TIERS: tuple[Tier, ...] = ("literal", "all", "partial")


@dataclass(frozen=True, slots=True)
class Totals:
    """How many articles match: ``all`` hold everything asked for, ``literal`` of these as it stands.

    ``partial`` hold only a part, and are none of ``all``.
    """

    literal: int
    all: int
    partial: int


class Boosts(NamedTuple):
    """What an article gains beside the weights of its terms, each a share of the question's ideal score.

    ``typed`` where a run of words stands as it was typed. The first fifty gain, by how ``near`` and ``early``
    they hold the question, and by how ``timely`` they are: docs/search.md, "Ranking". At least 0 each.
    """

    typed: float = 0.5
    near: float = 0.3
    early: float = 0.15
    timely: float = 0.3


class HalfFreq(NamedTuple):
    """How often a term must stand in a text for half of ``max_weight``: ``base + per_term * length``."""

    base: float
    per_term: float


class Ranking(Protocol):
    """A formula of term weights, passed down as a value; ``searcher.ranking`` holds ours.

    A term that stands ``tf`` times in a text of ``length`` terms weighs

        idf * max_weight * tf / (tf + base + per_term * length)

    as in BM25 and its kin: so each engine computes weights while it reads. One without ``boosts`` boosts
    nothing.
    """

    @property
    def boosts(self) -> Boosts:
        """What is added to the weights of terms."""

    @property
    def max_weight(self) -> float:
        """What the weight of a term that stands very often nears, before idf."""

    @property
    def headline_boost(self) -> float:
        """How many occurrences in the body one occurrence in the headline is worth; at least 1."""

    def idf(self, doc_freq: int, doc_count: int) -> float:
        """Weight of a term that ``doc_freq`` of ``doc_count`` articles hold; at least 0."""

    def half_freq(self, mean_length: float) -> HalfFreq:
        """The rest of the formula, where texts have ``mean_length`` (at least 1) terms on average."""


class Filter(NamedTuple):
    """A condition beside the query, on the field ``name`` of the schema.

    A facet is counted under all filters but that of its own field (law 4).
    """

    name: str
    query: Query


@dataclass(frozen=True, slots=True)
class Request:
    """A question to a backend. ``limit`` is a number of hits (``None``: all), ``offset`` skips the best.

    With ``collapse`` a story that was printed several times is one hit, its best; ``offset`` and ``limit``
    count stories, totals and facets articles as ever. With ``loose``, articles that match in part count as
    those that match wholly; so they do, too, where none matches wholly, or the question asks (谁, 什么 …).
    Else they are listed, best first, where these are fewer than ``fill``: behind them, or among them where
    the question is long or asks (run_plan.MAX_WORDS_WHOLE_FIRST).

    SearchTimeout when the ``deadline`` is over before the answer is there.
    ValueError for a negative number, an unknown order or an unknown facet.
    """

    query: Query = field(default_factory=Everything)
    filters: tuple[Filter, ...] = ()
    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"
    facets: tuple[Facet, ...] = ()
    collapse: bool = False
    loose: bool = False
    fill: int = 0
    deadline: Deadline = NEVER
    with_days: bool = False
    """Whether the first and the last day of the articles that count are wanted."""

    def __post_init__(self) -> None:
        if self.offset < 0 or (self.limit is not None and self.limit < 0):
            raise ValueError(f"limit={self.limit}, offset={self.offset}; neither may be negative")
        if self.sort not in SORTS:
            raise ValueError(f"sort={self.sort!r}; orders are {', '.join(SORTS)}")
        if unknown := [facet for facet in self.facets if facet not in FACETS]:
            raise ValueError(f"no facet {', '.join(sorted(unknown))}; facets are {', '.join(FACETS)}")


class ReadArticles(Protocol):
    """Reads articles by id."""

    def __call__(self, ids: Sequence[str], *, bodies: bool = True) -> list[Article]:
        """Return the articles, in the order of ``ids``.

        Without ``bodies`` they have neither subheads nor paragraphs, and these are not read.
        """


@dataclass(frozen=True, slots=True)
class Matches:
    """The answer: article ids and scores, best first, ``total`` before limit and offset, facet counts.

    ``total`` and facets are of the articles that match wholly; of those that match in part as well where
    ``is_loose``, as where the question ``asks``. ``only_inside_words`` are words of Latin letters that stand
    nowhere but inside others. ``totals`` counts both, ``tiers`` says of each hit how it matches.

    ``articles`` reads those of some ids from the commit that was searched, whatever became of them since.
    ``reprints`` are, for each hit, the ids of the other matching articles of its story, where asked for.
    ``runs`` are the runs of text that make an article match, as planned, by their texts.

    Counts are (value, articles): most first, except that years, months and pages stand in their own order,
    newest first and page 1 first. ``valueless`` counts the articles that have no value of a facet.
    """

    total: int
    totals: Totals
    is_loose: bool
    asks: bool
    only_inside_words: tuple[str, ...]
    hits: tuple[tuple[str, float], ...]
    tiers: tuple[Tier, ...]
    reprints: tuple[tuple[str, ...], ...]
    facets: dict[Facet, tuple[tuple[str, int], ...]]
    valueless: dict[Facet, int]
    articles: ReadArticles = field(compare=False, repr=False)
    runs: Mapping[str, RunPlan] = field(compare=False, repr=False)
    days: tuple[civil_date, civil_date] | None = None
    """The first and the last day of the articles that ``total`` counts, where they were asked for."""


@dataclass(frozen=True, slots=True)
class SimilarMatches:
    """The articles that share the most telling words of one: ids and scores, best first.

    A score is a share, 0 to 1, of what the article itself would have. ``terms`` are its most telling words,
    folded, the most telling first; ``shared`` are for each hit those that it holds. ``articles`` reads as in
    ``Matches``.
    """

    hits: tuple[tuple[str, float], ...]
    terms: tuple[str, ...]
    shared: tuple[tuple[str, ...], ...]
    articles: ReadArticles = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """One summand of a score: ``times * idf * weight`` of one term, which stands ``times`` in the query.

    What stands there in brackets behind other text counts a quarter of a time (run_plan.ASIDE_SHARE).

    ``kind`` is ``word``, ``bigram``, ``literal`` or ``prefix``; ``doc_freq`` of ``doc_count`` articles hold
    the term; ``length`` and ``mean_length`` count terms of that kind in the article and on average.
    """

    kind: str
    term: str
    term_freq: float
    doc_freq: int
    doc_count: int
    length: float
    mean_length: float
    idf: float
    weight: float
    times: float
    score: float


@dataclass(frozen=True, slots=True)
class Boost:
    """One more summand of a score: ``factor * ideal * share``.

    ``kind`` is ``typed``, ``near``, ``early`` or ``timely``; ``ideal`` is the score of an article that held
    all terms of the run or the question as often as counts, ``factor`` is the ranking's.
    """

    kind: str
    factor: float
    ideal: float
    share: float
    score: float


@dataclass(frozen=True, slots=True)
class LockWait:
    """How long a writer waits for another one; ``on_wait`` is called with a line when it begins to wait.

    ValueError for less than no time.
    """

    seconds: float = WAIT_S
    on_wait: Listener | None = None

    def __post_init__(self) -> None:
        if not self.seconds >= 0:
            raise ValueError(f"wait_s={self.seconds}; it is a number of seconds, at least 0")


class Backend(Protocol):
    """The verbs. For what can go wrong every method raises some ``ArchiveError``, and nothing else."""

    def write(
        self,
        issues: Sequence[Issue],
        *,
        drop: Collection[IssueKey] = (),
        expected_hashes: Mapping[IssueKey, str] | None = None,
        stamps_only: Sequence[Issue] = (),
    ) -> None:
        """Replace or add ``issues`` whole and remove ``drop``: all in one commit, or nothing changes.

        Of the issues in ``stamps_only``, whose articles are there as they are, the stamps alone are written.

        ``expected_hashes`` are the content hashes of the issues these were merged with, or which are to be
        dropped: BackendUnavailable where another has changed one of them since, so that nobody's pages are
        lost.
        """

    def check(self, issue: Issue, planned: Mapping[IssueKey, Collection[str]]) -> None:
        """IssueFormatError where ``write`` would refuse the issue, after issues with the ``planned`` ids."""

    def search(self, request: Request, ranking: Ranking) -> Matches:
        """Answer from the newest commit."""

    def explain(self, query: Query, article_id: str, ranking: Ranking) -> tuple[Part | Boost, ...]:
        """The summands of the score ``search`` gives this article; empty when it does not match, not in part.

        They are those of a search without filters, best first.
        """

    def similar(self, article_id: str, ranking: Ranking, *, limit: int, floor: float) -> SimilarMatches:
        """The articles most similar to one, best first: those that share its most telling words.

        None is below ``floor``, a share of the article's own score. ArticleNotFound where there is none.
        """

    def count_literals(self, texts: Sequence[str], deadline: Deadline = NEVER) -> list[int]:
        """Return how many articles hold each text literally, folded; 0 for fewer than two characters.

        It is made for some hundred spellings of which most stand nowhere.
        """

    def terms_spelt(
        self, field: SpeltField, places: Sequence[str], deadline: Deadline = NEVER
    ) -> list[tuple[str, int]]:
        """The words, or the names, whose characters are each among those of its place; both folded.

        Each with how many articles have it; most frequent first, then by code point.
        """

    def get(self, ids: Sequence[str]) -> list[Article]:
        """Return the articles, in the order of ``ids``; ArticleNotFound names those that are missing."""

    def issues_of(self, ids: Sequence[str]) -> dict[str, IssueKey]:
        """The issue of each article of ``ids`` that the archive holds."""

    def papers(self) -> Papers:
        """What the archive was told of its papers; PapersFormatError names the file and the fault."""

    def told_text(self, name: ToldText) -> str:
        """What users write in the file ``name``; empty where the archive has none.

        IssueFormatError where it is no text; where each line counts by itself (``LINE_TEXTS``), a bad byte
        becomes U+FFFD.
        """

    def change_told_text(self, name: ToldText, change: Callable[[str], str]) -> None:
        """Put what ``change`` makes of the text of ``name`` in its place, while no other writes.

        PapersFormatError, and all stays as it was, where ``papers.toml`` would tell of no papers. Words count
        for who opens the archive afterwards.
        """

    def articles(self, key: IssueKey, *, bodies: bool = True) -> list[Article]:
        """The articles of an issue by page, then id; none where there is no such issue.

        Without ``bodies`` they have neither subheads nor paragraphs, and these are not read.
        """

    def issues(self) -> list[IssueRecord]:
        """Every issue of the archive, by date and paper."""

    def shared_stories(self) -> list[SharedStories]:
        """Each pair of issues that print a story in common: ``Request.collapse`` says what one is."""

    def statistics(self) -> Statistics:
        """Count issues and articles, and the bytes on disk."""

    def refresh(self) -> bool:
        """Open the newest commit; say whether it is another than the last that was read."""

    def verify(
        self, *, deep: bool = False, progress: Progress | None = None, on_sample: Listener | None = None
    ) -> list[IndexCorrupt]:
        """Read everything there is, and say what is not as it was written; empty where all is.

        The articles of some issues, with ``deep`` of all, are analysed again and compared; ``on_sample`` is
        called with a line that names these issues.
        """

    def repair(self, *, dry_run: bool) -> Repaired:
        """Keep what can still be read, whole issues only, and drop the rest: in one commit."""

    def backup(self, target: Path) -> None:
        """Copy the newest commit to ``target``, a new or empty folder, while others may write."""

    def close(self) -> None:
        """Let go of the files. A later call raises ArchiveClosed; one that is running is finished."""
