"""An article that is read again keeps its id, and no id passes to another article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date as civil_date

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, article_id
from index.page_label import PageLabel
from searcher.standing_ids import keep_ids, last_orders, order_of
from tests.strategies import article

DAY = civil_date(2024, 5, 1)
SPRING = "河边的柳树一夜之间都绿了，燕子也从南方飞了回来。"
BRIDGE = "新建的大桥昨日正式通车，两岸居民往来只需五分钟。"
SCHOOL = "开学第一天老师带着孩子们参观了新修的图书室和操场。"
MARKET = "农贸市场扩建工程完工后摊位增加近百个菜价更为平稳。"
TEXTS = (SPRING, BRIDGE, SCHOOL, MARKET)


def no_others(_: Sequence[str]) -> Collection[str]:
    return ()


class Page:
    """A page that is added again and again, as an archive keeps it."""

    def __init__(self, page: PageLabel = "A01") -> None:
        self.page = page
        self.articles: list[Article] = []
        self.orders: dict[PageLabel, int] = {}

    def read(self, *texts: str) -> list[Article]:
        """The articles that a parser makes of the texts."""
        return [
            article(
                id=article_id("qzrb", DAY, self.page, order),
                paper="qzrb",
                date=DAY,
                page=self.page,
                paragraphs=(text,),
            )
            for order, text in enumerate(texts, 1)
        ]

    def add(self, *texts: str) -> list[str]:
        """The ids of the articles after the page has been added with these texts."""
        read = self.read(*texts)
        return self.put(read, {each.id for each in read})

    def put(self, read: list[Article], made_ids: Collection[str]) -> list[str]:
        before = self.articles
        self.articles = keep_ids(read, before, made_ids, self.orders, no_others)
        self.orders = last_orders(self.articles, before, self.orders)
        return [each.id for each in self.articles]


def ids(*orders: int) -> list[str]:
    return [f"qzrb-2024-05-01-A01-{order:02d}" for order in orders]


def test_a_page_that_is_new_has_the_ids_that_were_made():
    assert Page().add(SPRING, BRIDGE) == ids(1, 2)


def test_the_same_page_again_has_the_same_ids():
    page = Page()
    page.add(SPRING, BRIDGE, SCHOOL)
    assert page.add(SPRING, BRIDGE, SCHOOL) == ids(1, 2, 3)
    assert page.orders == {}


def test_an_article_with_a_character_corrected_keeps_its_id():
    page = Page()
    page.add(SPRING, BRIDGE)
    assert page.add(SPRING.replace("燕子", "雁子"), BRIDGE) == ids(1, 2)


def test_articles_in_another_order_keep_their_ids():
    page = Page()
    page.add(SPRING, BRIDGE, SCHOOL)
    assert page.add(SCHOOL, SPRING, BRIDGE) == ids(3, 1, 2)


def test_an_article_before_the_others_has_an_id_of_its_own():
    page = Page()
    page.add(SPRING, BRIDGE)
    assert page.add(SCHOOL, SPRING, BRIDGE) == ids(3, 1, 2)


def test_of_an_article_that_is_split_the_greater_part_keeps_the_id():
    page = Page()
    page.add(SPRING + BRIDGE[:12], SCHOOL)
    assert page.add(BRIDGE[:12], SPRING, SCHOOL) == ids(3, 1, 2)


def test_articles_that_are_merged_have_the_id_of_the_greater():
    page = Page()
    page.add(SPRING[:10], BRIDGE, SCHOOL)
    assert page.add(SPRING[:10] + BRIDGE, SCHOOL) == ids(2, 3)


def test_no_id_passes_to_a_page_of_quite_other_articles():
    page = Page()
    page.add(SPRING, BRIDGE)
    assert page.add(SCHOOL, MARKET) == ids(3, 4)


def test_an_id_that_was_given_once_is_not_given_again():
    page = Page()
    assert page.add(SPRING + BRIDGE[:12]) == ids(1)
    assert page.add(SPRING, BRIDGE[:12]) == ids(1, 2)
    assert page.add(SPRING + BRIDGE[:12]) == ids(1)
    assert page.orders == {"A01": 2}
    assert page.add(SPRING, BRIDGE[:12]) == ids(1, 3)
    assert page.orders == {}
    assert page.add(SPRING) == ids(1)
    assert page.add(SPRING, SCHOOL) == ids(1, 4)


def test_two_articles_of_one_text_have_an_id_each():
    page = Page()
    page.add(SPRING, SPRING)
    assert page.add(SPRING, SPRING) == ids(1, 2)
    assert page.add(SPRING, SPRING, SPRING) == ids(1, 2, 3)


def test_ids_that_a_source_gives_stay():
    page = Page()
    page.add(SPRING, BRIDGE)
    given_ids = [replace(each, id=f"own-{at}") for at, each in enumerate(page.read(BRIDGE, SCHOOL))]
    assert page.put(given_ids, ()) == ["own-0", "own-1"]
    assert page.add(BRIDGE, SCHOOL) == ["own-0", "own-1"]


def test_an_id_that_a_source_gives_is_taken_from_no_other_article():
    page = Page()
    page.add(SPRING, BRIDGE)
    stated, made = page.read(SCHOOL, SPRING)
    assert page.put([replace(stated, id=ids(1)[0]), made], {made.id}) == ids(1, 3)


def test_an_id_of_another_issues_article_is_not_given():
    (read,) = Page().read(SPRING)
    (kept,) = keep_ids([read], [], {read.id}, {}, set(ids(1, 2)).intersection)
    assert kept.id == ids(3)[0]


def test_an_id_that_another_page_of_the_issue_has_is_not_given():
    page = Page()
    (read,) = page.read(SPRING)
    elsewhere = replace(read, page="A02", paragraphs=(BRIDGE,))
    (kept,) = keep_ids([read], [elsewhere], {read.id}, {}, no_others)
    assert kept.id == ids(2)[0]


def test_orders_are_counted_from_ids_that_name_the_page():
    kept = article(page="A01", id="qzrb-2024-05-01-A01-07")
    assert [
        order_of(replace(kept, id=each)) for each in (kept.id, "A01-07", "x-20240501", "x-A02-03", "a")
    ] == [*(7, 0, 0, 0, 0)]
    assert order_of(article(3)) == 3
    page = Page()
    page.articles = [replace(each, id=f"x-2024050{at}") for at, each in enumerate(page.read(SPRING, BRIDGE))]
    assert page.add(SPRING, SCHOOL) == ["x-20240500", *ids(2)]


# Characters of one alphabet for each story, so that two stories share no pair of them.
STORIES = ["".join(chr(0x4E00 + 100 * story + at) for at in range(30)) for story in range(6)]
PIECES = st.tuples(st.sampled_from(STORIES), st.integers(0, 20), st.integers(5, 30)).map(
    lambda cut: cut[0][cut[1] : cut[1] + cut[2]]
)
PAGES = st.lists(st.lists(PIECES, min_size=1, max_size=2).map("\n".join), max_size=6)


def shares(text: str, other: str) -> bool:
    pairs = set(map(str.__add__, text, text[1:]))
    return text == other or bool(pairs & set(map(str.__add__, other, other[1:])))


@given(st.lists(PAGES, min_size=1, max_size=8))
def test_whatever_is_corrected_no_id_passes_to_an_article_that_shares_nothing_with_its_own(
    corrections: list[list[str]],
):
    page = Page()
    texts_of: dict[str, list[str]] = {}
    last: dict[str, str] = {}
    for texts in corrections:
        found = page.add(*texts)
        assert len(set(found)) == len(texts)
        for each, text in zip(found, texts, strict=True):
            assert each in last or each not in texts_of, "an id that was gone came back"
            assert each not in last or shares(last[each], text)
            texts_of.setdefault(each, []).append(text)
        last = dict(zip(found, texts, strict=True))
        assert page.add(*texts) == found


@given(PAGES, st.randoms(use_true_random=False))
def test_in_any_order_articles_keep_their_ids(texts: list[str], random: object):
    page = Page()
    of_text = dict(zip(texts, page.add(*texts), strict=True))
    if len(of_text) == len(texts):
        shuffled = list(texts)
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        assert page.add(*shuffled) == [of_text[text] for text in shuffled]
