"""The printed page, image or address of an article, opened by the template of the configuration."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable

from index.article import Article
from index.errors import ConfigFormatError
from index.messages import reason, tr
from searcher.settings import config_file
from searcher.settings.open_template import OpenTemplate

EXAMPLE = "searcher config open 'xdg-open /scans/{date:%Y/%m}/{paper}-{page}.pdf'"
_OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "gio open", "wslview")


def read_template() -> OpenTemplate:
    """Return the template; ConfigFormatError where nothing, or something wrong, is set."""
    text = config_file.read().need("open")
    if text is None:
        raise ConfigFormatError(
            tr(
                "nothing says where a page is to be seen; set it once, as: {example} (fields: "
                "searcher open --help)",
                example=EXAMPLE,
            )
        )
    return OpenTemplate(str(text))


def run_loud(words: list[str]) -> int:
    """Run a program on this terminal, and return its exit code; errors are those of the system."""
    return subprocess.run(words, check=False).returncode  # noqa: S603 - what a person set, word by word


def run_silent(words: list[str]) -> int:
    """Run a program that can neither write on this terminal nor read from it; return its exit code."""
    return subprocess.run(  # noqa: S603 - what a person set, word by word
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # without a terminal that it could open by itself, or be interrupted by
        check=False,
    ).returncode


def command_of(template: OpenTemplate, article: Article) -> list[str]:
    """Return the words of the command that opens ``article``; ValueError names what it lacks."""
    words = template.fill(article)
    return [*(_opener() or _OPENERS[0]).split(), *words] if template.names_no_program else words


def _opener() -> str:
    return next((each for each in _OPENERS if shutil.which(each.partition(" ")[0])), "")


def open_article(template: OpenTemplate, article: Article, run: Callable[[list[str]], int]) -> str:
    """Open one article, and wait for the program; return what went wrong, and the cure, else nothing.

    ``run`` is ``run_loud`` or ``run_silent``.
    """
    try:
        words = command_of(template, article)
        files = list(template.files(words[-1:] if template.names_no_program else words))
    except ValueError as error:
        return tr("{error}; the template is: searcher config open", error=error)
    if template.names_no_program and not _opener():
        return tr(
            "no program opens {word}: none of {openers} is there; name one, as: searcher config "
            "open 'firefox …'",
            word=words[-1],
            openers=", ".join(_OPENERS),
        )
    for file in files:
        if not file.exists():
            return tr(
                "there is no {file}, where {id} should be; the template is: searcher config open",
                file=file,
                id=article.id,
            )
    if shutil.which(words[0]) is None:
        return tr(
            "the program {word!r} is not there; install it, or name another, as: {example}",
            word=words[0],
            example=EXAMPLE.replace("xdg-open", "PROGRAM"),
        )
    try:
        code = run(words)
    except OSError as error:
        return tr(
            "{word} cannot be run: {strerror}; see searcher config open",
            word=words[0],
            strerror=reason(error),
        )
    return tr("{words} ended with exit code {code}", words=shlex.join(words), code=code) if code else ""
