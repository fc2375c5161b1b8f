"""How often a question with one wrong character is understood, how fast, and how often one is misunderstood.

    python -m benchmarks.suggestions [--archive DIR] [--lookalikes LIST]

The archive is by default one made of the articles of ``../shared`` beside the checkout (minutes). Drawn from
it with a fixed seed, 200 each: words of 2 to 6 characters that at least five articles have, each as likely as
any other, and the same as they stand in texts, so that frequent ones are drawn more often; phrases of 4 to 8
that at least two articles hold; names of reporters, asked for without a field and with it. In each one
character at random becomes another, by turns one that is read the same (tones apart) and one that looks
alike, as the tables of ``analyzers`` have it, such that what comes of it finds nothing, neither literally nor
by its words. LIST is a file of look-alikes by other hands instead, so that the table is not measured by
itself: see ``analyzers/tables/make_sounds_and_shapes.py``.
Printed is the share of which the first suggestion, and one of three, is what was drawn, and the processor
time of ``Archive.suggest`` (median and 95th percentile). False suggestions are those for invented names, 200
each of two and three characters, drawn from the first and the further characters of reporters' names, which
stand nowhere. Last, words written in pinyin and in initials: found where the word is one of three.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

import searcher
from analyzers.confusions import all_chars, alternatives, lookalikes, readings
from searcher import Archive, Field, Literal, Query, Words

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
SEED, DRAWN, MOST = 17, 200, 3
LEAST_ARTICLES = {"words": 5, "phrases": 2}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--lookalikes", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.archive or Path(folder) / "archive"
        with searcher.open(path, create=given.archive is None) as archive:
            if given.archive is None:
                archive.add(SHARED)
            _measure(archive, lookalikes() if given.lookalikes is None else _listed(given.lookalikes))


def _measure(archive: Archive, shapes: Mapping[str, str]) -> None:
    chance = random.Random(SEED)
    names = {
        each.value: each.count
        for each in archive.search(limit=0, facets="reporter", since="1900").facets["reporter"]
    }
    texts = _texts(archive, chance)
    words = _words(archive)
    print(f"{'':24}{'first':>7}{'in three':>10}{'median':>10}{'p95':>10}")
    drawn: dict[str, tuple[Iterator[str], Callable[[str], Query]]] = {
        "words of 2-6": (_shuffled(words, chance), Words),
        "words in texts": (_words_in_texts(archive, set(words), texts, chance), Words),
        "phrases of 4-8": (_phrases(archive, texts, chance), Words),
        "reporters, bare": (
            _shuffled([name for name in names if _is_han(name) and 2 <= len(name) <= 4], chance),
            Words,
        ),
        "reporters": (
            _shuffled([name for name in names if _is_han(name) and 2 <= len(name) <= 4], chance),
            lambda name: Field("reporter", name),
        ),
    }
    for what, (meant, asked) in drawn.items():
        _print(what, _answers(archive, _with_errors(archive, meant, asked, shapes, chance)))
    frequent = _shuffled(words, chance)
    typed = list(islice((word for word in frequent if all(map(_syllable, word))), DRAWN))
    for what, write in (("pinyin", _syllable), ("initials", lambda char: _syllable(char)[:1])):
        questions = [(Words("".join(map(write, word))), word) for word in typed]
        _print(what, _answers(archive, questions))
    for length in (2, 3):
        _false(archive, length, list(names), chance)


def _answers(archive: Archive, asked: Iterable[tuple[Query, str]]) -> list[tuple[int | None, float]]:
    """For each question the place of what was meant among the suggestions, and the seconds that it took."""
    answers = []
    for query, meant in asked:
        started = time.process_time()
        texts = [each.text for each in archive.suggest(query, limit=MOST)]
        answers.append((texts.index(meant) if meant in texts else None, time.process_time() - started))
    return answers


def _print(what: str, answers: list[tuple[int | None, float]]) -> None:
    first = sum(at == 0 for at, _ in answers) / len(answers)
    known = sum(at is not None for at, _ in answers) / len(answers)
    took = [1000 * seconds for _, seconds in answers]
    print(f"{what:24}{first:>7.3f}{known:>10.3f}{_times(took)}  of {len(answers)}")


def _times(took_ms: list[float]) -> str:
    return f"{statistics.median(took_ms):>7.1f} ms{statistics.quantiles(took_ms, n=20)[-1]:>7.1f} ms"


def _with_errors(
    archive: Archive,
    meant: Iterator[str],
    asked: Callable[[str], Query],
    shapes: Mapping[str, str],
    chance: random.Random,
) -> Iterator[tuple[Query, str]]:
    made = 0
    for text in meant:
        at = chance.randrange(len(text))
        likely = (
            [other for other, how in alternatives(text[at]).items() if how == "sound"]
            if made % 2
            else list(shapes.get(text[at], ""))
        )
        if not likely:
            continue
        wrong = text[:at] + chance.choice(sorted(likely)) + text[at + 1 :]
        query = asked(wrong)
        if wrong == text or archive.search(query, limit=0, facets=()).totals.all:
            continue
        yield query, text
        made += 1
        if made == DRAWN:
            return


def _false(archive: Archive, length: int, names: list[str], chance: random.Random) -> None:
    first = [name[0] for name in names if _is_han(name) and len(name) in {2, 3}]
    further = [char for name in names if _is_han(name) and len(name) in {2, 3} for char in name[1:]]
    took: list[float] = []
    wrong: list[str] = []
    while len(took) < DRAWN:
        name = chance.choice(first) + "".join(chance.choices(further, k=length - 1))
        if archive.search(Words(name), limit=0, facets=()).totals.literal:
            continue
        started = time.process_time()
        found = archive.suggest(Words(name), limit=1)
        took.append(1000 * (time.process_time() - started))
        wrong += [f"{name} {each.text} {each.count}" for each in found]
    print(
        f"{f'false, names of {length}':24}{len(wrong) / DRAWN:>7.3f}{'':10}{_times(took)}  "
        + "; ".join(wrong[:5])
    )


def _texts(archive: Archive, chance: random.Random) -> list[str]:
    articles = list(archive.stream(since="1900").ids)
    drawn = archive.get_many(chance.sample(articles, 2000))
    return [paragraph for article in drawn for paragraph in article.paragraphs]


def _words(archive: Archive) -> list[str]:
    """The words of 2 to 6 characters, each once, that enough articles have."""
    found = (archive._backend.terms_spelt("words", [all_chars()] * size) for size in range(2, 7))  # noqa: SLF001
    return sorted(word for words in found for word, count in words if count >= LEAST_ARTICLES["words"])


def _words_in_texts(
    archive: Archive, words: set[str], texts: list[str], chance: random.Random
) -> Iterator[str]:
    """Such words as they stand in texts, so that frequent ones are drawn more often."""
    while True:
        terms = [term for term in archive._analyzer.query_terms(chance.choice(texts)) if term in words]  # noqa: SLF001
        if terms:
            yield chance.choice(terms)


def _phrases(archive: Archive, texts: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        text = chance.choice(texts)
        size = chance.randint(4, 8)
        if len(text) > size:
            start = chance.randrange(len(text) - size)
            phrase = text[start : start + size]
            if (
                _is_han(phrase)
                and archive.search(Literal(phrase), limit=0, facets=()).total >= LEAST_ARTICLES["phrases"]
            ):
                yield phrase


def _shuffled(texts: list[str], chance: random.Random) -> Iterator[str]:
    yield from chance.sample(texts, len(texts))


def _syllable(char: str) -> str:
    """The first syllable, by alphabet, as which it is read; empty where none is known."""
    return next((syllable for syllable, chars in readings().items() if char in chars), "")


def _is_han(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)


def _listed(file: Path) -> dict[str, str]:
    others: dict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines():
        first, *alike = line.split("\t")
        for other in set(alike) - {first}:
            others[first].add(other)
            others[other].add(first)
    return {char: "".join(sorted(of)) for char, of in others.items()}


if __name__ == "__main__":
    main()
