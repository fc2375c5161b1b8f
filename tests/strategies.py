"""Strategies: texts as a newspaper prints them and as files spoil them, articles, issues."""

from __future__ import annotations

from datetime import date as civil_date

from hypothesis import strategies as st

from index.article import KINDS, Article, article_id
from index.issue import Issue, IssueKey
from index.page_label import PageLabel, page_in_id, page_label, page_order

# What folding and cutting treat differently, side by side in any order.
PIECES = (
    *("空气质量", "本市", "研究生命起源", "的", "和", "農交會", "標題", "臺灣", "乾燥", "後天"),
    *("PM_{2.5}", "ＰＭ２．５", "F-16", "RCEP", "3.14", "2023-09-21", "don't", "Ⅳ", "①", "㎏", "½", "x²"),
    *("，", "。", "“", "”", "《", "》", "、", "：", "（", "）", "_", "{", "}", ".", "-", "'", "|"),
    *(" ", "\n", "\t", "\r", "\u3000", "\u00a0", "\u2028", "\x0b", "\x0c", "\x85"),
    *("\u200b", "\u200d", "\ufeff", "\u00ad", "e\u0301", "\ufe0f"),
    *("𠮷", "𰻞", "😀", "々", "〇", "㐂", "豈", "⼀", "İ", "ß", "ﬁ", "Σ", "서울", "カナ", "ｶﾞ", "é"),
)
characters = st.characters(exclude_categories=["Cs"])
texts = st.lists(st.sampled_from(PIECES) | characters, max_size=30).map("".join)
# What a text file can say and a reader can see: an article's texts are never blank.
printed = texts.map(lambda text: text.replace("\0", "")).filter(str.strip)
han_runs = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5), min_size=1, max_size=40)

names = st.sampled_from(("何某某", "周某", "欧阳某", "阿不都·某", "O'Brien"))
dates = st.dates(civil_date(1900, 1, 1), civil_date(2099, 12, 31))
keys = st.builds(
    IssueKey, dates, st.sampled_from(("某市日报", "taiyuan-daily")), st.sampled_from(("", "", "", "晚"))
)
pages = st.one_of(
    st.integers(1, 120), st.builds("{}{}".format, st.sampled_from(("A", "T", "特刊")), st.integers(1, 30))
).map(page_label)
_lists = st.lists(printed, max_size=3).map(tuple)
_entries = st.lists(
    st.sampled_from(("label", "kicker", "headline", "body 2", "subhead", "masthead: 责编 何某某", "一行"))
    | printed.map("deck: {}".format),
    max_size=4,
).map(tuple)
_names = st.lists(names, max_size=2, unique=True).map(tuple)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """An issue of up to four pages of up to three articles each, in reading order."""
    key = draw(keys)
    return Issue(
        key,
        tuple(
            draw(articles(key, page, order))
            for page in sorted(draw(st.sets(pages, min_size=1, max_size=4)), key=page_order)
            for order in range(1, draw(st.integers(1, 3)) + 1)
        ),
    )


@st.composite
def articles(draw: st.DrawFn, key: IssueKey | None = None, page: PageLabel = 1, order: int = 1) -> Article:
    date, paper, edition = key or draw(keys)
    optional = st.none() | printed
    return Article(
        id=article_id(paper, date, page, order, edition),
        paper=paper,
        date=date,
        edition=edition,
        page=page,
        page_name=draw(st.sampled_from((None, "要闻", "县区·石桥"))),
        section=draw(optional),
        group=draw(optional),
        kicker=draw(optional),
        headline=draw(optional),
        subheads=draw(_lists),
        paragraphs=draw(_lists),
        reporters=draw(_names),
        contributors=draw(_names),
        photographers=draw(_names),
        authors=draw(_names),
        byline=draw(st.sampled_from((None, "■ 本报记者 何某某"))),
        printed=draw(_entries),
        kind=draw(st.sampled_from(KINDS)),
        confidence=draw(st.none() | st.integers(0, 100).map(lambda percent: percent / 100)),
        doubts=draw(st.sampled_from(((), ("line 3: may be subhead, 42%",)))),
        source=draw(st.sampled_from(("01.txt", "2023-09-21.jsonl"))),
    )


def article(number: int = 1, *, day: str = "2023-09-21", page: PageLabel = 1, **told: object) -> Article:
    """An invented article of one paper, for examples: ``told`` are fields of Article."""
    date = civil_date.fromisoformat(day)
    given_id = f"{day}-{page_in_id(page)}-{number:02d}"
    fields = {"id": given_id, "paper": "某市日报", "date": date, "page": page} | told
    return Article(**fields)  # type: ignore[arg-type]
