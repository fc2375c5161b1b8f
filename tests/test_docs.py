"""The guides say what is true: their examples run, and the files, links and sections they name exist.

The guides are README, CONTRIBUTING, ARCHITECTURE and every ``docs/*.md``.
"""

from __future__ import annotations

import doctest
import fnmatch
import re
import runpy
from pathlib import Path

import click
import pytest

import searcher
from searcher.cli import main

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
FOLDERS = (".ci", "analyzers", "benchmarks", "docs", "index", "searcher", "seeds", "tests", "training")
FILES = [
    *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.is_file()),
    *(file for file in ROOT.iterdir() if file.is_file()),
]
COMMANDS = main.list_commands(click.Context(main))
ROOT_GUIDES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "ARCHITECTURE.md")
GUIDES = [*(ROOT / name for name in ROOT_GUIDES), *sorted((ROOT / "docs").glob("*.md"))]
# Files that name a section of a guide: code, its settings, and the guides themselves.
REFERRING = [file for file in FILES if file.suffix in {".py", ".pyx", ".pxd", ".toml", ".txt", ".md", ".in"}]
REFERENCE = re.compile(
    r"(ARCHITECTURE\.md|CONTRIBUTING\.md|docs/[\w-]+\.md)(?:\]\([^)]*\))?,[\s#]+\"([^\"]+)\""
)
LINKED_SECTION = re.compile(r"\[[^\]]+\]\(([^)#:]+\.md)\),\s+\"([^\"]+)\"")
NAMED_FILE = re.compile(r"\.?[\w/-]+(?:\.[\w-]+)*\.(?:py|pyx|pxd|pyi|tsv|toml|svg|md)\b")
NAMED_FOLDER = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w/-]*)`")
NOT_OURS = {"index.py", "analyzers.py", "papers.toml", "saved.toml", "config.toml"}  # a reader's own files
MAX_ARCHITECTURE_LINES = 155  # some two pages


@pytest.fixture(scope="module", params=["README.md", "README.zh-CN.md"])
def examples(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, Path]:
    """A README, the same with the outputs of now, and the folder its examples ran in."""
    folder = tmp_path_factory.mktemp("readme")
    tool = runpy.run_path(str(ROOT / "docs" / "examples.py"))
    guide = ROOT / request.param
    text = guide.read_text("utf-8")
    return text, tool["run"](text, folder, tool["DOCUMENTS"][guide]), folder


def test_the_outputs_in_readme_are_those_of_now(examples: tuple[str, str, Path]):
    assert examples[1] == examples[0], "run: make docs"


def test_the_python_examples_in_readme_run(examples: tuple[str, str, Path], monkeypatch: pytest.MonkeyPatch):
    readme, _, folder = examples
    monkeypatch.chdir(folder)
    source = "\n".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    run = doctest.DocTestRunner()
    run.run(doctest.DocTestParser().get_doctest(source, {}, "README", "README.md", 0))
    assert run.tries
    assert not run.failures


def test_the_pictures_are_those_of_now():
    drawn = dict(runpy.run_path(str(ROOT / "docs" / "picture.py"))["pictures"]())
    assert len(drawn) == 6
    for name, picture in drawn.items():
        assert (ROOT / "docs" / name).read_text("utf-8") == picture, "run: make docs"
    guides = "".join(readme.read_text("utf-8") for readme in READMES)
    assert sorted(re.findall(r"\(docs/(.*\.svg)\)", guides)) == sorted(drawn)


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)
@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_both_readmes(name: str, readme: Path):
    assert re.search(rf"searcher\s+{name}\b", readme.read_text("utf-8"))


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


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.name)
def test_readme_imports_from_searcher_only(readme: Path):
    imported = re.findall(r"^(?:>>> )?(?:import|from) (\w+)", readme.read_text("utf-8"), re.MULTILINE)
    assert set(imported) == {"searcher"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_lets_you_make_can_be_made(guide: Path):
    made = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", guide.read_text("utf-8"), re.MULTILINE))
    assert named <= made


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_what_a_guide_links_to_exists(guide: Path):
    assert [link for link in links_of(guide) if not (guide.parent / link).exists()] == []


def test_the_source_distribution_holds_what_the_guides_link_to():
    lines = (ROOT / "MANIFEST.in").read_text("utf-8").splitlines()
    included = [pattern for line in lines if line.startswith("include ") for pattern in line.split()[1:]]
    included.append("index/*.md")  # recursive-include: fnmatch's * matches slashes too
    linked = {
        (guide.parent / link).resolve().relative_to(ROOT).as_posix()
        for guide in GUIDES
        for link in links_of(guide)
    }
    assert linked
    kept = {path for path in linked for pattern in included if fnmatch.fnmatch(path, pattern)}
    assert linked - kept == {"NOTICE"}, "setuptools takes the licence's files by itself"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_files_and_folders_a_guide_names_exist(guide: Path):
    """A file may be named by the end of its path: ``nodes.py``, ``search/nodes.py``."""
    text = guide.read_text("utf-8")
    paths = [f"/{file.relative_to(ROOT).as_posix()}" for file in FILES]
    named = set(NAMED_FILE.findall(text)) - NOT_OURS
    ends = {name: f"/{name.removeprefix('./')}" for name in named}
    assert [name for name, end in ends.items() if not any(path.endswith(end) for path in paths)] == []
    folders = set(NAMED_FOLDER.findall(text))
    assert [folder for folder in folders if not (ROOT / folder).exists()] == []


def test_the_sections_that_are_referred_to_exist():
    referred = {
        (guide, re.sub(r"[\s#]+", " ", section))
        for file in REFERRING
        for guide, section in REFERENCE.findall(file.read_text("utf-8"))
    }
    assert {guide for guide, _ in referred} > {"ARCHITECTURE.md", "docs/search.md", "docs/measurements.md"}
    assert [each for each in referred if each[1] not in headings(ROOT / each[0])] == []


def test_the_sections_that_guides_link_to_exist():
    linked = [
        ((guide.parent / link).resolve(), re.sub(r"\s+", " ", section))
        for guide in GUIDES
        for link, section in LINKED_SECTION.findall(guide.read_text("utf-8"))
    ]
    assert linked
    assert [each for each in linked if each[1] not in headings(each[0])] == []


def test_architecture_stays_two_pages():
    assert len(ARCHITECTURE.splitlines()) < MAX_ARCHITECTURE_LINES


def test_the_glossary_explains_each_term_once_in_one_sentence_in_order():
    glossary = ARCHITECTURE.partition("## Glossary\n")[2].partition("\n## ")[0]
    entries = [line for line in glossary.splitlines() if line]
    terms = [found[1] for line in entries if (found := re.fullmatch(r"- \*\*([^*]+)\*\*: \S.*\.", line))]
    assert len(terms) == len(entries) >= 25
    assert terms == sorted(set(terms))


def links_of(guide: Path) -> list[str]:
    """The relative links of a guide, without the section."""
    return re.findall(r"\]\(([^)#:]+)\)", guide.read_text("utf-8"))


def headings(guide: Path) -> set[str]:
    """The sections of a guide."""
    return set(re.findall(r"^##+ (.+)$", guide.read_text("utf-8"), re.MULTILINE))
