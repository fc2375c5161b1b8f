"""What is answered beside the list of hits: how often it is right, and how long it takes.

    python benchmarks/answers.py ARCHIVE

ARCHIVE holds the articles of ``../shared/data`` beside the checkout, added by `searcher add`. Measures, with
fixed seeds:

- quotations of 8 to 150 characters: 200 as printed, 200 with one Han character replaced (where the archive
  holds the new text nowhere), 100 with one to three marks replaced or left out, a third of these with four
  characters in traditional script. Right is a verdict that is true with the difference exact: the replaced
  character alone (where two passages are as near, either), or what makes the passage of the quotation;
- similar articles of 100 articles drawn from those whose headline has a label with ①②③ that others have,
  or that the data mark as reprints (`dup_of`), and of 100 of either kind: right is one of the kin among the
  first three;
- a batch of 1,000 names of people, as questions with snippets, literally and by byline;
- a timeline of one question, and of six.

Prints what went wrong, shares, and the processor time in milliseconds, median and 95th percentile: each
answer once, the caches of the process cold at the first one. Nothing here is part of the tests.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import searcher
from searcher import Archive, Article, BatchRow, Quotation
from searcher.answers.skeleton import without_blanks

T = TypeVar("T")
LENGTHS = (8, 12, 16, 20, 30, 45, 80, 150)
HAN = "的一国在人了有中是年和大业不为发会工经上地市要个产这出行作生家以成到日民来我部对进多全建他公开们"
MARKS = "，。、；：？！“”《》"
OTHER_MARKS = ("", "，", "。", "；", ",", " ", "！")
TRADITIONAL = {"国": "國", "发": "發", "经": "經", "会": "會"}
WORDS = ("空气质量", "大运河", "黄河", "脱贫攻坚", "太原", "乡村振兴")
LABEL = re.compile(r"[（(〔]([^（(〔）)]{3,})[①-⑳][)）〕]$")


def main() -> None:
    """Measure, and print what was found."""
    with searcher.open(sys.argv[1]) as archive:
        articles = list(archive.stream("date:1900.."))
        print(f"{len(articles):,} articles")
        measure_quotations(archive, articles)
        measure_similar(archive, articles)
        measure_batches(archive, articles)
        for count in (1, 6):
            ask = partial(archive.timeline, *WORDS[:count])
            times = [timed(ask)[1] for _ in range(21)]
            print(f"timeline of {count}: {spent(times)}")


def measure_quotations(archive: Archive, articles: Sequence[Article]) -> None:
    """Quotations as they are printed, with a character changed, and with marks changed."""
    texts = printed_texts(articles, random.Random(17))
    judge("as printed", archive, (next(texts) for _ in range(200)), lambda _, found: found.is_exact)
    random_ = random.Random(18)
    judge(
        "one character changed",
        archive,
        take(changed(archive, texts, random_), 200),
        partial(shows_one_character, archive),
    )
    judge("marks changed", archive, take(remarked(archive, texts, random_), 100), shows_marks)


def judge(
    name: str,
    archive: Archive,
    texts: Iterator[tuple[str, str]] | Iterator[str],
    is_right: Callable[[tuple[str, str], Quotation], bool],
) -> None:
    """Ask for each text, or the first of two, and print how many answers are right."""
    right, times = 0, []
    for each in texts:
        pair = (each, each) if isinstance(each, str) else each
        found, time_ms = timed(partial(archive.quote, pair[0]))
        times.append(time_ms)
        if is_right(pair, found):
            right += 1
        else:
            print(
                f"  wrong: {pair[0]} / {pair[1]} / {found.verdict} / {found.passage and found.passage.text}"
            )
    print(f"quotations {name}: {right} of {len(times)} right, {spent(times)}")


def printed_texts(articles: Sequence[Article], random_: random.Random) -> Iterator[str]:
    """Yield parts of paragraphs, each of at least six letters."""
    long = [article for article in articles if sum(map(len, article.paragraphs)) > 200]
    while True:
        paragraph = random_.choice(random_.choice(long).paragraphs)
        length = random_.choice(LENGTHS)
        if len(paragraph) < length + 2:
            continue
        start = random_.randrange(len(paragraph) - length)
        text = paragraph[start : start + length].strip()
        if len(text) >= min(LENGTHS) and sum(map(str.isalnum, text)) >= 6:
            yield text


def changed(archive: Archive, texts: Iterator[str], random_: random.Random) -> Iterator[tuple[str, str]]:
    """Yield texts with one Han character replaced, that stand nowhere, and the texts as printed."""
    for text in texts:
        places = [at for at, char in enumerate(text) if "一" <= char <= "龥"]
        if not places:
            continue
        at = random_.choice(places)
        other = text[:at] + random_.choice(HAN) + text[at + 1 :]
        if other != text and not archive.search(searcher.Literal(other), limit=0, facets=()).total:
            yield other, text


def remarked(archive: Archive, texts: Iterator[str], random_: random.Random) -> Iterator[tuple[str, str]]:
    """Yield texts with up to three marks replaced, that stand nowhere exactly so, and those as printed."""
    for text in texts:
        places = [at for at, char in enumerate(text) if char in MARKS]
        if not places:
            continue
        chars = list(text)
        for at in random_.sample(places, min(len(places), random_.choice((1, 2, 3)))):
            chars[at] = random_.choice(OTHER_MARKS)
        if random_.random() < 1 / 3:
            chars = [TRADITIONAL.get(char, char) for char in chars]
        other = "".join(chars).strip()
        if without_blanks(other) != without_blanks(text) and not archive.quote(other).is_exact:
            yield other, text


def shows_one_character(archive: Archive, pair: tuple[str, str], found: Quotation) -> bool:
    """Whether the only difference is the character that was replaced.

    Another passage that is printed may be just as near, with a third character in its place.
    """
    quoted, printed = pair
    at = next(at for at, (a, b) in enumerate(zip(quoted, printed, strict=True)) if a != b)
    if found.verdict != "differs" or found.passage is None or len(found.differences) != 1:
        return False
    (each,) = found.differences
    there = found.passage.text[each.passage_start : each.passage_end]
    if (each.start, each.end) != (at, at + 1):
        return False
    other = searcher.Literal(quoted[:at] + there + quoted[at + 1 :])
    return there == printed[at] or (len(there) == 1 and archive.search(other, limit=0, facets=()).total > 0)


def shows_marks(_: tuple[str, str], found: Quotation) -> bool:
    """Whether no character differs, and the differences make the passage of the quotation."""
    if found.verdict != "marks" or found.passage is None:
        return False
    made, at = "", 0
    for each in found.differences:
        made += found.text[at : each.start] + found.passage.text[each.passage_start : each.passage_end]
        at = each.end
    return without_blanks(made + found.text[at:]) == without_blanks(found.passage.text)


def measure_similar(archive: Archive, articles: Sequence[Article]) -> None:
    """Whether one of an article's kin is among the first three."""
    families: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        if found := LABEL.search(article.headline or ""):
            families[f"label {found[1].strip()}"].add(article.id)
        if original := article.extra.get("dup_of"):
            families[f"reprint {original}"] |= {article.id, str(original)}
    known = {article.id for article in articles}
    kin: dict[str, dict[str, set[str]]] = {"label": defaultdict(set), "reprint": defaultdict(set)}
    for name, family in families.items():
        for each in family & known:
            kin[name.partition(" ")[0]][each] |= (family & known) - {each}
    kin["either"] = {**kin["label"], **kin["reprint"]}
    for name, of_kind in kin.items():
        pool = sorted(each for each, others in of_kind.items() if others)
        chosen = random.Random(5).sample(pool, min(100, len(pool)))
        right, times = 0, []
        for each in chosen:
            found_, time_ms = timed(partial(archive.similar, each, limit=3))
            times.append(time_ms)
            right += any(hit.article.id in of_kind[each] for hit in found_.hits)
        print(f"similar, kin by {name}: {right} of {len(chosen)}, {spent(times)}")


def measure_batches(archive: Archive, articles: Sequence[Article]) -> None:
    """The time of 1,000 names."""
    names = sorted({name for article in articles for name in article.names})
    chosen = random.Random(2).sample(names, 1000)
    ways: dict[str, Callable[[], Iterator[BatchRow]]] = {
        "questions": partial(archive.batch, chosen),
        "literal": partial(archive.batch, chosen, literal=True),
        "people": partial(archive.batch, chosen, people=True),
    }
    for name, ask in ways.items():
        rows, time_ms = timed(lambda ask=ask: list(ask()))  # type: ignore[misc]
        found = sum(row.articles > 0 for row in rows)
        print(f"batch of 1,000 names, {name}: {found} found, {time_ms / 1000:.2f} s")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """Return what a call returns, and its processor time in milliseconds."""
    start = time.process_time()
    found = call()
    return found, 1000 * (time.process_time() - start)


def take(values: Iterator[T], count: int) -> Iterator[T]:
    """Yield the first ``count`` of ``values``."""
    return (next(values) for _ in range(count))


def spent(times_ms: Sequence[float]) -> str:
    """The median and the 95th percentile."""
    ordered = sorted(times_ms)
    return f"{ordered[len(ordered) // 2]:.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f}"


if __name__ == "__main__":
    main()
