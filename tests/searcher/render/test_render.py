"""Lines of text are as wide as they may be, lose nothing, and hold nothing a terminal would obey."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from index.article import Article
from index.backend import Part
from searcher import Archive, Explanation, FacetCount, QuerySyntaxError, Results, Snippet, Span
from searcher.render.answers import format_results
from searcher.render.articles import format_article, format_articles, format_printed, plain_text
from searcher.render.cells import _breaks, columns, flow, marked, wrap
from searcher.render.control_characters import clean, escaped, one_line
from searcher.render.facet_lines import format_facets
from searcher.render.hits import MATCH, format_hits, format_nothing
from searcher.render.issue_tables import page_ranges
from searcher.render.syntax_error import format_syntax_error

WIDTHS = st.integers(20, 200)
PRINTED = st.text(st.sampled_from("农交会在太原举行，。、“”（）《》—…·PM2.5abcdefgh 　１２Ａ"), max_size=200)
OBEYED = [*map(chr, (*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))]

ARTICLE = Article(
    id="2021-03-04-02-01",
    paper="晚报",
    date=date(2021, 3, 4),
    page=2,
    section="要闻",
    kicker="春天来了",
    headline="河边的柳树都绿了",
    subheads=("柳树", "燕子"),
    paragraphs=("本报讯 河边的柳树一夜之间都绿了。", "燕子也回来了。"),
    reporters=("赵一", "钱二"),
    photographers=("孙三",),
    source="晚报/2021-03-04/02.txt",
)


def plain(lines: Iterable[Text]) -> list[str]:
    return [line.plain for line in lines]


def styled(line: Text, style: str) -> list[str]:
    return [line.plain[span.start : span.end] for span in line.spans if span.style == style]


AS_PRINTED = replace(
    ARTICLE,
    printed=(
        *("masthead: 第2版 要闻", "label", "merged: 春天来了 河边的柳树都绿了"),
        *("body", "subhead 2", "body", "byline: （赵一）"),
    ),
)


def test_an_article_is_shown_line_by_line_as_it_was_printed(seed_archive: Archive):
    lines = list(format_printed(AS_PRINTED, 60, seed_archive.highlighter("柳树")))
    assert plain(lines) == [
        "masthead  第2版 要闻",
        "   label  要闻",
        "  merged  春天来了 河边的柳树都绿了",
        "    body  本报讯 河边的柳树一夜之间都绿了。",
        " subhead  柳树",
        " subhead  燕子",
        "    body  燕子也回来了。",
        "  byline  （赵一）",
    ]
    assert [styled(line, MATCH) for line in lines] == [[], [], ["柳树"], ["柳树"], ["柳树"], [], [], []]


def test_an_article_is_read_in_the_order_printed_and_what_is_the_page_s_comes_last():
    lines = [line for line in plain(format_article(AS_PRINTED, 60)) if line]
    assert lines[-8:] == [
        *("本报讯 河边的柳树一夜之间都绿了。", "柳树", "燕子", "燕子也回来了。", "（赵一）"),
        *("要闻", "春天来了 河边的柳树都绿了", "第2版 要闻"),
    ]


def test_what_is_pasted_is_the_text_without_what_stands_beside_it():
    assert plain_text(AS_PRINTED).splitlines()[3:] == [
        *("赵一、钱二、孙三", "本报讯 河边的柳树一夜之间都绿了。", "柳树", "燕子", "燕子也回来了。")
    ]


@given(PRINTED, WIDTHS, st.integers(0, 8))
def test_wrapped_lines_are_never_wider_than_allowed_and_lose_nothing_but_space(
    text: str, width: int, indent: int
):
    lines = wrap(Text(text), width, indent=indent)
    assert all(line.cell_len <= width for line in lines)
    assert "".join("".join(line.plain.split()) for line in lines) == "".join(text.split())


@given(st.text(max_size=100).map(one_line), WIDTHS)
def test_any_text_at_all_wraps_without_loss(text: str, width: int):
    assert "".join("".join(plain(wrap(Text(text), width))).split()) == "".join(text.split())


def test_without_a_width_a_line_stays_whole_for_grep():
    assert plain(wrap(Text("河边的柳树" * 100), None, indent=2)) == ["  " + "河边的柳树" * 100]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    lines = plain(wrap(Text("他说：“河边的柳树都绿了。”（见图）" * 20), 23))
    assert not [line for line in lines if line[0] in "，。、：”）" or line[-1] in "“（"]


def test_a_latin_word_stays_whole_where_it_fits_a_line():
    lines = plain(wrap(Text("河边的柳树都绿了 Wikipedia PM2.5 都有"), 20))
    assert any("Wikipedia" in line for line in lines)
    assert any("PM2.5" in line for line in lines)


def test_a_word_longer_than_the_line_is_cut_at_its_end():
    assert plain(wrap(Text("a" * 45), 20)) == ["a" * 20, "a" * 20, "a" * 5]


@given(st.lists(PRINTED.map(Text), max_size=12), WIDTHS)
def test_items_that_flow_keep_to_the_width(items: list[Text], width: int):
    assert all(line.cell_len <= width for line in flow(items, width))


def test_columns_stand_below_each_other_whatever_the_width_of_their_characters():
    rows = [[Text("晚报"), Text("1")], [Text("daily"), Text("12")], [Text("北方晚报"), Text("7")]]
    lines = plain(columns(rows, 60, right=(1,)))
    assert lines == ["晚报       1", "daily     12", "北方晚报   7"]
    assert len({cell_len(line) for line in lines}) == 1


def test_the_last_column_goes_on_below_itself():
    lines = plain(columns([[Text("12"), Text("河边的柳树都绿了，燕子也回来了")]], 20))
    assert lines == ["12  河边的柳树都绿", "    了，燕子也回来了"]


@pytest.mark.parametrize("char", OBEYED)
def test_nothing_a_terminal_would_obey_passes_and_no_offset_moves(char: str):
    shown = clean(f"甲{char}乙")
    assert len(shown) == 3
    assert char not in shown.translate(dict.fromkeys(map(ord, "\n\t")))
    assert not set(one_line(f"甲{char}乙")) & set(OBEYED)


@given(st.text())
def test_escaped_json_means_the_same_and_holds_no_control(text: str):
    json_line = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(json_line) == text
    assert not set(json_line.decode()) & set(OBEYED)


def test_a_caret_stands_under_every_cell_of_what_is_wrong():
    error = QuerySyntaxError("no such field", "太原 部门:甲", 3, 5)
    assert format_syntax_error(error, 80).split("\n") == ["no such field", "  太原 部门:甲", "       ^^^^"]


def test_where_something_is_missing_stands_one_caret():
    assert format_syntax_error(QuerySyntaxError("missing", "(太", 2, 2), 80).endswith("\n  (太\n     ^")


def test_an_empty_question_is_not_shown():
    assert format_syntax_error(QuerySyntaxError("empty", " ", 0, 1), 80) == "empty"


@given(st.text(st.sampled_from("太原(ab “\x1b"), min_size=1, max_size=400), st.data(), st.integers(20, 200))
def test_of_a_long_question_the_place_of_the_error_is_shown(query: str, data: st.DataObject, width: int):
    start = data.draw(st.integers(0, len(query)))
    end = data.draw(st.integers(start, len(query)))
    lines = format_syntax_error(QuerySyntaxError("wrong", query, start, end), width).split("\n")
    if not query.strip():
        return
    _, shown, carets = lines
    assert cell_len(shown) <= width
    assert len(carets) <= width
    column = carets.index("^")
    at = (
        len(shown)
        if start == len(query)
        else next(place for place in range(len(shown) + 1) if cell_len(shown[:place]) >= column)
    )
    assert shown[at : at + 1] == one_line(query)[start : start + 1]


def test_an_article_shows_kicker_headline_facts_and_every_paragraph():
    assert plain(format_article(ARTICLE, 60)) == [
        "春天来了",
        "河边的柳树都绿了",
        "",
        "id             2021-03-04-02-01",
        "paper          晚报, 2021-03-04, page 2",
        "section        要闻",
        "reporters      赵一, 钱二",
        "photographers  孙三",
        "source         晚报/2021-03-04/02.txt",
        "",
        "柳树",
        "",
        "燕子",
        "",
        "本报讯 河边的柳树一夜之间都绿了。",
        "",
        "燕子也回来了。",
    ]


def test_articles_are_told_apart_by_a_line():
    assert plain(format_articles([ARTICLE, ARTICLE], 60)).count("─" * 60) == 1


def test_what_the_question_finds_is_marked_in_the_article(seed_archive: Archive):
    article = seed_archive.search("农交会").hits[0].article
    lines = format_article(article, 60, seed_archive.highlighter("农交会"))
    marks = [mark for line in lines for mark in styled(line, MATCH)]
    assert set(marks) == {"农交会"}
    assert len(marks) == f"{article.headline}{article.paragraphs}".count("农交会")


@pytest.mark.parametrize("width", [60, 80, 100, 133, 200])
def test_long_results_keep_to_the_width_and_their_dates_scores_and_ids_stand_below_each_other(
    seed_archive: Archive, width: int
):
    results = seed_archive.search("太原", limit=13)
    lines = plain(format_results(results, width, form="long"))
    assert max(map(cell_len, lines)) <= width
    facts = [line for line in lines if "2023-09-21-01-" in line]
    assert len(facts) == len(results.hits) >= 10
    for sought in ("2023-09-21  1版", "  taiyuan-daily-2023-09-21-01-"):
        assert len({cell_len(line[: line.index(sought)]) for line in facts}) == 1


def test_a_hit_marks_what_matched_and_shows_where_its_passage_is_cut(seed_archive: Archive):
    (hit,) = seed_archive.search('"农交会"', limit=1).hits
    body = "农交会开幕了" + "，柳树都绿了" * 5
    cut = replace(hit, snippets=(Snippet("body", body, (Span(0, 3),)),))
    *_, passage = format_hits([cut], None)
    assert passage.plain == f"   …{body}…"
    assert styled(passage, MATCH) == ["农交会"]
    whole = replace(cut, article=replace(hit.article, subheads=(), paragraphs=(body,), printed=()))
    assert plain(format_hits([whole], None))[-1] == f"   {body}"


def test_ranks_go_on_where_the_page_before_ended(seed_archive: Archive):
    lines = plain(format_results(seed_archive.search("太原", limit=2, offset=8), 80))
    assert lines[0].endswith("articles, 9 to 10 shown for 太原")
    assert [line[:3] for line in lines[1:] if line[:3].strip().isdigit()] == [" 9 ", "10 "]


def test_an_article_without_a_headline_says_so(seed_archive: Archive):
    hit = replace(seed_archive.search("农交会").hits[0], article=replace(ARTICLE, headline=None, kicker=None))
    assert "(no headline)" in plain(format_hits([hit], 80))[1]


def test_a_facet_takes_one_line_and_says_how_many_values_it_leaves_out():
    facets = {"section": tuple(FacetCount(f"栏目{n}", 30 - n) for n in range(30))}
    brief = plain(format_facets(facets, 60))
    assert len(brief) == 1
    assert brief[0].startswith("section   栏目0 (30)  栏目1 (29)")
    shown = brief[0].count("(")
    assert brief[0].endswith(f"+{30 - shown}")
    in_full = plain(format_facets(facets, 60, in_full=True))
    assert sum(line.count("(") for line in in_full) == 30
    assert max(map(cell_len, brief + in_full)) <= 60


def test_an_explanation_is_a_sum_that_adds_up_and_fits_sixty_columns(seed_archive: Archive):
    results = seed_archive.search("农交会 太原", limit=1)
    explanation = seed_archive.explain("农交会 太原", results.hits[0].id)
    lines = plain(format_hits(results.hits, 60, explanations=[explanation]))
    assert max(map(cell_len, lines)) <= 60
    sums = [line.split() for line in lines if " = " in line]
    for score, _, times, _, idf, _, weight, *_ in sums:
        assert float(score) == pytest.approx(float(times) * float(idf) * float(weight), abs=0.001)
    assert sum(float(row[0]) for row in sums) == pytest.approx(results.hits[0].score, abs=0.001)


def test_a_match_that_is_not_weighed_says_so(seed_archive: Archive):
    hits = seed_archive.search("date:2023", limit=1).hits
    (lines,) = [plain(format_hits(hits, 80, explanations=[Explanation(hits[0].id, "", ())]))]
    assert "no score" in lines[-1]


def test_terms_from_anywhere_are_shown_without_their_controls(seed_archive: Archive):
    hits = seed_archive.search("农交会", limit=1).hits
    part = Part("word", "\x1b[2J甲", 1.0, 1, 13, 10.0, 10.0, 1.0, 1.0, 1, 1.0)
    lines = plain(format_hits(hits, 80, explanations=[Explanation(hits[0].id, "", (part,))]))
    assert "\x1b" not in "".join(lines)


def test_nothing_found_tells_what_was_understood_and_what_its_parts_find():
    results = Results("甲 乙丙", "甲 AND 乙丙", 0, 0, 10, 0.1, (), {})
    assert plain(format_nothing(results, [("甲", 12), ("乙丙", 0)], 60)) == [
        "No article matches 甲 AND 乙丙",
        "  12  甲",
        "   0  乙丙",
    ]


def test_pages_in_a_row_are_told_as_a_range():
    assert page_ranges((1, 2, 3, 4, 7)) == "1-4, 7"
    assert page_ranges(()) == ""


def test_a_mark_covers_exactly_its_span():
    line = marked("河边的\n柳树", [(4, 6)], MATCH)
    assert line.plain == "河边的 柳树"
    assert styled(line, MATCH) == ["柳树"]


class Looked(tuple[FacetCount, ...]):  # noqa: SLOT001 - it counts
    """Values of a facet that note how many of them were looked at."""

    looked = 0

    def __iter__(self) -> Iterator[FacetCount]:
        for each in super().__iter__():
            self.looked += 1
            yield each


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts whose width was asked for."""
    lengths: list[int] = []

    def counting(text: str, *_: object) -> int:
        lengths.append(len(text))
        return cell_len(text)

    monkeypatch.setattr("rich.text.cell_len", counting)
    return lengths


def many(number: int) -> Looked:
    return Looked(FacetCount(f"记者{n}", number - n) for n in range(number))


@pytest.mark.parametrize("width", [40, 60, 120, 200])
def test_of_a_facet_of_5000_values_only_those_are_looked_at_that_a_line_could_hold(width: int):
    values = many(5000)
    (line,) = format_facets({"reporter": values}, width)
    assert line.plain.startswith("reporter  记者0 (5,000)")
    assert line.plain.endswith(f"  +{5000 - line.plain.count('(')}")
    assert line.cell_len <= width
    assert values.looked <= width / len("记者0 (5,000)")


@pytest.mark.parametrize("width", [None, 60])
def test_the_work_for_a_facet_in_full_grows_as_its_values_do(measured: list[int], width: int | None):
    work = []
    for number in (1000, 2000, 4000):
        measured.clear()
        format_facets({"reporter": many(number)}, width, in_full=True)
        work.append(sum(measured))
    assert 0 < work[2] - work[1] < 2.5 * (work[1] - work[0])


@given(st.lists(st.tuples(PRINTED.map(one_line), st.integers(1, 99)), min_size=1, max_size=30), WIDTHS)
def test_a_facet_shows_as_many_values_as_fit_and_not_one_less(values: list[tuple[str, int]], width: int):
    counts = tuple(FacetCount(*each) for each in values)
    lines = plain(format_facets({"section": counts}, width))
    shown = [f"{value} ({number})" for value, number in values]
    rests = [f"+{left}" for left in range(len(shown) - 1, 0, -1)]
    lengths = [cell_len("  ".join([*shown[: n + 1], *rests[n : n + 1]])) for n in range(len(shown))]
    fitting = [n + 1 for n, cells in enumerate(lengths) if cells <= width - 10]
    most = max(fitting, default=1)
    rest = f"+{len(shown) - most}" if most < len(shown) else ""
    assert "".join("".join(lines).split()) == "section" + "".join("".join([*shown[:most], rest]).split())


def test_a_text_is_wrapped_no_further_than_its_lines_are_asked_for():
    measured = 0

    class Counted(str):
        __slots__ = ()

        def __iter__(self) -> Iterator[str]:
            nonlocal measured
            for char in super().__iter__():
                measured += 1
                yield char

    assert list(islice(_breaks(Counted("河边的柳树都绿了" * 100_000), 60), 10)) == [*range(30, 301, 30)]
    assert measured <= 302


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=8), WIDTHS)
def test_a_wrapped_line_has_the_styles_its_characters_had(pairs: list[tuple[int, int]], width: int):
    text = Text("河边的柳树都绿了 PM2.5 " * 5, style="bold")
    for number, (start, end) in enumerate(pairs):
        text.stylize(f"color({number})", min(start, end), max(start, end))
    console = Console()
    cut = [part for line in wrap(text, width) for part in _styled(line, console)]
    assert [part for part in cut if part[0] != " "] == [
        part for part in _styled(text, console) if part[0] != " "
    ]


def _styled(text: Text, console: Console) -> list[tuple[str, object]]:
    return [(char, text.get_style_at_offset(console, at)) for at, char in enumerate(text.plain)]


@pytest.mark.parametrize("paragraphs", [("柳树都绿了，" * 20,) * 3000, ("柳树都绿了，" * 60_000,)])
def test_an_article_is_laid_out_as_its_lines_are_asked_for(
    measured: list[int], paragraphs: tuple[str, ...], seed_archive: Archive
):
    article = replace(ARTICLE, paragraphs=paragraphs)
    lines = format_article(article, 60, seed_archive.highlighter("柳树"))
    assert "柳树都绿了，柳树都绿了，" in plain(list(islice(lines, 20)))[-1]
    assert sum(measured) < 2000


def test_a_mark_that_goes_on_in_the_next_paragraphs_is_shown_in_each(seed_archive: Archive):
    article = replace(ARTICLE, subheads=(), paragraphs=("燕子回来了",) * 4)
    for asked, marks in (
        ('"回来了燕子回"', [["回来了"], ["燕子回来了"], ["燕子回来了"], ["燕子回"]]),
        ('"燕子"', [["燕子"]] * 4),
    ):
        lines = list(format_article(article, None, seed_archive.highlighter(asked)))
        assert [styled(line, MATCH) for line in lines if "燕子" in line.plain] == marks
