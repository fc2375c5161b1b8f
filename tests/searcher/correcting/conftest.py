"""An archive of its own with the founding page, whose file lies in a folder that may be written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import searcher
from searcher import Archive
from tests.conftest import SEED_PAGE

ID = "taiyuan-daily-2023-09-21-01-{:02d}"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "taiyuan-daily" / "2023-09-21"
    folder.mkdir(parents=True)
    return Path(shutil.copy(SEED_PAGE, folder))


@pytest.fixture
def own(tmp_path: Path, page: Path) -> Iterator[Archive]:
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add(page)
        yield archive


def articles_of(archive: Archive) -> dict[str, searcher.Article]:
    """The articles of the archive by id."""
    return {article.id: article for article in archive.articles(archive.issues()[0].key)}
