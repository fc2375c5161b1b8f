"""The relevance of the first ten answers to judged questions, whole and short.

    python -m benchmarks.relevance [SHARED_DIR] [--sets NAMES] [--save FILE] [--against FILE]

Indexes the articles of each judged set (judged_sets.py) of SHARED_DIR (``../shared`` beside the checkout by
default) in a temporary archive and asks its questions: whole, and as their few rarest words, as people type
(short_questions.py). The judgements are those of the whole question, so figures of short ones compare only
with one another. A question with a syntax error has no answers.

Prints the mean of each set's measure and, in brackets, its 90 % interval by bootstrap over the questions. To
judge a change: ``--save`` before it, ``--against`` the same file after it, which prints the mean difference
of each question's score and the interval of that. No times are measured; samples have fixed seeds.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import searcher
from benchmarks.relevance.judged_sets import SETS, JudgedSet
from benchmarks.relevance.measures import FIRST, MEASURES, interval
from benchmarks.relevance.short_questions import ShortQuestions
from searcher import Archive, QuerySyntaxError

ROOT = Path(__file__).resolve().parents[2]
HITS = 40  # asked for where a set has reprints, which are dropped before the first ten are scored
WHOLE = "whole"
Scores = dict[str, float]
"""Question id -> score."""


def open_temporary(judged: JudgedSet, folder: str) -> Archive:
    """A new archive of the set's articles in ``folder``."""
    archive = searcher.open(folder, create=True)
    added = archive.add_articles(judged.articles)
    assert not added.refused, added.refused[0]
    return archive


def forms(judged: JudgedSet) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield how the questions are put, and each question so, by its id."""
    yield WHOLE, dict(judged.questions)
    short = ShortQuestions(judged.articles, list(judged.questions.values()))
    for length in judged.lengths:
        yield (
            f"{length} words",
            {key: short.shorten(text, length) for key, text in judged.questions.items()},
        )


def answers(archive: Archive, question: str, reprints: frozenset[str]) -> list[str]:
    """The ids found in the order listed, without reprints; none where the question has a syntax error."""
    try:
        hits = archive.search(question, limit=HITS if reprints else FIRST, facets=()).hits
    except QuerySyntaxError:
        return []
    return [hit.id for hit in hits if hit.id not in reprints]


def score(archive: Archive, judged: JudgedSet, questions: Mapping[str, str]) -> dict[str, Scores]:
    """The score of each question by the name of the judgements."""
    measure = MEASURES[judged.measure]
    found = {key: answers(archive, text, judged.reprints) for key, text in questions.items()}
    scores: dict[str, Scores] = {}
    for name, judgements in judged.judgements.items():
        scores[name] = {}
        for key, grades in judgements.items():
            # Where only reprints were judged right, they stand for the article.
            fresh = {each: grade for each, grade in grades.items() if each not in judged.reprints}
            scores[name][key] = measure(found[key], fresh or grades)
    return scores


def run(shared: Path, name: str) -> Iterator[tuple[str, Scores]]:
    """Yield each figure's label (set, form, judgements, measure) and its scores."""
    judged = SETS[name](shared)
    with tempfile.TemporaryDirectory() as folder, open_temporary(judged, folder) as archive:
        for form, questions in forms(judged):
            for judgements, scores in score(archive, judged, questions).items():
                yield f"{name:12} {form:8} {judgements:7} {judged.measure:8}", scores


def line(label: str, scores: Scores, before: Scores | None = None) -> str:
    """The mean with its interval; with ``before`` the mean difference of the same questions, and its own."""
    low, high = interval(list(scores.values()))
    mean = sum(scores.values()) / len(scores)
    text = f"{label} {len(scores):5,} questions  {mean:.4f} ({low:.4f} to {high:.4f})"
    if before is None:
        return text
    if before.keys() != scores.keys():
        return f"{text}  not compared: other questions were saved"
    changes = [scores[key] - before[key] for key in scores]
    low, high = interval(changes)
    better, worse = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    mean = sum(changes) / len(changes)
    return f"{text}  {mean:+.4f} ({low:+.4f} to {high:+.4f}), {better:,} better, {worse:,} worse"


def main() -> None:
    """Measure, print a line per figure, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--sets", default=",".join(SETS), help="commas between; default: %(default)s")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write each question's score as JSON")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with scores that were saved")
    given = parser.parse_args()
    if unknown := set(given.sets.split(",")) - SETS.keys():
        parser.error(f"--sets: no set {', '.join(sorted(unknown))}; sets are {', '.join(SETS)}")
    before: dict[str, Scores] = json.loads(given.against.read_text("utf-8")) if given.against else {}
    saved: dict[str, Scores] = {}
    for name in given.sets.split(","):
        for label, scores in run(given.shared, name):
            key = " ".join(label.split())
            saved[key] = scores
            print(line(label, scores, before.get(key)), flush=True)
            if given.save:  # after each figure, so that what is interrupted has saved something
                given.save.write_text(json.dumps(saved, indent=0), encoding="utf-8")


if __name__ == "__main__":
    main()
