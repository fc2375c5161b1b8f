from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import Analyzer, fold, word_form
from index.run_plan import ACROSS_SHARE, ASIDE_SHARE, LINKING_SHARE, PairShare, plan_run
from tests.strategies import texts

ANALYZER = Analyzer()


class KnowsNoOneWord(Analyzer):
    """Finds no word when it is asked first, which is whether a run is one word."""

    is_asked = False

    def query_terms(self, text: str) -> list[str]:
        if not self.is_asked:
            self.is_asked = True
            return []
        return super().query_terms(text)


WORDS = (
    "空气",
    "国务院",
    "怎么样",
    "什么",
    "哈哈哈",
    "cctv",
    "EU",
    "臺灣",
    "ＡＢＣ",
    "straße",
    "ガラス",
    "サービス",
    "〇〇",
)


def parts(run: str) -> list[str]:
    return [part.folded for part in plan_run(run, ANALYZER).parts]


@given(text=st.sampled_from(WORDS) | texts)
def test_a_run_of_one_word_is_planned_as_any_other(text: str):
    form = word_form(text)
    analyzer = KnowsNoOneWord(ANALYZER.lexicon) if form.isalpha() and len(form) > 1 else ANALYZER
    assert plan_run(text, ANALYZER) == plan_run(text, analyzer)


@pytest.mark.parametrize("mark", "，、；。！？/&：—…《》（）“”「」|")
def test_a_mark_between_words_cuts_and_at_an_end_it_falls_away(mark: str):
    assert parts(f"贸促{mark}文旅") == ["贸促", "文旅"]
    for run in (f"贸促{mark}", f"{mark}贸促", f"{mark}{mark}贸促{mark}"):
        plan = plan_run(run, ANALYZER)
        assert (parts(run), plan.folded) == (["贸促"], "贸促")
        assert plan.typed == fold(run)


@pytest.mark.parametrize(
    "run",
    [
        *(
            "3.15晚会",
            "3·15晚会",
            "1-8月",
            "12%",
            "3+1",
            "1/3",
            "24/7",
            "3:1",
            "3∶1",
            "1,234",
            "-5℃",
            "２０％",
        ),
        *(
            "阿不都·某",
            "F-16",
            "PM_{2.5}",
            "don't",
            "歼-20",
            "C++",
            "增长12%的",
            "5G+",
            "太 原 市",
            "2021—2035年",
        ),
    ],
)
def test_a_number_a_name_and_a_word_with_its_marks_are_one_part(run: str):
    assert parts(run) == [fold(run)]


@pytest.mark.parametrize(
    "run",
    [
        *("3月1日", "2024年1月1日", "12%", "3+1", "1/3", "24/7", "3:1", "-5℃", "三月一日", "1-8月", "1,234"),
        *("歼-20", "一九九〇年", "９月２１日", "12.5%", "10:30"),
    ],
)
def test_a_date_a_sum_and_a_score_mean_themselves(run: str):
    plan = plan_run(run, ANALYZER)
    assert plan.is_one_literal
    assert plan.apart_words == set()
    assert plan.words


@pytest.mark.parametrize(
    "run", ["空气质量下降", "3月1日起施行", "增长12%", "新华社太原9月21日电", "我市农交会"]
)
def test_words_may_stand_apart(run: str):
    assert plan_run(run, ANALYZER).apart_words


def test_a_mark_is_weighed_with_the_character_beside_it():
    assert set(plan_run("12%，", ANALYZER).bigrams) == {"12", "2%"}
    assert set(plan_run("甲，乙", ANALYZER).bigrams) == {"甲,", ",乙"}


def test_the_pairs_of_a_word_share_its_weight_for_closeness_and_those_across_words_count_less():
    shares = plan_run("臭氧空气质量", ANALYZER).pair_shares
    assert shares == {
        "臭氧": PairShare(1, "臭氧"),
        "氧空": PairShare(ACROSS_SHARE),
        **{pair: PairShare(1 / 3, "空气质量") for pair in ("空气", "气质", "质量")},
    }


def test_a_pair_that_touches_a_word_that_asks_or_links_counts_less_for_closeness():
    shares = plan_run("谁的臭氧", ANALYZER).pair_shares
    assert shares["谁的"] == PairShare(0)
    assert shares["的臭"] == PairShare(ACROSS_SHARE * LINKING_SHARE)
    assert shares["臭氧"] == PairShare(1, "臭氧")


@pytest.mark.parametrize("run", ["臭氧（煤炭）", "臭氧(煤炭)太原", "臭氧（煤炭（12））", "臭氧：（煤炭）"])
def test_what_stands_in_brackets_behind_other_text_counts_in_part(run: str):
    plan = plan_run(run, ANALYZER)
    assert (plan.words["臭氧"], plan.words["煤炭"]) == (1, ASIDE_SHARE)
    assert (plan.bigrams["臭氧"], plan.bigrams["煤炭"]) == (1, ASIDE_SHARE)
    assert plan.pair_shares["煤炭"] == PairShare(ASIDE_SHARE, "煤炭")
    assert "煤炭" in plan.apart_words


@pytest.mark.parametrize("run", ["（煤炭）", "（煤炭）。", "臭氧（煤炭", "臭氧）煤炭（", "煤炭"])
def test_brackets_around_everything_or_without_their_other_half_make_no_aside(run: str):
    plan = plan_run(run, ANALYZER)
    assert plan.words["煤炭"] == plan.bigrams["煤炭"] == 1


@pytest.mark.parametrize(("run", "is_latin"), [("EU", True), ("5G", True), ("空气", False), ("A股", False)])
def test_one_word_of_latin_letters_is_known_for_what_stands_in_longer_ones(run: str, *, is_latin: bool):
    assert plan_run(run, ANALYZER).is_latin_word is is_latin


@given(texts)
def test_every_run_has_parts_that_stand_in_it_and_all_its_letters_are_in_them(text: str):
    plan = plan_run(text, ANALYZER)
    assert plan.parts
    for part in plan.parts:
        assert part.folded in plan.folded
    assert plan.folded in plan.typed
    letters = {char for part in plan.parts for char in part.folded if char.isalnum()}
    assert letters == {char for char in plan.typed if char.isalnum()}
