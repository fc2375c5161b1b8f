"""The accuracy and the speed of reading the web edition of a paper.

    python -m benchmarks.digital_papers [ISSUES]

Writes ISSUES (30 by default) of eight pages with eight articles each to a temporary folder, in four public
forms by turns, of invented text (tests/index/intake/formats/digital_papers.py), finds the sources and reads
them three times. "exact" counts the articles of which every field is the one that was written. MB/s are of
the files as they lie, per second of CPU time and of the clock, the best of the three, with the files in the
page cache. Nothing is random.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from index.intake.formats.base import FileContents, PrintedArticle
from index.intake.sources import Diagnostics, find_sources
from index.page_label import page_label
from tests.index.intake.formats.digital_papers import PAPER, write_issues
from tests.index.intake.formats.made_issues import MadeArticle, MadePage


def is_exact(article: PrintedArticle, made: MadeArticle, page: MadePage, order: int) -> bool:
    """Whether every field is the one that was written."""
    place = article.placement
    return (
        (place.page, place.page_name, place.order) == (page_label(page.label), page.name, order)
        and (article.headline, article.kicker) == ("".join(made.headline), made.kicker)
        and (article.subheads, article.byline) == (made.subheads, made.byline)
        and (tuple(article.paragraphs), article.captions) == (made.paragraphs, made.captions)
        and article.section is None
    )


def main(issues: int) -> None:
    """Write, read and report."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name, PAPER)
        pages: dict[Path, MadePage] = {}
        for _, written in write_issues(root, issues):
            pages |= written
        files = [file for file in root.rglob("*") if file.is_file()]
        size_mb = sum(file.stat().st_size for file in files) / 1e6
        best = {"CPU": float("inf"), "clock": float("inf")}
        contents: dict[Path, FileContents] = {}
        for _ in range(3):
            cpu, clock = time.process_time(), time.perf_counter()
            contents = {source.path: source.read_contents() for source in find_sources([root], Diagnostics())}
            best["CPU"] = min(best["CPU"], time.process_time() - cpu)
            best["clock"] = min(best["clock"], time.perf_counter() - clock)
    exact = sum(
        is_exact(article, made, page, order)
        for path, page in pages.items()
        for order, (article, made) in enumerate(zip(contents[path].articles, page.articles, strict=True), 1)
    )
    whole = sum(len(page.articles) for page in pages.values())
    print(f"{issues} issues, {len(files):,} files, {size_mb:.1f} MB: {exact:,} of {whole:,} articles exact")
    for clock_name, seconds in best.items():
        print(f"{clock_name}: {seconds:.2f} s, {size_mb / seconds:.1f} MB/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
