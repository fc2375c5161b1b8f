"""A template names a program and what it opens; no value of an article becomes code, an option or a path."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from searcher.settings.open_template import OpenTemplate
from tests.strategies import article

ARTICLE = replace(
    article(3, day="2024-03-28", page=4, paper="qzrb", headline="=1+1; rm -rf ~ $(id) `id`"),
    source="/in/2024 03/04.txt",
    extra={"url": "https://example.org/a?b=1"},
)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (
            "xdg-open /scans/{date:%Y/%m}/{paper}-{page:02}.pdf",
            ["xdg-open", "/scans/2024/03/qzrb-04.pdf"],
        ),
        ("less '{source}'", ["less", "/in/2024 03/04.txt"]),
        ("less {source}", ["less", "/in/2024 03/04.txt"]),
        ("{url}", ["https://example.org/a?b=1"]),
        ("https://x.org/{date:%Y/%m}/{headline}", ["https://x.org/2024/03/%3D1%2B1%3B%20rm%20-rf%20~%20%24%28id%29%20%60id%60"]),
        ("say {headline}", ["say", "=1+1; rm -rf ~ $(id) `id`"]),
        ("sh -c 'less \"$1\"' - {source}", ["sh", "-c", 'less "$1"', "-", "/in/2024 03/04.txt"]),
        ("see {{{page}}}", ["see", "{4}"]),
    ],
)  # fmt: skip
def test_fields_are_filled_in_each_within_its_word(template: str, words: list[str]):
    assert OpenTemplate(template).fill(ARTICLE) == words


def test_a_page_with_letters_stands_as_it_is():
    assert OpenTemplate("{page:02}.pdf").fill(replace(ARTICLE, page="A04")) == ["A04.pdf"]


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("", "it is a command, a path or an address"),
        ("less 'x", "No closing quotation; close the quote"),
        ("less {pag}", "there is no field {pag}; did you mean page? Fields are id, paper, date"),
        ("less {}", "there is no field {}; fields are"),
        ("less {page.real}", "there is no field {page.real}"),
        ("less {page!r}", "there is no field {page}"),
        ("less {page", "expected '}' before end of string in {page"),
        ("less {page:%Y}", "{page:%Y} has no such form"),
        ("{paper} /x", "the program's name can have no field"),
        ("sh -c 'less {source}'", "would be run as code; write $1 there"),
        ("/bin/bash -lc 'less {source}'", "would be run as code; write $1 there"),
    ],
)
def test_a_template_that_cannot_be_meant_is_refused(template: str, told: str):
    with pytest.raises(ValueError) as refused:
        OpenTemplate(template)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("template", "changed", "told"),
    [
        ("less {source}", {"source": None}, "has no source"),
        ("less {url}", {"extra": {"url": "file:///etc/passwd"}}, "has no url"),
        ("less /scans/{paper}.pdf", {"paper": "../../etc"}, "cannot stand in a path or a command"),
        ("less /scans/{paper}", {"paper": ".."}, "cannot stand in a path or a command"),
        ("less {headline}", {"headline": "-rf"}, "would be taken for an option"),
        ("less {source}", {"source": "-rf"}, "would be taken for an option"),
    ],
)
def test_a_value_that_would_do_harm_is_refused(template: str, changed: dict[str, object], told: str):
    with pytest.raises(ValueError) as refused:
        OpenTemplate(template).fill(replace(ARTICLE, **changed))  # type: ignore[arg-type]
    assert told in str(refused.value)


def test_the_files_of_a_template_are_known():
    template = OpenTemplate("see /usr/lib /scans/{page}.pdf {headline}")
    assert list(template.files(template.fill(ARTICLE))) == [Path("/scans/4.pdf")]
