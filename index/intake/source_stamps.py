"""Stamps: here is a source, does the archive hold its articles already, so that it need not be read?

A source's digest is over all that decides which articles it brings. With each page that it brought the
archive keeps its stamp: the digest, and how many pages it brought. A source all of whose pages are there with
its stamp is as it was. Where any is missing, or was replaced since, it is read again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from index.intake.placement import Place
from index.issue import IssueKey, IssueRecord
from index.pages import weights_digest

READING = 3  # raise it when the same source brings other articles; the page parser's tables count anyway

Pages = Mapping[IssueKey, set[int]]


def page_digest(text: str, key: IssueKey, page: int) -> str:
    """That of a raw page without its header."""
    return _digest(text, "page", weights_digest(), key, page)


def articles_digest(text: str, options: Place, *, correction: bool) -> str:
    """That of a file of articles; ``options`` tell what its rows do not."""
    return _digest(text, "articles", options.paper, options.date, options.page, correction)


def stamp(digest: str, pages: int) -> str:
    """What is kept with each of the ``pages`` that the source of this digest brought."""
    return f"{digest}:{pages}"


class Held:
    """What the archive keeps of its sources. Issues analysed with another lexicon do not count: they are due.

    ``fingerprint`` is that of today's.
    """

    def __init__(self, records: Iterable[IssueRecord], fingerprint: str) -> None:
        self._pages: dict[str, dict[IssueKey, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._whole: dict[str, int] = {}
        for record in records:
            if record.fingerprint == fingerprint:
                for page, kept in record.stamps.items():
                    digest, _, whole = kept.rpartition(":")
                    self._pages[digest][record.key].add(page)
                    self._whole[digest] = int(whole)

    def pages(self, digest: str) -> Pages | None:
        """The pages that a source of this digest brought, ``None`` where not all of them are there."""
        pages = self._pages.get(digest)
        if pages is None or sum(map(len, pages.values())) != self._whole[digest]:
            return None
        return pages


def _digest(text: str, *told: object) -> str:
    digest = hashlib.sha256(repr((READING, *map(str, told))).encode())
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]
