"""README, ARCHITECTURE and CONTRIBUTING say what is so: their examples run, what they name exists."""

from __future__ import annotations

import doctest
import re
import runpy
from pathlib import Path

import click
import pytest

import searcher
from searcher.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
CODE = [
    file for folder in ("analyzers", "index", "searcher", "tests") for file in (ROOT / folder).rglob("*.py")
]
COMMANDS = main.list_commands(click.Context(main))
GUIDES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """README with the outputs of now, and the folder its examples ran in."""
    folder = tmp_path_factory.mktemp("readme")
    return runpy.run_path(str(ROOT / "docs" / "examples.py"))["run"](README, folder), folder


def test_the_outputs_in_readme_are_those_of_now(examples: tuple[str, Path]):
    assert examples[0] == README, "run: make docs"


def test_the_python_examples_in_readme_run(examples: tuple[str, Path], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(examples[1])
    source = "\n".join(re.findall(r"```python\n(.*?)```", README, re.DOTALL))
    run = doctest.DocTestRunner()
    run.run(doctest.DocTestParser().get_doctest(source, {}, "README", "README.md", 0))
    assert run.tries
    assert not run.failures


def test_the_picture_is_that_of_now():
    drawn = runpy.run_path(str(ROOT / "docs" / "picture.py"))["picture"]()
    assert (ROOT / "docs" / "search.svg").read_text("utf-8") == drawn, "run: make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_readme(name: str):
    assert re.search(rf"searcher\s+{name}\b", README)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str):
    command = main.get_command(click.Context(main), name)
    assert command
    assert command.help
    assert f"searcher {name}" in str(command.epilog)


@pytest.mark.parametrize(
    "name", [name for name in searcher.__all__ if isinstance(getattr(searcher, name), type)]
)
def test_every_public_class_says_what_it_is(name: str):
    described = getattr(searcher, name)
    assert described.__doc__
    assert not described.__doc__.startswith(f"{name}("), "the signature, which dataclass writes"


def test_readme_imports_from_searcher_only():
    assert set(re.findall(r"^(?:>>> )?(?:import|from) (\w+)", README, re.MULTILINE)) == {"searcher"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_lets_you_make_can_be_made(guide: Path):
    made = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    told = set(re.findall(r"(?:`|^)make ([a-z-]+)", guide.read_text("utf-8"), re.MULTILINE))
    assert told <= made


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_links_to_exists(guide: Path):
    links = re.findall(r"\]\(([^)#:]+)\)", guide.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_files_architecture_names_exist():
    named = re.findall(r"`((?:analyzers|index|searcher|tests|benchmarks|docs)/[\w/.]+)`", ARCHITECTURE)
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_sections_the_code_refers_to_exist():
    headings = set(re.findall(r"^## (.+)$", ARCHITECTURE, re.MULTILINE))
    told = {
        re.sub(r"\s+", " ", section)
        for file in [*CODE, ROOT / "CONTRIBUTING.md", ROOT / "pyproject.toml"]
        for section in re.findall(r'ARCHITECTURE\.md, "([^"]+)"', file.read_text("utf-8"))
    }
    assert told
    assert told <= headings
