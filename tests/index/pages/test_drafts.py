from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from index.pages.drafts import Draft, build_drafts
from index.pages.grammar import SUCCESSORS
from index.pages.rows import read_rows
from tests.strategies import printed

TEXT = "施工队从上月进场，更换了全部旧管道。"
START_STATES = ("label", "kicker", "merged", "headline", "headless first", "masthead")


def _draft(*lines: tuple[str, str]) -> list[Draft]:
    """The drafts of lines given with their states."""
    rows = read_rows("\n\n".join(text for text, _ in lines))
    return build_drafts(rows, [state for _, state in lines])[0]


def _roles(article: Draft) -> list[tuple[str, str]]:
    return [(paragraph.role, paragraph.text) for paragraph in article.text]


def test_a_heading_after_text_opens_an_article():
    one, two = _draft(
        ("老街换新管", "headline"), (TEXT, "first"), ("水价下月调整", "headline"), (TEXT, "first")
    )
    assert one.headings_of("headline") == ["老街换新管"]
    assert two.headings_of("headline") == ["水价下月调整"]


def test_a_trailing_heading_belongs_to_the_text_before_it():
    (only,) = _draft((TEXT, "headless first"), ("老街换新管", "trailing headline"))
    assert only.headings_of("headline") == ["老街换新管"]
    assert only.trailing


def test_a_merged_line_is_kicker_and_headline():
    (only,) = _draft(("旧城改造提速 老街换新管", "merged"), (TEXT, "first"))
    assert (only.headings_of("kicker"), only.headings_of("headline")) == (["旧城改造提速"], ["老街换新管"])


def test_a_merged_line_is_not_parted_inside_a_quote():
    (only,) = _draft(("“老街 新管”工程开工 居民点赞", "merged"), (TEXT, "first"))
    assert only.headings_of("kicker") == ["“老街 新管”工程开工"]


def test_a_merged_line_of_one_word_stays_a_headline():
    (only,) = _draft(("老街换新管", "merged"), (TEXT, "first"))
    assert only.headings_of("headline") == ["老街换新管"]


def test_a_joined_row_goes_on_with_its_paragraph_without_a_space():
    (only,) = _draft(("老街换新管", "headline"), ("施工队从上", "first"), ("月进场。", "joined"))
    assert _roles(only) == [("body", "施工队从上月进场。")]


def test_a_byline_is_no_paragraph():
    (only,) = _draft(("老街换新管", "headline"), (TEXT, "first"), ("（赵小川）", "byline"))
    assert [role for role, _ in _roles(only)] == ["body", "byline"]
    assert only.bylines[0].reporters == ("赵小川",)


def test_what_was_taken_for_a_byline_and_names_nobody_is_text():
    (only,) = _draft(("老街换新管", "headline"), (TEXT, "first"), ("（下转第四版）", "byline"))
    assert [role for role, _ in _roles(only)] == ["body", "body"]


def test_a_subhead_at_the_foot_is_text_and_one_over_text_is_a_subhead():
    (only,) = _draft(
        ("老街换新管", "headline"),
        (TEXT, "first"),
        ("水压足了", "subhead"),
        (TEXT, "body"),
        ("未完", "subhead"),
    )
    assert [role for role, _ in _roles(only)] == ["body", "subhead", "body", "body"]


def test_verses_are_text_and_no_subheads():
    verses = [("河水向东流", "subhead"), ("我在岸上走", "subhead"), ("风吹过渡口", "subhead")]
    (only,) = _draft(("渡口", "headline"), (TEXT, "first"), *verses, (TEXT, "body"))
    assert {role for role, _ in _roles(only)} == {"body"}


def test_headings_with_no_text_at_the_end_belong_to_the_page():
    rows = read_rows(f"老街换新管\n\n{TEXT}\n\n要闻")
    drafts, page_pieces = build_drafts(rows, ["headline", "first", "label"])
    assert len(drafts) == 1
    assert [(piece.line_number, piece.text) for piece in page_pieces] == [(5, "要闻")]


def test_a_photograph_has_a_photographer_a_caption_and_little_text():
    caption, article = _draft(
        ("图为施工现场。", "headless first"),
        ("赵小川 摄", "byline"),
        ("老街换新管", "headline"),
        (TEXT, "first"),
        ("（赵小川）", "byline"),
    )
    assert (caption.kind, article.kind) == ("photo", "news")


def test_a_brief_is_called_so():
    (only,) = _draft(("简讯", "label"), ("老街换新管", "headline"), (TEXT, "first"))
    assert only.kind == "brief"


@given(st.lists(printed, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_any_allowed_states_keep_every_character_once(lines: list[str], rng: random.Random):
    rows = read_rows("\n".join(lines))
    states: list[str] = []
    for _ in rows:
        states.append(rng.choice(SUCCESSORS[states[-1]] if states else START_STATES))
    drafts, page_pieces = build_drafts(rows, states)
    pieces = page_pieces + [piece for article in drafts for piece in article.headings]
    pieces += [piece for article in drafts for line in article.text for piece in line.pieces]
    pieces.sort(key=lambda piece: piece.line_number)
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join("".join(lines).split())
