"""What Whoosh gets wrong, and that we do not: docs/index-format.md, "Faults of Whoosh".

Each test shows the fault in the Whoosh that is installed and our answer to the same question. The day one
of them fails because the fault is gone, the way around it can go too.
"""

from __future__ import annotations

import random
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from whoosh import fields
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex
from whoosh.query.compound import And, AndNot, Or
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Term
from whoosh.query.wrappers import Not
from whoosh.searching import Searcher as WhooshSearcher

import searcher
from analyzers import Analyzer
from index.backends.embedded.codec.segment_builder import SegmentBuilder
from index.backends.embedded.writer.segment_writer import DocumentIndexer
from index.errors import IssueFormatError, QuerySyntaxError
from searcher import Archive, Article
from tests.strategies import article

SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True), body=fields.KEYWORD(scorable=True), number=fields.NUMERIC()
)


def whoosh_of(*bodies: str) -> FileIndex:
    """Whoosh as it comes, with a document for each text."""
    index: FileIndex = RamStorage().create_index(SCHEMA)  # type: ignore[no-untyped-call]
    writer = index.writer()
    for number, body in enumerate(bodies, 1):
        writer.add_document(id=str(number), body=body, number=number)
    writer.commit()
    return index


@contextmanager
def whoosh_over(*bodies: str) -> Iterator[WhooshSearcher]:
    with whoosh_of(*bodies).searcher() as snapshot:
        yield snapshot


def holds(word: str) -> Term:
    return Term("body", word)


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as archive:
        yield archive


def fill(archive: Archive, *bodies: str) -> None:
    added = archive.add_articles(article(number, paragraphs=(body,)) for number, body in enumerate(bodies, 1))
    assert not added.refused


def found(archive: Archive, question: str) -> list[int]:
    """The numbers of the articles on their page, in order of print."""
    return sorted(int(hit.id[-2:]) for hit in archive.search(question, limit=None).hits)


def test_not_keeps_the_first_article_it_excludes(ours: Archive):
    bodies = ("water", "water fire", "wind fire")
    with whoosh_over(*bodies) as snapshot:
        excluded = snapshot.search(AndNot(holds("wind"), holds("fire")), limit=None)
        assert [hit["id"] for hit in excluded] == ["3"]
    fill(ours, *bodies)
    assert found(ours, "wind NOT fire") == []
    assert found(ours, "fire NOT wind") == [2]


def test_a_filter_that_lets_nothing_through_still_reports_a_length(ours: Archive):
    with whoosh_over("water", "fire", "water") as snapshot:
        nothing = snapshot.search(holds("water"), filter=NullQuery, limit=1)
        assert (len(nothing), nothing.scored_length()) == (2, 0)
    fill(ours, "water", "fire", "water")
    assert ours.search("water", reporter="无人", limit=1).total == 0


def test_one_id_updated_twice_in_a_writer_stands_there_twice(ours: Archive):
    index = whoosh_of()
    writer = index.writer()
    for body in ("old", "new"):
        writer.update_document(id="1", body=body)
    writer.commit()
    with index.searcher() as snapshot:
        assert snapshot.doc_count() == 2
    (refused,) = ours.add_articles([article(headline="old"), article(headline="new")]).refused
    assert article().id in str(refused)
    assert ours.statistics().articles == 0


def test_an_id_of_another_issue_is_refused(ours: Archive):
    fill(ours, "water")
    theirs = replace(article(paragraphs=("fire",)), paper="晚报")
    (refused,) = ours.add_articles([theirs]).refused
    assert isinstance(refused, IssueFormatError)
    assert "belongs to 2023-09-21/某市日报" in str(refused)
    assert found(ours, "water") == [1]


def test_the_terms_of_a_rejected_document_slip_into_the_next(ours: Archive, monkeypatch: pytest.MonkeyPatch):
    index = whoosh_of()
    writer = index.writer()
    with pytest.raises(ValueError, match="poison"):
        writer.add_document(id="bad", body="poison", number="poison")
    writer.add_document(id="good", body="water", number=1)
    writer.commit()
    with index.searcher() as snapshot:
        assert [hit["id"] for hit in snapshot.search(holds("poison"))] == ["good"]

    add = DocumentIndexer.add_article

    def fails(self: DocumentIndexer, builder: SegmentBuilder, article: Article) -> None:
        if article.paragraphs == ("poison",):
            raise MemoryError
        add(self, builder, article)

    monkeypatch.setattr(DocumentIndexer, "add_article", fails)
    with pytest.raises(MemoryError):
        fill(ours, "water", "poison")
    fill(ours, "wind")
    assert found(ours, "wind") == [1]
    assert found(ours, "poison") + found(ours, "water") == []


def _bodies() -> list[str]:
    chance, weights = random.Random(1), (8, 4, 2, 1, 1, 0.3)
    return [" ".join(chance.choices("abcdef", weights, k=chance.randint(1, 60))) for _ in range(300)]


def test_the_first_ten_and_the_total_of_some_questions_are_wrong(ours: Archive):
    bodies, triples = _bodies(), list(permutations("abcdef", 3))
    with whoosh_over(*bodies) as snapshot:

        def first(limit: int | None, question: Query) -> list[float]:
            return [round(score, 6) for score, _ in snapshot.search(question, limit=limit).top_n[:10]]

        def both(a: str, b: str, c: str) -> Query:
            return And([holds(a), Or([holds(b), holds(c)])])

        def either(a: str, b: str, c: str) -> Query:
            return Or([holds(a), And([holds(b), Not(holds(c))])])

        assert any(first(10, both(*words)) != first(None, both(*words)) for words in triples)
        counts = [[len(snapshot.search(either(*words), limit=n)) for n in (10, None)] for words in triples]
        assert any(ten != every for ten, every in counts)
    fill(ours, *bodies[:99])
    for a, b, c in triples[::5]:
        for question in (f"{a} ({b} OR {c})", f"{a} OR ({b} NOT {c})"):
            every, ten = ours.search(question, limit=None), ours.search(question)
            assert ten.total == every.total == len(every.hits)
            assert [hit.id for hit in ten.hits] == [hit.id for hit in every.hits][:10]


def test_one_archive_answers_many_threads(ours: Archive):
    fill(ours, *_bodies()[:99])
    questions = [f"{a} {b}" for a, b in permutations("abcdef", 2)]
    expected = [found(ours, question) for question in questions]
    answers: list[list[list[int]]] = []
    threads = [
        threading.Thread(target=lambda: answers.append([found(ours, question) for question in questions]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_segments_are_not_packed_into_files_that_readers_copy(ours: Archive):
    fill(ours, "water")
    assert not [file.name for file in (ours.path / "segments").iterdir() if file.suffix == ".seg"]
    names = whoosh_of("water").storage.list()  # type: ignore[no-untyped-call]
    assert [name for name in names if name.endswith(".seg")]


@pytest.mark.parametrize("question", ["date:2023-13", "date:2023-02-30", "date:2023-09-21..2023-13-01"])
def test_a_bad_date_is_an_error_and_never_nothing_found(ours: Archive, question: str):
    fill(ours, "water")
    with pytest.raises(QuerySyntaxError):
        ours.search(question)


def test_jiebas_analyzer_puts_offsets_where_ordinals_belong_and_drops_common_words():
    text = "太原的空气和环境"

    def positions(tokens: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        return [(word, place) for word, place in tokens if word in ("太原", "空气", "环境", "的")]

    with warnings.catch_warnings(action="ignore"):  # it leaves a file open
        from jieba.analyse import ChineseAnalyzer
    theirs = [(token.text, token.pos) for token in ChineseAnalyzer()(text, positions=True)]
    assert positions(theirs) == [("太原", 0), ("空气", 3), ("环境", 6)]
    tokens = [(token.text, token.position) for token in Analyzer().tokens(text)]
    assert positions(tokens) == [("太原", 0), ("的", 1), ("空气", 2), ("环境", 4)]


def test_an_article_is_stored_as_it_was_given(ours: Archive):
    given = article(headline="春天", subheads=("一",), reporters=("赵一",), kind="photo", source="甲")
    ours.add_articles([given])
    assert ours.get(given.id) == given
    assert isinstance(ours.get(given.id), Article)
