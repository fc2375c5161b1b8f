"""The relevance of the first ten answers to judged queries.

    python benchmarks/relevance.py [SHARED_DIR]

Indexes the articles of each judged set of SHARED_DIR (``../shared`` beside the checkout by default) in a
temporary archive and scores the answers with SHARED_DIR/tools/score_relevance.py: nDCG@10, MRR@10,
Success@10. ``whole`` is the query as judged. ``short`` is its few rarest words, as people type; the
judgements are those of the whole query, so its figures compare only with one another. No times are
measured, and nothing is random.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import searcher  # noqa: E402
from searcher import Archive, Article, QuerySyntaxError  # noqa: E402

HITS = 40  # per query: the tool drops reprints before it scores the first ten
SHORT_WORDS = 3  # of a short query
# Label -> (documents, name of the queries and judgements in SHARED_DIR/relevance).
SETS = {
    "rmrb_2023_24": ("data/rmrb_2023_24.jsonl.gz", "rmrb_2023_24"),
    "drcd_trad": ("relevance/drcd_dev_test_trad_docs.jsonl", "drcd_dev_test_trad"),
    "xquad_zh": ("relevance/xquad_zh_docs.jsonl", "xquad_zh"),
}


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        for line in lines:
            yield json.loads(line)


def articles(path: Path) -> Iterator[Article]:
    """Yield the documents as articles; one without a date or page gets 2000-01-01 and page 1."""
    for row in read(path):
        texts = row["paragraphs"] if "paragraphs" in row else [row["body"]]
        yield Article(
            id=row["id"],
            paper=row.get("paper", "set"),
            date=date.fromisoformat(row.get("date", "2000-01-01")),
            page=row.get("page") or 1,
            headline=row["headline"],
            kicker=row.get("kicker"),
            paragraphs=tuple(texts),
        )


def rarest_words(archive: Archive, query: str) -> str:
    """The words of a query with the greatest idf, in the order of the query."""
    parts = {
        part.term: part.idf
        for hit in archive.search(query, limit=5).hits
        for part in archive.explain(query, hit.id).parts
        if part.kind == "word"
    }
    rarest = sorted(parts, key=lambda term: -parts[term])[:SHORT_WORDS]
    return " ".join(sorted(rarest, key=query.find)) or query


def answers(archive: Archive, query: str, *, short: bool) -> list[str]:
    """The ids found, best first; none where the query has a syntax error, which scores like no answer."""
    try:
        text = rarest_words(archive, query) if short else query
        return [hit.id for hit in archive.search(text, limit=HITS, facets=()).hits]
    except QuerySyntaxError:
        return []


def score(archive: Archive, shared: Path, name: str, docs: str, *, short: bool) -> dict[str, float]:
    """The figures of score_relevance.py for the archive's answers to the queries of the set ``name``."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as run:
        for row in read(shared / "relevance" / f"{name}_queries.jsonl"):
            for article_id in answers(archive, row["query"], short=short):
                run.write(f"{row['qid']}\t{article_id}\n")
        run.flush()
        tool, qrels = shared / "tools" / "score_relevance.py", shared / "relevance" / f"{name}_qrels.tsv"
        command = [sys.executable, str(tool), str(qrels), run.name, str(shared / docs)]
        result: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        return result


def main() -> None:
    """Measure, and print a line per set with whole and one with short queries."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"
    for label, (docs, name) in SETS.items():
        with tempfile.TemporaryDirectory() as folder, searcher.open(folder, create=True) as archive:
            added = archive.add_articles(articles(shared / docs))
            assert not added.refused, added.refused[0]
            for short in (False, True):
                figures = score(archive, shared, name, docs, short=short)
                print(f"{label:14}{'short' if short else 'whole':7}{json.dumps(figures)}", flush=True)


if __name__ == "__main__":
    main()
