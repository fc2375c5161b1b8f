"""Which format reads a file, and how another distribution brings one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import IssueFormatError
from index.intake.formats import GROUP, format_of, formats
from index.intake.sources import Diagnostics, find_sources

PLUGIN = """
from index.intake.formats.base import FileContents, PageText

class Wiki:
    name = "Wiki"

    def supports(self, path):
        return path.suffix == ".wiki"

    def read(self, raw, path, beside):
        if raw == b"bad":
            raise KeyError("no heading")
        return FileContents(pages=[PageText(raw.decode() + (beside("more.inc") or b"").decode())])

WIKI = Wiki()
"""


@pytest.fixture(params=["Wiki", "WIKI"])
def plugin(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A distribution with a format, as pip installs one."""
    site = tmp_path / "site"
    info = site / "wiki_format-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: wiki-format\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nwiki = wiki_format_{request.param}:{request.param}\n")
    (site / f"wiki_format_{request.param}.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(site)
    formats.cache_clear()
    yield site
    formats.cache_clear()
    sys.modules.pop(f"wiki_format_{request.param}", None)


def name_of(path: str) -> str | None:
    reader = format_of(Path(path))
    return reader.name if reader else None


def test_a_format_is_found_by_the_path():
    assert name_of("html/2024-05/22/node_A01.html") == "数字报"
    assert name_of("某报/01.docx") == name_of("某报/01.DOCX") == name_of("某报/01.docx.gz") == "DOCX"
    assert name_of("01.txt") is name_of("01.jsonl") is name_of("index.html") is None


def test_another_distribution_brings_a_format(plugin: Path, tmp_path: Path):  # noqa: ARG001 - it is installed
    page = tmp_path / "01.wiki"
    page.write_bytes(b"a")
    (tmp_path / "more.inc").write_bytes(b"b")
    (source,) = find_sources([page], Diagnostics())
    assert source.read_contents().pages[0].text == "ab"
    page.write_bytes(b"bad")
    with pytest.raises(IssueFormatError, match=r"01.wiki: cannot be read as Wiki: KeyError: 'no heading'"):
        source.read_contents()


def test_a_format_that_cannot_be_loaded_is_named(plugin: Path, tmp_path: Path):
    for file in plugin.glob("*.py"):
        file.write_text("import nothing_of_that_name")
    (tmp_path / "01.txt").write_text("甲", encoding="utf-8")
    with pytest.raises(
        IssueFormatError, match=r"^searcher.formats: wiki: cannot be loaded from wiki_format_"
    ):
        formats()
