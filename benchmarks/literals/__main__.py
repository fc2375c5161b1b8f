"""The laws of literals over strings drawn from real text.

    python -m benchmarks.literals [SHARED_DIR] [--archive ARCHIVE] [--strings N] [--show N] [--seed N]

Over the articles of ARCHIVE, by default a temporary one of SHARED_DIR/data (``../shared`` beside the checkout
by default), counts the answers that break one of these. What is right is found by brute force over the
folded texts (folded_articles.py).

literal first   500 strings of 3 to 12 characters with a mark or a digit, typed as they stand: the first
                answer holds the string.
marks           500 times two neighbouring texts and the mark between them: "a mark b" finds the articles
                of "a b", and "a mark" those of "a".
laws 1 and 2    N (default 2,000) strings of 1 to 12 characters, each altered as another might print it
                (altering.py): in quotes it finds exactly the articles that hold it, without quotes at
                least these. Every second string is asked as it was drawn.

An unquoted string that holds an operator or a field is another question by the language; these are asked
too, and counted apart. "Folded to something else" counts the altered strings that the archive's folding does
not make the same. ``--show`` prints some of the strings that fail. Nothing is timed; 2,000 strings take a
minute, 100,000 most of an hour.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

import searcher
from analyzers import fold
from benchmarks.literals.altering import alter
from benchmarks.literals.drawing import draw_pairs, draw_strings, is_marked
from benchmarks.literals.folded_articles import FoldedArticles
from index.article import Article
from index.query import And, Literal, Query, Words
from searcher import Archive, QuerySyntaxError
from searcher.language.parser import read

ROOT = Path(__file__).resolve().parents[2]
FIRST_STRINGS = PAIRS = 500
_MARKS_TO_ESCAPE = re.compile("[\"＂“”「」『』‘’'〝〞\\\\]")


class Tally:
    """Counts by name, with the strings that fail."""

    def __init__(self, show: int) -> None:
        self.counts: Counter[str] = Counter()
        self._show = show

    def add(self, name: str, *failed: object) -> None:
        """Count one, and print what failed as long as there are few of its name."""
        self.counts[name] += 1
        if failed and self.counts[name] <= self._show:
            print(f"    {name}:", *map(ascii_marked, failed))


def ascii_marked(value: object) -> str:
    """A string with its invisible characters as escapes."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(value))


def ids(archive: Archive, question: str) -> set[str] | None:
    """The ids of every article found; None where the question has a syntax error."""
    try:
        return set(archive.stream(question).ids)
    except QuerySyntaxError:
        return None


def quoted(text: str) -> str:
    """``text`` as a literal is typed, its own quotes and backslashes behind a backslash."""
    return '"' + _MARKS_TO_ESCAPE.sub(lambda found: f"\\{found[0]}", text) + '"'


def asks_as_text(question: str) -> bool:
    """Whether nothing in the question is read as an operator or a field."""
    try:
        tree = read(question)[0]
    except QuerySyntaxError:
        return True  # it is searched as it stands
    return all(isinstance(each, Words | Literal | And) for each in _nodes(tree))


def _nodes(tree: Query) -> Iterator[Query]:
    yield tree
    for child in getattr(tree, "children", ()):
        yield from _nodes(child)


def literal_first(archive: Archive, folded: FoldedArticles, strings: Iterator[str], tally: Tally) -> None:
    """Whether the first answer to a string holds it."""
    for text in islice(filter(is_marked, strings), FIRST_STRINGS):
        tally.add("asked")
        try:
            read(text)
        except QuerySyntaxError:
            tally.add("of these with a syntax error, which are searched as they stand")
        try:
            hits = archive.search(text, limit=10, facets=()).hits
        except QuerySyntaxError as error:
            tally.add("refused", text, error)
            continue
        holding = [folded.holds(hit.id, fold(text)) for hit in hits]
        if holding[:1] == [True]:
            tally.add("an article that holds it is first")
        elif any(holding):
            tally.add("one is among ten, not first", text)
        else:
            tally.add("none among ten" if asks_as_text(text) else "none among ten, an operator in it", text)


def marks(archive: Archive, pairs: list[tuple[str, str, str]], tally: Tally) -> None:
    """Whether a mark between two texts, or behind one, is as a space."""
    for before, mark, behind in pairs:
        for name, marked, spaced in (
            ("between", before + mark + behind, f"{before} {behind}"),
            ("at the end", before + mark, before),
        ):
            same = ids(archive, marked) == ids(archive, spaced)
            tally.add(f"{name}, {'the same' if same else 'other'} articles", *([] if same else [marked]))


def laws(archive: Archive, folded: FoldedArticles, text: str, asked: str, tally: Tally) -> None:
    """Whether ``asked``, another print of ``text``, finds the articles that hold ``text``."""
    tally.add("strings")
    if fold(asked) != fold(text):
        tally.add("altered, and folded to something else", text, asked)
    holders = folded.holders(fold(text))
    exact, loose = ids(archive, quoted(asked)), ids(archive, asked)
    if exact is None:
        tally.add("law 1, refused", asked)
    else:
        if holders - exact:
            tally.add("law 1, missed", text, asked)
        if exact - holders:
            tally.add("law 1, false", text, asked)
    if loose is None:
        tally.add("law 2, refused", asked)
    elif holders - loose:
        tally.add("law 2, missed" if asks_as_text(asked) else "law 2, an operator in it", text, asked)


def report(title: str, tally: Tally) -> None:
    """Print the counts of a check."""
    print(title)
    for name, count in tally.counts.items():
        print(f"  {count:7,} {name}", flush=True)


def main() -> None:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--strings", type=int, default=2000, metavar="N")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="failing strings of each kind")
    parser.add_argument("--seed", type=int, default=14, metavar="N")
    given = parser.parse_args()
    with ExitStack() as stack:
        if given.archive:
            archive = stack.enter_context(searcher.open(given.archive))
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            archive = stack.enter_context(searcher.open(folder, create=True))
            added = archive.add(given.shared / "data")
            assert not added.refused, added.refused[0]
        articles: list[Article] = sorted(archive.stream("date:0001.."), key=lambda article: article.id)
        folded = FoldedArticles(articles)

        tally = Tally(given.show)
        literal_first(archive, folded, draw_strings(random.Random(given.seed), articles, 3), tally)
        report("literal first", tally)

        tally = Tally(given.show)
        marks(archive, draw_pairs(random.Random(given.seed), articles, PAIRS), tally)
        report("marks as spaces", tally)

        tally, rng = Tally(given.show), random.Random(given.seed)
        strings = islice(draw_strings(random.Random(given.seed + 1), articles, 1), given.strings)
        for number, text in enumerate(strings):
            laws(archive, folded, text, text if number % 2 else alter(rng, text), tally)
        report("laws 1 and 2", tally)


if __name__ == "__main__":
    main()
