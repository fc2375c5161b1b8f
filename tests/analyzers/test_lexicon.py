from __future__ import annotations

import itertools
import random
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers import Lexicon, fold, lexicon
from analyzers.lexicon import HAN, USER_FREQ, Cutter, PythonCutter, RustCutter, load_cutter
from analyzers.lookup import RUN_SEPARATOR, LookupCutter, load_model
from index.kernel import COMPILED
from tests.conftest import SEED_PAGE, real_articles
from tests.strategies import han_runs

LEXICON = Lexicon()
USER_WORDS = ("晋阳湖会展", "某某示范区", "示范区建", "于昨日")


@pytest.fixture(scope="module")
def python() -> Cutter:
    return PythonCutter(())


@pytest.fixture(scope="module")
def rust() -> Cutter:
    return RustCutter(())


@pytest.fixture(scope="module")
def lookup() -> LookupCutter:
    return LookupCutter()


@pytest.fixture(scope="module")
def cutters(python: Cutter, rust: Cutter, lookup: Cutter) -> list[Cutter]:
    """All that there are; ``load_cutter`` gives the compiled one, where it is compiled."""
    return [python, rust, lookup, load_cutter(())]


@cache
def _real_runs() -> list[str]:
    """The different runs of Han characters of real text, in order."""
    texts = [SEED_PAGE.read_text(encoding="utf-8")]
    texts += [paragraph for article in real_articles() for paragraph in article.paragraphs]
    return list(dict.fromkeys(run for text in texts for run in re.findall(f"[{HAN}]+", fold(text))))


def test_all_cutters_cut_newspaper_text_alike(cutters: list[Cutter]):
    for run in _real_runs():
        assert len({tuple(cutter.cut(run)) for cutter in cutters}) == 1, run


@given(run=han_runs)
def test_all_cutters_cut_any_han_characters_alike(cutters: list[Cutter], run: str):
    assert len({tuple(cutter.cut(run)) for cutter in cutters}) == 1


@given(word=han_runs, again=st.integers(1, 400))
def test_long_runs_are_cut_as_jieba_cuts_them(python: Cutter, word: str, again: int):
    assert list(load_cutter(()).cut(word * again)) == list(python.cut(word * again))


def test_rjieba_alone_joins_two_characters_that_jieba_does_not(cutters: list[Cutter]):
    run = "商旅常在此停留"
    assert {type(cutter) for cutter in cutters if "常在" in cutter.cut(run)} == {RustCutter}


@given(runs=st.lists(han_runs, max_size=5))
def test_several_runs_in_one_call_are_cut_like_single_ones(cutters: list[Cutter], runs: list[str]):
    for cutter in cutters:
        apart = [word for run in runs for word in cutter.cut(run)]
        assert [word for word in cutter.cut(RUN_SEPARATOR.join(runs)) if word != RUN_SEPARATOR] == apart


def test_all_cutters_know_the_same_words(python: Cutter, cutters: list[Cutter]):
    words = {word for run in _real_runs() for word in python.cut(run)}
    for word in words:
        for start, end in itertools.combinations(range(min(len(word), 8) + 1), 2):
            known = {cutter.has_word(word[start:end]) for cutter in cutters}
            assert len(known) == 1, word[start:end]


def test_every_word_of_the_dictionary_is_known(cutters: list[Cutter], lookup: LookupCutter):
    words = lookup._text[:].decode().splitlines()
    for word in (line.split(" ")[0] for line in words):
        if re.fullmatch(f"[{HAN}]+", word):
            assert all(cutter.has_word(word) for cutter in cutters), word


def test_what_is_no_word_of_han_characters_is_none(cutters: list[Cutter]):
    for word in ("", "\n", "\U0010ffff", "中\U0010ffff", "中 ", "中" * 400):
        assert not any(cutter.has_word(word) for cutter in cutters[2:]), word


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_a_dictionary_that_is_none_is_an_error_and_a_damaged_one_is_read_as_far_as_it_goes():
    from analyzers._cutting import CompiledCutter

    model = load_model()
    for damaged in (b"", b"\n\n", "中国".encode(), "中国 x n".encode()):
        with pytest.raises(ValueError, match="is empty"):
            CompiledCutter(damaged, model, (), USER_FREQ)
    with pytest.raises(ValueError, match="too large"):
        CompiledCutter(b"\n".join(["中国 999999999999999999999999 n".encode()] * 2000), model, (), USER_FREQ)
    for whole in ("中国 5 n\n人民 7 n\n".encode(), "中国 5\n人民 7".encode()):
        for end in range(9, len(whole)):
            cutter = CompiledCutter(whole[:end], model, (), USER_FREQ)
            assert cutter.cut("中国人民")[0] == "中国"
    with pytest.raises(ValueError, match="other characters"):
        CompiledCutter(whole, model, ("5G网络",), USER_FREQ)


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_user_words_beyond_the_room_of_the_dictionary_are_taken():
    words = {f"{chr(0x4E00 + at // 140)}{chr(0x5E00 + at % 140)}{'的' * 8}" for at in range(100_000)}
    cutter = load_cutter(sorted(words))
    assert all(map(cutter.has_word, words))
    assert all(map(cutter.has_word, ("中国", "中华人民共和国")))
    assert not any(cutter.has_word(word[:-1]) for word in words)


def test_a_query_is_cut_without_loading_the_dictionary_and_an_issue_by_loading_it_once():
    loaded: list[Sequence[str]] = []

    def load(words: Sequence[str]) -> Cutter:
        loaded.append(words)
        return load_cutter(words)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lexicon, "load_cutter", load)
        lookup_first = Lexicon()
        assert list(lookup_first.cut("何宝国谈空气质量")) == list(PythonCutter(()).cut("何宝国谈空气质量"))
        assert loaded == []
        for run in _real_runs()[:400]:
            assert list(lookup_first.cut(run)) == list(LEXICON.cut(run))
    assert loaded == [()]


def test_all_cutters_take_user_words_alike():
    runs = _real_runs()
    rng = random.Random(2)
    cuts = [(run, start) for run in rng.sample(runs, 60) for start in [rng.randrange(len(run))]]
    words = Lexicon(run[start : start + rng.randint(2, 6)] for run, start in cuts).user_words
    cutters = [load(words) for load in (PythonCutter, RustCutter, load_cutter)]
    for run in runs:
        assert len({tuple(cutter.cut(run)) for cutter in cutters}) == 1


@given(run=han_runs)
def test_the_words_of_a_run_join_to_the_run_again(run: str):
    assert "".join(LEXICON.cut(run)) == run


@given(run=han_runs)
def test_sub_words_are_dictionary_words_at_their_offset(rust: Cutter, run: str):
    for word in LEXICON.cut(run):
        for offset, sub_word in LEXICON.sub_words(word):
            assert word[offset : offset + len(sub_word)] == sub_word != word
            assert rust.has_word(sub_word)


def test_sub_words_are_those_of_jiebas_search_mode():
    assert [word for _, word in LEXICON.sub_words("中华人民共和国")] == [
        *("中华", "华人", "人民", "共和"),
        "共和国",
    ]


@pytest.mark.parametrize("cutter", [PythonCutter, RustCutter, load_cutter])
def test_a_user_word_is_cut_out_whatever_it_is_made_of(cutter: type):
    lexicon = Lexicon(USER_WORDS, load=cutter)
    for word in lexicon.user_words:
        assert word not in LEXICON.cut(f"记者在{word}采访")
        assert word in lexicon.cut(f"记者在{word}采访")


def test_user_words_are_folded_as_text_is():
    assert Lexicon(["晉陽湖會展", " 某某 示范区 "]).user_words == ("晋阳湖会展", "某某示范区")


def test_words_that_are_cut_by_rule_do_not_count_as_user_words():
    idle = Lexicon(["PM2.5", "5G网络", "农", "", "  "])
    assert idle.user_words == ()
    assert idle.fingerprint == LEXICON.fingerprint


@given(st.lists(st.sampled_from(USER_WORDS)))
def test_the_fingerprint_depends_on_the_user_words_but_not_on_their_order(words: list[str]):
    lexicon = Lexicon(words)
    assert lexicon.fingerprint == Lexicon(reversed(words)).fingerprint
    assert (lexicon.fingerprint == LEXICON.fingerprint) == (not words)
    assert re.fullmatch("[0-9a-f]{16}", lexicon.fingerprint)


def test_the_dictionary_is_loaded_at_the_first_cut_and_once():
    loads = []

    def load(words: Sequence[str]) -> Cutter:
        loads.append(words)
        return load_cutter(words)

    lexicon = Lexicon(["晋阳湖会展"], load=load)
    _ = lexicon.fingerprint
    assert loads == []
    lexicon.cut("农交会")
    lexicon.sub_words("农交会")
    assert loads == [("晋阳湖会展",)]


def test_without_compiler_and_rjieba_jieba_cuts():
    code = """
import sys
for name in ("rjieba", "analyzers._cutting"):
    sys.modules[name] = None  # what import finds where it is not installed
from analyzers.lexicon import Lexicon, PythonCutter, load_cutter
assert isinstance(load_cutter(()), PythonCutter)
print(*Lexicon().cut("中部地区高质量发展"))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(LEXICON.cut("中部地区高质量发展"))
    assert done.stderr == ""
