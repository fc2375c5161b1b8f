"""Source stamps tell whether the archive holds a source's articles already, so that it need not be read.

A source's hash is over all that decides which articles it brings. With each page that it brought the
archive keeps its stamp: the hash, and how many pages it brought. A source all of whose pages are there with
its stamp is as it was. Where any is missing, or was replaced since, it is read again.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from index.intake.placement import Placement
from index.issue import IssueKey, IssueRecord
from index.page_label import PageLabel
from index.pages import weights_hash

# Raise it when the same source brings other articles than before; the page parser's tables count anyway.
SOURCE_VERSION = 6

Pages = Mapping[IssueKey, set[PageLabel]]


def page_source_hash(text: str, key: IssueKey, page: PageLabel, page_name: str | None) -> str:
    """That of a raw page without its header."""
    return _hash(text, "page", weights_hash(), key, page, page_name)


def articles_source_hash(text: str, options: Placement, *, correction: bool) -> str:
    """That of a file of articles; ``options`` tell what its rows do not."""
    return _hash(text, "articles", options, correction)


def file_source_hash(digest: str, format_name: str, options: Placement, path: str) -> str:
    """That of a file of a format; ``digest`` is over its bytes and those of the files that it lists.

    ``path`` tells its paper and day.
    """
    return _hash(digest, "file", format_name, weights_hash(), options, path)


def source_stamp(source_hash: str, pages: int) -> str:
    """What is kept with each of the ``pages`` that the source of this hash brought."""
    return f"{source_hash}:{pages}"


class KnownSources:
    """What the archive keeps of its sources. Issues analysed with another lexicon do not count: they are due.

    ``analyzer_fingerprint`` is that of today's.
    """

    def __init__(self, records: Iterable[IssueRecord], analyzer_fingerprint: str) -> None:
        self._pages: dict[str, dict[IssueKey, set[PageLabel]]] = defaultdict(lambda: defaultdict(set))
        self._whole: dict[str, int] = {}
        for record in records:
            if record.analyzer_fingerprint == analyzer_fingerprint:
                for page, kept in record.source_stamps.items():
                    source_hash, _, whole = kept.rpartition(":")
                    self._pages[source_hash][record.key].add(page)
                    self._whole[source_hash] = int(whole)

    def pages(self, source_hash: str) -> Pages | None:
        """The pages that a source of this hash brought, ``None`` where not all of them are there."""
        pages = self._pages.get(source_hash)
        if pages is None or sum(map(len, pages.values())) != self._whole[source_hash]:
            return None
        return pages


def _hash(text: str, *context: object) -> str:
    source_hash = hashlib.sha256(repr((SOURCE_VERSION, *map(str, context))).encode())
    source_hash.update(text.encode("utf-8", "surrogatepass"))
    return source_hash.hexdigest()[:32]
