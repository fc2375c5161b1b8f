"""Corrections: a .jsonl beside a page replaces the page, as long as the page's text has not changed.

``01.jsonl`` beside ``01.txt`` is read in the page's place. Its rows keep the digest of the text they correct:
where the page has another by now, nothing of either is taken until somebody has looked.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from index.errors import IssueFormatError
from index.intake.jsonl import count_text, read_text_hashes
from index.intake.source_contents import SourceContents
from index.intake.source_files import stem_of
from index.intake.sources import ARTICLES, PAGE, Diagnostics, Source
from index.messages import tr

_PACKED = ("", ".gz")
LEAST_SHARE = (
    0.85  # of a page's characters that its correction holds: bylines and mastheads are not among them
)


def text_hash(text: str) -> str:
    """Sixteen hex digits of a page's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def resolve_corrections(
    sources: Sequence[Source], diagnostics: Diagnostics, contents: SourceContents
) -> list[Source]:
    """Return ``sources`` with each corrected page replaced by its correction, in the page's place.

    Either counts also where it was not given and only lies beside the other. A correction of a text that
    the page no longer has is refused; one that does not say of which text is taken with a warning.
    """
    given = {_place(source.path): source for source in sources}
    settled: dict[Source, None] = {}
    for source in sources:
        if source.format is not None:  # it is corrected by nothing but itself
            settled[source] = None
            continue
        page = source if source.suffix == PAGE else _beside(source, PAGE, given)
        correction = source if source.suffix == ARTICLES else _beside(source, ARTICLES, given)
        if page is None or correction is None:
            settled[source] = None
        elif source is page or _place(page.path) not in given:
            try:
                _check(page, correction, diagnostics, contents)
            except IssueFormatError as exc:
                diagnostics.refused.append(exc)
            else:
                settled[replace(correction, corrects=page.name)] = None
    return list(settled)


def _place(path: Path) -> tuple[str, str]:
    """Where a file lies, however its folder was named: from here, from the root, by a link."""
    return _real(os.fspath(path.parent)), path.name


@lru_cache(maxsize=1024)
def _real(folder: str) -> str:
    return os.path.realpath(folder)


def _beside(source: Source, suffix: str, given: dict[tuple[str, str], Source]) -> Source | None:
    """The file of the same name in the same folder, given or on disk, that ends in ``suffix``."""
    stem = stem_of(source.path.name)
    for packed in _PACKED:
        for ending in (suffix, suffix.upper()):
            path = source.path.with_name(f"{stem}{ending}{packed}")
            if found := given.get(_place(path)):
                return found
            if source.archive is None and path.is_file():
                return Source(path)
    return None


def _check(page: Source, correction: Source, diagnostics: Diagnostics, contents: SourceContents) -> None:
    rows, text = contents.text(correction), contents.text(page)
    printed, _ = contents.page(page)
    contents.release(page)  # its correction is read in its place
    digests, digest = read_text_hashes(rows), text_hash(text)
    held, whole = count_text(rows), sum(map(len, printed.split()))
    if held < LEAST_SHARE * whole:
        diagnostics.warnings.append(
            tr(
                "{path}: holds {held:,} characters of the {whole:,} of {name}; was an article left out?",
                path=correction.path,
                held=held,
                whole=whole,
                name=page.path.name,
            )
        )
    if not digests:
        diagnostics.warnings.append(
            tr(
                "{path}: taken in place of {name}, though it does not tell which text it corrects; "
                'to have that watched, give its rows "digest": "{digest}"',
                path=correction.path,
                name=page.path.name,
                digest=digest,
            )
        )
    elif digests != {digest}:
        raise IssueFormatError(
            str(correction.path),
            tr(
                "corrects a text that {name} no longer has (nothing of this page was added); carry "
                "it over to what `searcher parse` makes of the page now, or, if it still holds, give "
                'its rows "digest": "{digest}"',
                name=page.path.name,
                digest=digest,
            ),
        )
