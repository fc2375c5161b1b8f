"""Quotations: does the archive print a text exactly so, and if not, what does it print?

A text that stands nowhere as it is, is sought by pieces of it, which are literals themselves: an edit leaves
all pieces but a few whole. The passages nearest to it, by the edit distance of their skeletons (what is left
without marks), are compared with it character by character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal as OneOf
from typing import TypeAlias

from analyzers import fold
from index.article import SCOPES, Article, Scope
from index.backend import Backend, Matches, Ranking, Request
from index.deadline import Deadline
from index.errors import QueryTooLarge
from index.messages import tr
from index.query import MAX_CHARS, Literal, Or, check_trees
from searcher.answers.alignment import nearest
from searcher.answers.comparison import Compared, Difference, Passage, Sought, Unit, compare, units_of
from searcher.answers.skeleton import Folded, folded, skeleton

Verdict: TypeAlias = OneOf["exact", "marks", "differs", "absent"]
"""``exact``: printed as it is, but for white space; ``marks``: nothing but marks, script (traditional or
simplified), width or case differ; ``differs``: the nearest passage has other characters; ``absent``: no
passage is near."""

MOST_PIECES = 32
SHORT_CHARS = 24
MOST_CANDIDATES, MOST_OF_SHORT = 60, 500  # articles that are read, those with most and rarest pieces
MOST_COMPARED = 40  # units of these, those that hold most pieces close together
MOST_VARIANTS = 30  # articles that print it in other marks or script, of which the nearest is shown
LEAST_CHARS = 4  # without marks: of fewer, everything is near
NEAR_SHARE = 0.4  # of its characters may be others
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ('"', '"'), ("＂", "＂"), ("‘", "’"))


@dataclass(frozen=True, slots=True)
class Quotation:
    """What the archive prints of a ``text``, which is without white space and quotes around it.

    ``articles`` is how many hold it, marks of one class and script aside: those that ``find`` finds for it in
    quotes. ``passage`` is where it stands first, by date, among those most like it; None where nothing is
    near. ``differences`` are in order, none where the verdict is ``exact``. ``line`` is that of the draft it
    was taken from, counted from 1; None for a text by itself.
    """

    text: str
    verdict: Verdict
    articles: int
    passage: Passage | None = None
    differences: tuple[Difference, ...] = ()
    line: int | None = None

    @property
    def is_exact(self) -> bool:
        """Whether it is printed exactly so."""
        return self.verdict == "exact"

    def to_dict(self) -> dict[str, object]:
        """The answer as JSON's types."""
        return {
            "text": self.text,
            "line": self.line,
            "verdict": self.verdict,
            "articles": self.articles,
            "passage": self.passage
            and {
                "id": self.passage.article.id,
                "date": self.passage.article.date.isoformat(),
                "paper": self.passage.article.paper,
                "page": self.passage.article.page,
                "headline": self.passage.article.headline,
                "field": self.passage.scope,
                "text": self.passage.text,
            },
            "differences": [
                {
                    "kind": each.kind,
                    "start": each.start,
                    "end": each.end,
                    "text": self.text[each.start : each.end],
                    "passage_start": each.passage_start,
                    "passage_end": each.passage_end,
                    "printed": self.passage.text[each.passage_start : each.passage_end],
                }
                for each in self.differences
                if self.passage
            ],
        }


def quote(
    backend: Backend, ranking: Ranking, text: str, deadline: Deadline, line: int | None = None
) -> Quotation:
    """Say whether the archive prints ``text``, and what is nearest where it does not.

    ValueError for a text of white space; QuerySyntaxError for one that is none, QueryTooLarge for a long one.
    """
    text = text.strip()
    literal = Literal(text)
    if len(text) > MAX_CHARS:
        raise QueryTooLarge(
            tr("the quotation is over {max_chars:,} characters long; ask for less", max_chars=MAX_CHARS)
        )
    check_trees(literal)
    sought = Sought.of(text)
    if not sought.folded.text:
        raise ValueError("the quotation has no characters; give its text")
    request = Request(literal, limit=None, sort="oldest", deadline=deadline)
    matches = backend.search(request, ranking)
    if matches.total:
        return _found(sought, matches, deadline, line)
    compared = min(_near(backend, ranking, sought, deadline), key=Compared.rank, default=None)
    if compared is None:
        return Quotation(text, "absent", 0, line=line)
    differs = any(each.kind == "characters" for each in compared.differences)
    passage, differences = compared
    return Quotation(text, "differs" if differs else "marks", 0, passage, differences, line)


def _found(sought: Sought, matches: Matches, deadline: Deadline, line: int | None) -> Quotation:
    """The answer where articles hold it literally: the oldest that prints it so, else the nearest variant."""
    variants: list[Compared] = []
    for article_id, _ in matches.hits:
        deadline.check()
        (article,) = matches.articles([article_id])
        for unit in units_of(article):
            start, end = _exactly(sought.bare, unit)
            if end:
                passage = Passage(article, unit.scope, unit.printed[start:end])
                return Quotation(sought.text, "exact", matches.total, passage, line=line)
            at = unit.folded.text.find(sought.folded.text)
            if at >= 0 and len(variants) < MOST_VARIANTS:
                variants.append(compare(sought, unit, at, at + len(sought.folded.text)))
    passage, differences = min(variants, key=Compared.rank)
    return Quotation(sought.text, "marks", matches.total, passage, differences, line)


def _exactly(bare: str, unit: Unit) -> tuple[int, int]:
    """Where the text without blanks stands in a unit as it is; (0, 0) where it does not."""
    places = tuple(dict.fromkeys(unit.folded.origins))
    at = "".join([unit.printed[place] for place in places]).find(bare)
    return (places[at], places[at + len(bare) - 1] + 1) if at >= 0 else (0, 0)


def _near(backend: Backend, ranking: Ranking, sought: Sought, deadline: Deadline) -> Iterator[Compared]:
    """Yield passages that are near, one for each unit of a candidate."""
    wanted = sought.skeleton.text
    pieces = _pieces(sought)
    if not pieces or len(wanted) < LEAST_CHARS:
        return
    query = Or(tuple(Literal(piece) for piece in pieces))
    most = MOST_OF_SHORT if len(sought.folded.text) <= SHORT_CHARS else MOST_CANDIDATES
    matches = backend.search(Request(query, limit=most, deadline=deadline), ranking)
    held: list[tuple[int, Article, Scope, str]] = []
    for article_id, _ in matches.hits:
        deadline.check()
        (article,) = matches.articles([article_id])
        for scope in SCOPES:
            for printed in article.units(scope):
                count = _held_together(pieces, fold(printed), 2 * len(sought.folded.text))
                held.append((count, article, scope, printed))
    held.sort(key=itemgetter(0), reverse=True)
    least = max(1, int(len(wanted) * NEAR_SHARE))
    for count, article, scope, printed in held[:MOST_COMPARED]:
        deadline.check()
        if not count:
            break
        unit = Unit(article, scope, printed, folded(printed))
        bones = skeleton(unit.folded)
        found = nearest(wanted, bones.text)
        if found.distance <= least and found.end > found.start:
            least = found.distance  # what is further is not the nearest
            start, end = bones.places[found.start], bones.places[found.end - 1] + 1
            start, end = _with_marks(sought, unit.folded, start, end)
            yield compare(sought, unit, start, end, found.distance)


def _held_together(pieces: Sequence[str], text: str, width: int) -> int:
    """The most of ``pieces`` that begin within ``width`` characters of a folded text."""
    places: list[tuple[int, int]] = []
    for number, piece in enumerate(pieces):
        at = text.find(piece)
        while at >= 0:
            places.append((at, number))
            at = text.find(piece, at + 1)
    places.sort()
    counts = [0] * len(pieces)
    most = distinct = first = 0
    for at, number in places:
        distinct += not counts[number]
        counts[number] += 1
        while places[first][0] < at - width:
            counts[places[first][1]] -= 1
            distinct -= not counts[places[first][1]]
            first += 1
        most = max(most, distinct)
    return most


def _pieces(sought: Sought) -> list[str]:
    """Parts of the folded text, no more than ``MOST_PIECES``, evenly over it: none goes across a mark."""
    text, marks = sought.folded.text, sought.folded.marks
    size = _piece_size(len(sought.skeleton.text))
    pieces: list[str] = []
    run = ""
    for char, is_mark in [*zip(text, marks, strict=True), ("", True)]:
        if not is_mark:
            run += char
            continue
        last = max(0, len(run) - size)
        starts = dict.fromkeys((*range(0, last, max(1, size // 2)), last))
        pieces += [run[start : start + size] for start in starts if len(run) > 1]
        run = ""
    if not pieces:  # every character stands between marks
        pieces = [text[at : at + 3] for at in range(max(1, len(text) - 2))]
    pieces = list(dict.fromkeys(pieces))
    step = max(1.0, len(pieces) / MOST_PIECES)
    chosen = [pieces[int(at * step)] for at in range(min(len(pieces), MOST_PIECES))]
    if len(text) <= SHORT_CHARS:  # its pieces are frequent; one edit leaves a half whole, and mostly more
        third, half = len(text) // 3, len(text) // 2
        chosen += [text[:half], text[half:], text[: 2 * third], text[third:]]
    return chosen


def _piece_size(chars: int) -> int:
    return 2 if chars < 9 else 3 if chars < 16 else 4 if chars < 40 else 6


def _with_marks(sought: Sought, unit: Folded, start: int, end: int) -> tuple[int, int]:
    """Take along what stands at either end of the passage for the marks that the quotation has there.

    That is a mark, or the same character: the point of 8976. may be cut from a number that goes on.
    """
    text, marks = sought.folded.text, sought.folded.marks
    first = marks.find(0)
    last = marks.rfind(0)
    for char in reversed(text[:first]):
        if start and (unit.marks[start - 1] or unit.text[start - 1] == char):
            start -= 1
    for char in text[last + 1 :]:
        if end < len(unit.text) and (unit.marks[end] or unit.text[end] == char):
            end += 1
    return start, end


def without_quotes(text: str) -> str:
    """``text`` without a pair of quotes around all of it."""
    inner = text.strip()
    for opening, closing in _PAIRS:
        if len(inner) > 2 and inner[0] == opening and inner[-1] == closing:
            middle = inner[1:-1]
            if opening not in middle and closing not in middle:
                return middle
    return inner
