"""How long saved searches take: over a day's issue that was just added, and over the whole archive.

    python benchmarks/saved_searches.py ARCHIVE

ARCHIVE holds the articles of ``../shared/data`` beside the checkout, added by `searcher add`; a copy of it is
written to, in a temporary folder, as are the person's files. 100 searches are drawn from the archive with a
fixed seed: 40 of two words of a headline, 15 of three, 15 names of reporters, 10 literals, 10 that leave a
word out, 5 of two alternatives and a section, 5 that ask two other saved searches.

An issue of 40 articles drawn from the archive is added under a later day, and what is asked is what `add`
asks: which of the searches find what was written. Printed is the processor time of this alone, the first time
in the process that added, and the second; of reading the file, without asking; and of `searcher saved`, which
asks for all articles and what is new. What is found over the issue is compared with what each search finds in
the whole archive on that day.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as civil_date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import searcher
from analyzers import Analyzer
from searcher import Archive, Article
from searcher.saved.saved_text import with_search

DAY = civil_date(2030, 1, 2)
ISSUE_ARTICLES = 40


def main() -> None:
    """Measure, and print what was found."""
    with TemporaryDirectory() as name:
        for variable in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
            os.environ[variable] = name
        path = Path(name) / "archive"
        shutil.copytree(sys.argv[1], path)
        with searcher.open(path) as archive:
            write_searches(archive, Path(name) / "searcher" / "saved.toml")
            measure(archive, add_issue(archive))


def measure(archive: Archive, ids: list[str]) -> None:
    """Time what is asked behind an addition, by the process that added."""
    begun = time.process_time()
    count = len(archive.saved())
    print(f"{count} searches read in {(time.process_time() - begun) * 1000:.0f} ms")
    for time_ in ("first", "second"):
        begun = time.process_time()
        hits = archive.saved_hits(among=ids)
        print(
            f"over an issue of {len(ids)}: {time.process_time() - begun:.3f} s, {time_} time; "
            f"{sum(bool(each.new) for each in hits)} searches find {sum(len(each.new) for each in hits)}"
        )
    begun = time.process_time()
    everywhere = archive.saved_hits()
    print(
        f"over the whole archive, with what is new: {time.process_time() - begun:.3f} s; "
        f"{sum(each.articles for each in everywhere):,} found"
    )
    wrong = 0
    for each in hits:
        found = archive.search(f"@{each.name}", since=DAY, until=DAY, limit=None, facets=())
        wrong += {hit.id for hit in found if hit.tier != "partial"} != set(each.new)
        assert not each.error, each.error
    print(f"{wrong} searches found otherwise than by `find @name --since {DAY}`")


def add_issue(archive: Archive) -> list[str]:
    """Add an issue of articles drawn from the archive; return the ids of what was written."""
    drawn = random.Random(17).sample(list(archive.stream("date:2023..2024").ids), ISSUE_ARTICLES)
    articles = [
        replace(article, id=f"new-{at}", date=DAY, page=1 + at // 8)
        for at, article in enumerate(archive.get_many(drawn))
    ]
    return archive.add_articles(articles).written


def write_searches(archive: Archive, file: Path) -> None:
    """Write the file of 100 searches, as by hand."""
    text = ""
    for at, (query, filters) in enumerate(searches(list(archive.stream("date:1900..").heads())), 1):
        text = with_search(text, f"检索{at}", query, filters, str(file))
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")


def searches(articles: list[Article]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield 100 questions with their filters."""
    random_ = random.Random(18)
    analyzer = Analyzer()

    def words(count: int) -> list[str]:
        while True:
            cut = analyzer.query_terms(random_.choice(articles).headline or "")
            found = list(dict.fromkeys(each for each in cut if len(each) > 1 and each.isalpha()))
            if len(found) >= count:
                return random_.sample(found, count)

    reporters = [name for article in articles for name in article.reporters]
    sections = sorted({article.section for article in articles if article.section})
    yield from ((" ".join(words(2)), {}) for _ in range(40))
    yield from ((" ".join(words(3)), {}) for _ in range(15))
    yield from ((f"记者：{random_.choice(reporters)}", {}) for _ in range(15))
    yield from ((f"“{words(1)[0]}”", {}) for _ in range(10))
    yield from (("{} -{}".format(*words(2)), {}) for _ in range(10))
    yield from (
        (" OR ".join(words(2)), {"section": [random_.choice(sections)], "since": "2023"}) for _ in range(5)
    )
    yield from ((f"@检索{at} OR @检索{at + 40}", {}) for at in range(1, 6))


if __name__ == "__main__":
    main()
