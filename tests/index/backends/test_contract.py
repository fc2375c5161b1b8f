"""What both engines promise: the same calls, the same answers, the same errors."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date as civil_date
from queue import Queue

import pytest

from index.article import Article, article_id
from index.backend import Backend, LockWait, Request, Sort, ToldText
from index.backends import OpenedBackend, discard_empty, open_backend
from index.deadline import Deadline
from index.errors import (
    ArchiveClosed,
    ArchiveNotFound,
    ArticleNotFound,
    BackendUnavailable,
    IssueFormatError,
    PapersFormatError,
    SearchTimeout,
)
from index.issue import Issue, IssueKey
from index.location import Location
from index.query import (
    Alternatives,
    And,
    DateRange,
    Everything,
    Field,
    Form,
    Literal,
    Near,
    Not,
    Or,
    Prefix,
    Query,
    Words,
)
from searcher import BM25
from tests.index.backends.places import NewPlace

DAY, NEXT_DAY = civil_date(2024, 5, 1), civil_date(2024, 5, 2)


def printed(order: int, headline: str, *paragraphs: str, day: civil_date = DAY, **told: object) -> Article:
    fields = {"paper": "qzrb", "date": day, "page": 1, "headline": headline, "paragraphs": paragraphs} | told
    made_id = article_id(fields["paper"], day, fields["page"], order)  # type: ignore[arg-type]
    return Article(**{"id": made_id} | fields)  # type: ignore[arg-type]


FIRST = Issue(
    IssueKey(DAY, "qzrb"),
    (
        printed(
            1, "河边的柳树绿了", "本报讯 燕子回来了，空气质量良好。", reporters=("赵一",), section="要闻"
        ),
        printed(2, "臭氧与空气", "专家说，质量要看臭氧。太原市的空气很好。", page="A02", reporters=("钱二",)),
        printed(3, "简讯", "太 原 市召开会议。", kind="brief", section="時評", page_name="要闻"),
    ),
    source_stamps={1: "stamp"},
    last_orders={1: 3},
)
SECOND = Issue(
    IssueKey(NEXT_DAY, "qzrb"),
    (
        printed(1, "谁来管空气质量", "市民问：谁来管？2024年的答复是治理。", day=NEXT_DAY, section="时评"),
        printed(2, "museum 展", "The museum opens; EU 之外。", day=NEXT_DAY, authors=("孙三",)),
    ),
)
QUESTIONS: Sequence[Query] = (
    Everything(),
    Words("空气质量"),
    Words("空气 质量"),
    Words("太原市"),
    Words("赵一"),
    Words("谁来管空气质量"),
    Words("eu"),
    Words("臭氧 柳树"),
    And((Words("臭氧"), Words("柳树"))),
    And((Words("空气"), Not(Literal("臭氧")))),
    Or((Literal("柳树"), Words("治理"))),
    Literal("质量良"),
    Literal("市"),
    Literal("。"),
    Literal("空气", "headline"),
    Words("空气", "body"),
    Prefix("空"),
    Prefix("muse"),
    Prefix("臭", "headline"),
    Field("section", "时评"),
    Field("page", "A", prefix=True),
    Field("reporter", "赵", prefix=True),
    DateRange(NEXT_DAY, None),
    Words("2024年"),
    Near((Words("空气"), Words("质量")), (0,)),
    Near((Words("质量"), Or((Words("空气"), Literal("太原市的")))), (12,)),
    Near((Words("专家"), Words("臭氧"), Words("空气")), (6, 6)),
    Near((Words("专家"), Words("空气")), ("sentence",)),
    Near((Words("专家"), Words("空气")), ("paragraph",)),
    Near((Literal("太", "body"), Literal("空气", "body")), (5,)),
    And((Words("空气"), Not(Near((Words("臭氧"), Words("质量")), (9,))))),
    Alternatives(Words("柳树"), (Form((("柳树", "燕子"),)), Form((("柳树", "臭氧"),)))),
    Alternatives(Words("空气质量"), (Form((("质量", "很好"),), ("空气",)),)),
    And((Words("质量"), Alternatives(Words("臭氧 专家"), (Form((("臭氧", "治理"),)),)))),
    Or((Alternatives(Words("市民", "body"), (Form((("市民", "专家"),)),)), Not(Words("空气")))),
)


@pytest.fixture
def opened(new_place: NewPlace) -> Iterator[tuple[OpenedBackend, Location]]:
    where = new_place()
    backend = open_backend(where, create=True)
    yield backend, where
    backend.backend.close()


@pytest.fixture
def backend(opened: tuple[OpenedBackend, Location]) -> Backend:
    return opened[0].backend


def found(backend: Backend, query: Query, sort: Sort = "relevance") -> list[str]:
    return [each for each, _ in backend.search(Request(query, limit=None, sort=sort), BM25()).hits]


# -- writing


def test_what_was_written_is_read_back_as_it_was(backend: Backend):
    backend.write([FIRST, SECOND])
    assert backend.articles(FIRST.key) == [FIRST.articles[0], FIRST.articles[2], FIRST.articles[1]]
    assert backend.get([SECOND.articles[1].id]) == [SECOND.articles[1]]
    first, second = backend.issues()
    assert (first.key, first.articles, first.pages) == (FIRST.key, 3, (1, "A02"))
    assert (first.content_hash, first.source_stamps, first.last_orders) == (
        FIRST.content_hash,
        {1: "stamp"},
        {1: 3},
    )
    assert second.key == SECOND.key
    assert backend.statistics().articles == 5


def test_an_issue_is_replaced_whole_and_dropped_whole_in_one_commit(backend: Backend):
    backend.write([FIRST, SECOND])
    changed = replace(FIRST, articles=FIRST.articles[:1])
    backend.write([changed], drop=[SECOND.key])
    assert found(backend, Everything()) == [FIRST.articles[0].id]
    assert [record.key for record in backend.issues()] == [FIRST.key]
    assert backend.articles(SECOND.key) == []
    backend.write([SECOND])
    assert len(found(backend, Everything())) == 3


def test_stamps_are_written_alone_and_the_articles_stay(backend: Backend):
    backend.write([FIRST])
    backend.write([], stamps_only=[replace(FIRST, source_stamps={1: "newer", "A02": "other"})])
    (record,) = backend.issues()
    assert record.source_stamps == {1: "newer", "A02": "other"}
    assert len(backend.articles(FIRST.key)) == 3
    backend.write([], drop=[FIRST.key])
    assert backend.issues() == []
    assert found(backend, Everything()) == []


def test_what_another_has_changed_is_not_overwritten(backend: Backend):
    backend.write([FIRST])
    with pytest.raises(BackendUnavailable, match="changed by another process"):
        backend.write([FIRST], expected_hashes={})
    with pytest.raises(BackendUnavailable, match="changed by another process"):
        backend.write([], drop=[FIRST.key], expected_hashes={FIRST.key: "another"})
    backend.write([FIRST], expected_hashes={FIRST.key: FIRST.content_hash})


def test_an_id_of_another_issue_is_refused_and_nothing_is_written(backend: Backend):
    backend.write([FIRST])
    thief = replace(SECOND, articles=(*SECOND.articles, replace(SECOND.articles[0], id=FIRST.articles[0].id)))
    with pytest.raises(IssueFormatError, match="belongs to 2024-05-01/qzrb already"):
        backend.check(thief, {})
    with pytest.raises(IssueFormatError, match="belongs to 2024-05-01/qzrb already"):
        backend.write([thief])
    assert [record.key for record in backend.issues()] == [FIRST.key]
    assert backend.issues_of([FIRST.articles[0].id, "none"]) == {FIRST.articles[0].id: FIRST.key}
    backend.write([thief], drop=[FIRST.key])
    assert backend.issues_of([FIRST.articles[0].id]) == {FIRST.articles[0].id: SECOND.key}


class SlowHashes(dict[IssueKey, str]):
    """Expected hashes, which a writer asks for while it is the writer; it waits until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let_go = threading.Event(), threading.Event()

    def get(self, key: IssueKey, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.set()
        assert self.let_go.wait(60)
        return super().get(key, default)


def test_a_writer_waits_for_another_and_says_for_whom(opened: tuple[OpenedBackend, Location]):
    told = Queue[str]()
    other = open_backend(opened[1], waiting=LockWait(60, told.put)).backend
    impatient = open_backend(opened[1], waiting=LockWait(0)).backend
    hashes = SlowHashes()
    writing = threading.Thread(
        target=opened[0].backend.write, args=([FIRST],), kwargs={"expected_hashes": hashes}
    )
    writing.start()
    assert hashes.asked.wait(60)
    with pytest.raises(BackendUnavailable, match=r"by (process|another process)"):
        impatient.write([SECOND])
    waiting = threading.Thread(target=other.write, args=([SECOND],))
    waiting.start()
    assert "process" in told.get(timeout=60)
    hashes.let_go.set()
    for thread in (writing, waiting):
        thread.join()
    assert [record.key for record in other.issues()] == [FIRST.key, SECOND.key]
    other.close()
    impatient.close()


# -- questions


@pytest.mark.parametrize("query", QUESTIONS, ids=str)
def test_both_engines_answer_alike(query: Query, answers_of: Callable[[str, Query], tuple[object, ...]]):
    assert answers_of("opensearch", query) == answers_of("embedded", query)


@pytest.fixture(scope="session")
def answers_of(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Query], tuple[object, ...]]:
    """Answer a query by one engine: hits, tiers, scores, totals, facets, reprints, and what explains it."""
    from index.location import ClusterAddress
    from index.schema import FACETS

    url: str = request.getfixturevalue("cluster_node")
    places: dict[str, Location] = {
        "embedded": tmp_path_factory.mktemp("alike") / "archive",
        "opensearch": ClusterAddress.parse(f"{url}/alike-{uuid.uuid4().hex[:8]}"),
    }
    engines = {}
    for name, place in places.items():
        engines[name] = open_backend(place, create=True).backend
        engines[name].write([FIRST])
        engines[name].write([SECOND])

    def answer(name: str, query: Query) -> tuple[object, ...]:
        backend, ranking = engines[name], BM25()
        told: list[object] = []
        for request_ in (
            Request(query, fill=10, facets=FACETS, with_days=True),
            Request(query, loose=True, limit=None, sort="oldest"),
            Request(query, collapse=True, limit=2, offset=1, fill=10),
        ):
            got = backend.search(request_, ranking)
            hits = [(each, pytest.approx(score)) for each, score in got.hits]
            told.append(
                (hits, got.tiers, got.total, got.totals, got.is_loose, got.facets, got.valueless, got.days)
            )
            told.append((got.only_inside_words, got.asks, got.reprints, sorted(got.runs)))
            told += [
                [
                    (type(part).__name__, part.kind, pytest.approx(part.score))
                    for part in backend.explain(query, each, ranking)
                ]
                for each, _ in got.hits
            ]
        return tuple(told)

    return answer


def test_articles_are_ordered_by_day_and_found_by_id_or_named_as_missing(backend: Backend):
    backend.write([FIRST, SECOND])
    newest, oldest = found(backend, Everything(), "newest"), found(backend, Everything(), "oldest")
    assert newest[0] == SECOND.articles[0].id
    assert oldest[0] == FIRST.articles[0].id
    assert sorted(newest) == sorted(oldest)
    with pytest.raises(ArticleNotFound) as error:
        backend.get([oldest[0], "none"])
    assert error.value.ids == ("none",)
    with pytest.raises(ArticleNotFound):
        backend.explain(Words("空气"), "none", BM25())
    with pytest.raises(ArticleNotFound):
        backend.similar("none", BM25(), limit=3, floor=0.1)


def test_a_search_reads_the_commit_that_it_found_whatever_comes_after(backend: Backend):
    backend.write([FIRST])
    backend.refresh()
    assert not backend.refresh()
    matches = backend.search(Request(Everything()), BM25())
    backend.write([SECOND], drop=[FIRST.key])
    read = matches.articles([each for each, _ in matches.hits])
    assert {article.id for article in read} == {article.id for article in FIRST.articles}
    assert backend.refresh()
    assert set(found(backend, Everything())) == {article.id for article in SECOND.articles}


def test_spellings_and_names_are_found_by_their_characters(backend: Backend):
    backend.write([FIRST, SECOND])
    assert backend.count_literals(["空气", "质量", "气", "無"]) == [3, 3, 0, 0]
    assert backend.terms_spelt("words", ["空恐", "气器"]) == [("空气", 3)]
    assert backend.terms_spelt("reporter", ["赵钱", "一二"]) == [("赵一", 1), ("钱二", 1)]
    assert backend.terms_spelt("words", ["龘", "龘"]) == []


def test_similar_articles_share_the_most_telling_words(backend: Backend):
    backend.write([FIRST, SECOND])
    similar = backend.similar(FIRST.articles[0].id, BM25(), limit=5, floor=0.01)
    assert similar.terms == ("气质", "空气质量")
    assert all(0 < score <= 1 for _, score in similar.hits)
    assert len(similar.shared) == len(similar.hits)


def test_a_story_printed_twice_is_one_hit_and_a_pair_of_issues(backend: Backend):
    text = (
        "河边的柳树一夜之间都绿了，燕子也回来了，孩子们在河边放风筝，老人们在树下下棋，园林工人说今年的春天来得早。"
        * 2
    )
    issues = [
        Issue(IssueKey(day, "qzrb"), (printed(1, "河边的柳树都绿了", text, day=day),))
        for day in (DAY, NEXT_DAY)
    ]
    backend.write(issues)
    matches = backend.search(Request(Words("柳树"), collapse=True), BM25())
    assert len(matches.hits) == 1
    assert matches.total == 2
    assert matches.reprints == ((issues[0].articles[0].id,),)
    (pair,) = backend.shared_stories()
    assert (pair.one, pair.other, pair.stories) == (issues[0].key, issues[1].key, 1)


def test_a_deadline_that_is_over_ends_a_search(backend: Backend):
    backend.write([FIRST])
    with pytest.raises(SearchTimeout):
        backend.search(Request(Words("空气"), deadline=Deadline(0)), BM25())


# -- places


def test_no_archive_is_opened_where_none_is_and_an_empty_one_is_removed_again(new_place: NewPlace):
    where = new_place()
    with pytest.raises(ArchiveNotFound, match="make"):
        open_backend(where)
    made = open_backend(where, create=True)
    assert made.is_new
    assert found(made.backend, Everything()) == []
    again = open_backend(where, create=True)
    assert not again.is_new
    again.backend.close()
    made.backend.close()
    with pytest.raises(ArchiveClosed):
        made.backend.issues()
    assert discard_empty(where, LockWait())
    with pytest.raises(ArchiveNotFound):
        open_backend(where)


def test_an_archive_that_was_written_to_is_not_discarded(opened: tuple[OpenedBackend, Location]):
    opened[0].backend.write([FIRST])
    assert not discard_empty(opened[1], LockWait())
    assert open_backend(opened[1]).backend.issues()


def test_papers_and_words_are_kept_with_the_archive(opened: tuple[OpenedBackend, Location]):
    backend = opened[0].backend
    assert backend.told_text("papers.toml") == ""
    backend.change_told_text("papers.toml", lambda text: text + '[qzrb]\nname = "青泽日报"\n')
    assert backend.papers().paper("qzrb").name == "青泽日报"
    with pytest.raises(PapersFormatError):
        backend.change_told_text("papers.toml", lambda _: "[qzrb")
    assert backend.papers().paper("qzrb").name == "青泽日报"
    backend.change_told_text("words.txt", lambda _: "青泽河\nx\n")
    assert backend.told_text("words.txt") == "青泽河\nx\n"
    again = open_backend(opened[1])
    assert again.analyzer.query_terms("青泽河") == ["青泽河"]
    assert again.warnings
    again.backend.close()


@pytest.mark.parametrize("name", ["saved.toml", "synonyms.txt", "corrections.jsonl"])
def test_each_text_of_users_is_empty_and_then_what_it_was_changed_to(backend: Backend, name: ToldText):
    assert backend.told_text(name) == ""
    backend.change_told_text(name, lambda text: f"{text}一\n")
    backend.change_told_text(name, lambda text: f"{text}二\n")
    assert backend.told_text(name) == "一\n二\n"
    assert backend.told_text("papers.toml") == ""


def test_verify_finds_nothing_in_what_was_written_and_repair_has_nothing_to_do(backend: Backend):
    backend.write([FIRST, SECOND])
    backend.write([replace(FIRST, articles=FIRST.articles[:2])])
    assert backend.verify(deep=True) == []
    assert backend.repair(dry_run=False).damages == ()
    assert len(backend.issues()) == 2
