"""`searcher open` runs what the template says, word by word, and says how to mend what cannot be run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

import searcher
from tests.searcher.cli.conftest import Terminal
from tests.searcher.conftest import Run
from tests.strategies import article

ID = "taiyuan-daily-2023-09-21-01-02"
HOSTILE = "$(touch pwned); touch pwned `touch pwned` 'x"


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that writes each of its words on a line of ``seen``; settings are the test's own."""
    program = tmp_path / "opener"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {shlex.quote(str(tmp_path / "seen"))}\n')
    program.chmod(0o755)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.chdir(tmp_path)
    return program


def test_an_article_is_opened_by_the_template(ask: Run, opener: Path, tmp_path: Path):
    page = tmp_path / "2023 09" / "taiyuan-daily-1.pdf"
    page.parent.mkdir()
    page.touch()
    template = f"{opener} -w '{tmp_path}/{{date:%Y %m}}/{{paper}}-{{page}}.pdf'"
    assert ask("config", "open", template).exit_code == 0
    assert ask("open", ID).exit_code == 0
    assert (tmp_path / "seen").read_text().splitlines() == ["-w", str(page)]
    assert ask("open", ID, "--dry-run").stdout == f"{opener} -w '{page}'\n"


def test_numbers_of_the_list_are_opened(terminal: Terminal, opener: Path, ask: Run, tmp_path: Path):
    ask("config", "open", f"{opener} {{id}}")
    settings = {"XDG_CONFIG_HOME": str(tmp_path / "settings")}
    terminal("find", "农交会", **settings)
    assert terminal("open", "1", **settings).exit_code == 0
    assert (tmp_path / "seen").read_text() == f"{ID}\n"
    assert ID in terminal("cite", ".", "--style", "bibtex", **settings).screen


def test_no_value_is_run_by_a_shell(run: Run, opener: Path, tmp_path: Path):
    with searcher.open(tmp_path / "archive", create=True) as archive:
        archive.add_articles([article(1, headline=HOSTILE)])
        (found,) = archive.search("touch").hits
    run("config", "open", f"{opener} {{headline}} '{{headline}}!'")
    assert run("open", found.id).exit_code == 0
    assert (tmp_path / "seen").read_text().splitlines() == [HOSTILE, f"{HOSTILE}!"]
    run("config", "open", f'sh -c \'"$0" "$1"\' {opener} {{headline}}')
    assert run("open", found.id).exit_code == 0
    assert (tmp_path / "seen").read_text().splitlines() == [HOSTILE]
    assert not (tmp_path / "pwned").exists()


def test_without_a_template_it_is_said_how_to_set_one(ask: Run, opener: Path):
    assert opener.exists()
    refused = ask("open", ID)
    assert refused.exit_code == 2
    assert "set it once, as: searcher config open 'xdg-open /scans/{date:%Y/%m}/{paper}" in refused.stderr


def test_what_only_names_a_page_is_opened_by_the_system(
    ask: Run, opener: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ask("config", "open", "https://archive.example/{date:%Y/%m/%d}/{paper}/{headline}")
    monkeypatch.setattr("searcher.opening._OPENERS", (str(opener),))
    assert ask("open", ID).exit_code == 0
    (address,) = (tmp_path / "seen").read_text().splitlines()
    assert address.startswith("https://archive.example/2023/09/21/taiyuan-daily/%E6%88%91%E5%B8%82")
    monkeypatch.setattr("searcher.opening._OPENERS", ("no-such-opener",))
    refused = ask("open", ID)
    assert refused.exit_code == 2
    assert "none of no-such-opener is there; name one, as: searcher config open" in refused.stderr


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("no-such-program {id}", "the program 'no-such-program' is not there; install it, or name another"),
        ("false {id}", f"false {ID} ended with exit code 1"),
        ("less {url}", f"{ID} has no url"),
        ("less /no/such/{page}.pdf", f"there is no /no/such/1.pdf, where {ID} should be"),
    ],
)
def test_what_cannot_be_opened_is_told_with_the_cure(ask: Run, opener: Path, template: str, told: str):
    assert opener.exists()
    assert ask("config", "open", template).exit_code == 0
    refused = ask("open", ID)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert told in refused.stderr


def test_a_template_that_was_broken_by_hand_is_told_with_its_line(ask: Run, opener: Path, tmp_path: Path):
    assert opener.exists()
    file = tmp_path / "settings" / "searcher" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text('\nopen = "less {pag}"\n')
    refused = ask("open", ID)
    assert refused.exit_code == 2
    assert f"{file}:2: open = 'less {{pag}}': there is no field {{pag}}; did you mean page?" in refused.stderr
