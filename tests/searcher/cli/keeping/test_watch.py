"""A file is given out once it rests, whatever the system tells of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles

from searcher.cli.keeping import watch
from searcher.cli.keeping.watch import Sweeps


def test_a_file_is_given_out_when_it_is_as_it_was_at_the_sweep_before_and_once(tmp_path: Path):
    sweeps, file = Sweeps([tmp_path]), tmp_path / "01.txt"
    file.write_text("柳", encoding="utf-8")
    assert sweeps.ready() == []
    assert sweeps.is_unsettled
    assert sweeps.ready() == [file]
    assert sweeps.ready() == []
    assert not sweeps.is_unsettled


def test_a_file_that_is_still_copied_is_waited_for(tmp_path: Path):
    sweeps, file = Sweeps([tmp_path]), tmp_path / "01.txt"
    for size in range(1, 4):
        file.write_text("柳" * size, encoding="utf-8")
        assert sweeps.ready() == []
    assert sweeps.ready() == [file]
    file.write_text("桃" * 3, encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert sweeps.ready() == []
    assert sweeps.ready() == [file]


def test_what_is_moved_in_is_found_folders_and_zips_and_what_is_no_source_is_not(tmp_path: Path):
    sweeps = Sweeps([tmp_path / "in"])
    (tmp_path / "in").mkdir()
    sweeps.ready()
    (tmp_path / "out" / "deep").mkdir(parents=True)
    names = ["deep/01.txt", "a.zip", "~$01.txt", ".02.txt", "notes.doc", "notes.jsonl", "1.jsonl", "02.txt"]
    for name in names:
        (tmp_path / "out" / name).write_text("x", encoding="utf-8")
    (tmp_path / "out").rename(tmp_path / "in" / "moved")
    sweeps.ready()
    moved = tmp_path / "in" / "moved"
    assert sweeps.ready() == sorted(moved / name for name in ("deep/01.txt", "a.zip", "1.jsonl", "02.txt"))
    (moved / "a.zip").unlink()
    assert sweeps.ready() == []
    assert not sweeps.is_unsettled


def test_what_a_folder_of_a_system_holds_is_not_given_out_as_add_does_not_read_it(tmp_path: Path):
    for folder in ("__MACOSX", ".git", "~$01"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "01.txt").write_text("柳", encoding="utf-8")
    sweeps = Sweeps([tmp_path])
    sweeps.ready()
    assert sweeps.ready() == []


def test_a_change_right_after_a_sweep_makes_the_next_sweep_come_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def fake_watch(*_: object, **__: object) -> Iterator[set[str]]:
        for seconds, changes in ((0, set()), (0.5, {"a change"}), (0.4, set()), (0.2, set()), (5, set())):
            clock[0] += seconds
            yield changes

    monkeypatch.setattr(watchfiles, "watch", fake_watch)
    came = [clock[0] for _ in watch._on_changes([tmp_path], Sweeps([tmp_path]))]
    assert came == pytest.approx([100.0, 101.1])
