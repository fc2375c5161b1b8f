"""An archive that a test may add to and save in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.conftest import Person


@pytest.fixture
def own(tmp_path: Path, answers: Archive, person: Person) -> Iterator[Archive]:
    """A copy of the archive of invented articles, asked by somebody new."""
    assert not person.config.exists()
    shutil.copytree(answers.path, tmp_path / "own")
    with searcher.open(tmp_path / "own") as archive:
        yield archive
