"""The archive is a Whoosh index like any other: Whoosh itself finds in it what we find."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st
from whoosh import index as whoosh_index
from whoosh.query.compound import And, Or
from whoosh.query.qcore import Query as WhooshQuery
from whoosh.query.terms import Prefix as WhooshPrefix
from whoosh.query.terms import Term

from index import query as ours
from searcher import Archive
from tests.oracle import Oracle


def theirs(tree: ours.Query) -> WhooshQuery:
    """The same question in Whoosh's terms, for words of one word each."""
    match tree:
        case ours.Prefix(text):
            return WhooshPrefix("words", text)
        case ours.Literal(text):
            return Term("bigrams", text)
        case ours.Field(_, value):
            return Term("page", value.zfill(4))
        case ours.And(children):
            return And([theirs(child) for child in children])
        case ours.Or(children):
            return Or([theirs(child) for child in children])
    raise AssertionError(tree)


def as_text(article: dict[str, object]) -> bytes:
    return orjson.dumps(article, option=orjson.OPT_SORT_KEYS)


leaves = st.one_of(
    st.sampled_from("的太大人中国2r").map(ours.Prefix),
    st.sampled_from(("中国", "人民", "太原", "发展", "农业")).map(ours.Literal),
    st.integers(1, 8).map(lambda page: ours.Field("page", str(page))),
)
trees = st.recursive(
    leaves,
    lambda children: st.builds(
        lambda kind, both: kind(tuple(both)),
        st.sampled_from((ours.And, ours.Or)),
        st.lists(children, min_size=2, max_size=3),
    ),
    max_leaves=4,
)


@given(tree=trees)
def test_whoosh_finds_the_same_documents_in_an_archive(archive: Archive, tree: ours.Query):
    index = whoosh_index.open_dir(str(archive.path / "segments"))
    with index.searcher() as snapshot:
        found = snapshot.search(theirs(tree), limit=None, optimize=False)
        stored = [orjson.loads(hit["head"]) | orjson.loads(hit["body"]) for hit in found]
        expected = [article.to_dict() for article in archive.stream(tree)]
        assert sorted(map(as_text, stored)) == sorted(map(as_text, expected))


def test_whoosh_counts_the_articles_and_the_records_of_their_issues(archive: Archive, oracle: Oracle):
    index = whoosh_index.open_dir(str(archive.path / "segments"))
    with index.searcher() as snapshot:
        assert snapshot.doc_count() == len(oracle.articles) + len(archive.issues())
