"""Fixtures: the archives the tests ask. Built once a session; no test writes to them."""

from __future__ import annotations

import gzip
import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase

import searcher
from index.article import Article, article_id
from index.intake.jsonl import parse_articles
from index.intake.placement import Placement
from index.page_label import PageLabel
from searcher import Archive
from tests.oracle import Oracle
from tests.searcher.answers.articles import ARTICLES, NOTICES
from tests.strategies import article

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SEED_PAGE = ROOT / "seeds" / "taiyuan-daily" / "2023-09-21" / "01.txt"
SAMPLE_ARTICLES = 150
PERSON = Path(tempfile.gettempdir()) / f"searcher-tests-{os.getpid()}"

# `make test` draws the same examples each run, so that it passes or fails by what the code says; a failure
# prints how to draw it again. CI machines are slow and noisy: what counts is the answer, not the time.
settings.register_profile(
    "default",
    deadline=None,
    max_examples=30,
    derandomize=True,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# `make nightly` draws anew each time, `make laws` and `make torture` fifty times as many; failures are kept.
settings.register_profile(
    "random",
    parent=settings.get_profile("default"),
    derandomize=False,
    max_examples=100,
    database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "examples"),
)
# On a cluster, where an example takes many times as long, in CI.
settings.register_profile("few", parent=settings.get_profile("default"), max_examples=20)
settings.register_profile("thorough", parent=settings.get_profile("random"), max_examples=1500)
settings.register_profile("bounds", parent=settings.get_profile("default"), max_examples=60)
settings.load_profile("default")

# What says how a terminal, a locale or Python's own streams are, and so what a command prints.
TERMINAL = ("COLUMNS", "LINES", "COLORTERM", "PAGER", "MANPAGER", "LESS", "LESSCHARSET", "LESSOPEN")
COLOURS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PY_COLORS")
RICH = ("TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION", "JUPYTER_COLUMNS", "JUPYTER_LINES")
STREAMS = ("PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS", "PYTHONUNBUFFERED", "PYTHONSAFEPATH")
CHOSEN = ("SEARCHER_KERNEL",)  # by `make test-numpy`


def pytest_configure() -> None:
    """Let no test depend on who runs it, in which terminal: nor any process that a test starts."""
    for name in list(os.environ):
        ours = name.startswith("SEARCHER_") and name not in CHOSEN
        if ours or name.startswith("LC_") or name in (*TERMINAL, *COLOURS, *RICH, *STREAMS):
            del os.environ[name]
    os.environ |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "SEARCHER_LANG": "en"}
    # Nor on what somebody saved or marked.
    PERSON.mkdir()
    os.environ |= {name: str(PERSON) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    os.umask(0o022)
    # A shell without job control ignores Ctrl-C for what it starts in the background, and so would every
    # process that a test starts and interrupts.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    shutil.rmtree(PERSON, ignore_errors=True)


NOBODY_UID = 65534


class Person(NamedTuple):
    """The folders of somebody who searches."""

    config: Path
    data: Path
    state: Path

    @property
    def saved(self) -> Path:
        """The file of saved searches, in a folder that is there."""
        (self.config / "searcher").mkdir(parents=True, exist_ok=True)
        return self.config / "searcher" / "saved.toml"

    @property
    def marks(self) -> Path:
        """The file of marks, in a folder that is there."""
        (self.data / "searcher").mkdir(parents=True, exist_ok=True)
        return self.data / "searcher" / "marks.jsonl"


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody who has saved and marked nothing yet."""
    found = Person(*(tmp_path / "person" / name for name in ("config", "data", "state")))
    for name, folder in zip(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), found, strict=True):
        monkeypatch.setenv(name, str(folder))
    return found


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that other users may enter; pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        folder.chmod(0o755)
        yield folder
        for path in folder.rglob("*"):  # what a test has closed can be deleted again
            path.chmod(0o755)


@pytest.fixture
def unprivileged(public_folder: Path) -> AbstractContextManager[None]:
    """As somebody who may not read everything, which root may."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no users to become here")

    @contextmanager
    def being_nobody() -> Iterator[None]:
        if os.geteuid():
            yield
            return
        os.seteuid(NOBODY_UID)
        try:
            if not os.access(public_folder, os.X_OK, effective_ids=os.access in os.supports_effective_ids):
                pytest.skip(f"{public_folder} is below a folder that others may not enter; see TMPDIR")
            yield
        finally:
            os.seteuid(0)

    return being_nobody()


@pytest.fixture(scope="session")
def seed_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of the founding page and nothing else."""
    with searcher.open(tmp_path_factory.mktemp("seed"), create=True) as archive:
        archive.add(ROOT / "seeds")
        yield archive


@pytest.fixture(scope="session")
def seed_articles(seed_archive: Archive) -> list[Article]:
    return list(seed_archive.stream("page:1"))


def real_articles() -> list[Article]:
    """A few hundred real articles of many issues, where the shared folder is; else none."""
    path = SHARED / "data" / "rmrb_2020_odd_days.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        text = "".join(itertools.islice(lines, 0, SAMPLE_ARTICLES * 30, 30))
    return parse_articles(text, path.name, Placement()).articles


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The founding page and real articles, in several commits, with a replaced and a dropped issue.

    Other papers print of the founding page on the same day: on the same page, and on pages with letters.
    """
    with searcher.open(tmp_path_factory.mktemp("many"), create=True) as archive:
        articles = real_articles()
        archive.add_articles(articles[: len(articles) // 2])
        archive.add(ROOT / "seeds")
        archive.add_articles(articles[len(articles) // 2 :])
        archive.add(SEED_PAGE, page=2)
        archive.add(SEED_PAGE, paper="dropped", date=articles[0].date if articles else None, page=9)
        if articles:
            archive.drop(articles[0].date, paper="dropped")
        archive.add_articles(_other_papers(list(archive.stream("paper:taiyuan-daily page:1"))))
        archive.tell_paper("qzwb", name="青泽晚报")
        yield archive


def _other_papers(printed: list[Article]) -> Iterator[Article]:
    """Every second article in an evening paper, every third one in a weekly."""
    pages: tuple[PageLabel, ...] = (1, "A01", "A02", "AB01", "特刊1", "号外")
    for paper, step, edition in (("qzwb", 2, None), ("qzwb", 5, "晚"), ("qzzk", 3, None)):
        for at, each in enumerate(printed[::step]):
            page = pages[at % len(pages)]
            yield replace(
                each,
                id=article_id(paper, each.date, page, at + 1, edition),
                paper=paper,
                edition=edition,
                page=page,
                page_name="要闻" if at % 3 else None,
                authors=each.reporters[:1],
            )


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive of invented articles, for what is answered beside the list of hits."""
    with searcher.open(tmp_path_factory.mktemp("answers") / "archive", create=True) as archive:
        archive.add_articles((*ARTICLES, *NOTICES))
        yield archive


@pytest.fixture(scope="session")
def oracle(archive: Archive) -> Oracle:
    return Oracle(archive.stream("date:0001.."), archive._analyzer)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding page and another issue, in two segments, and a third with a deleted article; copy it."""
    path = tmp_path_factory.mktemp("whole") / "archive"
    with searcher.open(path, create=True) as archive:
        archive.add(ROOT / "seeds")
        archive.add_articles(article(n, day="2023-10-01", headline=f"第{n}篇") for n in range(1, 41))
        archive.add_articles([article(1, day="2023-10-01", headline="第一篇")])
    return path
