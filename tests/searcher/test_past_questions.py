"""The last questions of a person, of each archive by itself, in a file that stays small."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BackendUnavailable
from searcher.past_questions import MAX_BYTES, MAX_CHARS, keep_question, last_questions
from tests.conftest import Person


def test_they_are_listed_once_each_the_newest_first_and_by_archive(person: Person, tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    assert last_questions(here, 9) == []
    for question in ("太原", "煤矿", "太原", " ", "空气\n质量"):
        keep_question(here, question)
    keep_question(there, "运河")
    assert last_questions(here, 9) == ["空气\n质量", "太原", "煤矿"]
    assert last_questions(here, 2) == ["空气\n质量", "太原"]
    assert last_questions(there, 9) == ["运河"]
    assert (person.state / "searcher" / "questions.jsonl").stat().st_mode & 0o077 == 0


def test_what_was_pasted_whole_is_not_kept(person: Person, tmp_path: Path):
    keep_question(tmp_path, "文" * (MAX_CHARS + 1))
    assert not person.state.exists()


def test_the_file_stays_small_and_the_newest_stay(person: Person, tmp_path: Path):
    file = person.state / "searcher" / "questions.jsonl"
    keep_question(tmp_path, "第一问")
    file.write_text(file.read_text("utf-8").replace("第一问", "旧问") * (MAX_BYTES // 60), "utf-8")
    keep_question(tmp_path, "新问")
    for n in range(3):
        keep_question(tmp_path, f"第{n}问")
    assert file.stat().st_size <= MAX_BYTES
    assert last_questions(tmp_path, 2) == ["第2问", "第1问"]


def test_broken_lines_are_left_out(person: Person, tmp_path: Path):
    keep_question(tmp_path, "太原")
    file = person.state / "searcher" / "questions.jsonl"
    file.write_text(file.read_text("utf-8") + '{"archive": 3\n[]\n"x"\n{}\n{"arch', "utf-8")
    assert last_questions(tmp_path, 9) == ["太原"]
    keep_question(tmp_path, "煤矿")
    assert last_questions(tmp_path, 9) == ["煤矿", "太原"]


def test_a_folder_that_cannot_be_written_is_named_with_the_cure(person: Person, tmp_path: Path):
    person.state.parent.mkdir()
    person.state.write_text("")
    with pytest.raises(BackendUnavailable, match="XDG_STATE_HOME"):
        keep_question(tmp_path, "太原")
