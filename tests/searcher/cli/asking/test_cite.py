"""`searcher cite`: citations of articles by id, and by number on a terminal."""

from __future__ import annotations

import pytest

from searcher import Archive
from searcher.citations import STYLES, Style
from tests.searcher.cli.conftest import Terminal
from tests.searcher.conftest import Run


@pytest.mark.parametrize("style", STYLES)
def test_the_command_prints_what_the_library_gives(ask: Run, seed_archive: Archive, style: Style):
    ids = seed_archive.stream("农交会").ids
    printed = ask("cite", *ids, "--style", style).stdout
    between = "\n\n" if style in {"bibtex", "ris"} else "\n"
    assert printed == between.join(seed_archive.cite(each, style) for each in ids) + "\n"


def test_numbers_of_the_list_are_cited(terminal: Terminal, seed_archive: Archive):
    ids = seed_archive.stream("太原").ids
    terminal("find", "太原")
    cited = terminal("cite", "1-2", "4").screen
    assert cited == "".join(f"{seed_archive.cite(ids[at])}\n" for at in (0, 1, 3))


def test_what_is_missing_is_told_and_the_others_cited(ask: Run, seed_archive: Archive):
    (first, *_) = seed_archive.stream("农交会").ids
    printed = ask("cite", "no-such-article", first)
    assert (printed.exit_code, printed.stdout) == (2, f"{seed_archive.cite(first)}\n")
    assert "no-such-article" in printed.stderr


def test_a_style_that_is_none_is_told(ask: Run):
    assert "'apa' is not one of 'gbt7714'" in ask("cite", "x", "--style", "apa").stderr
