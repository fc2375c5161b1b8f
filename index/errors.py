"""The tree of errors. Each message names the thing, the place and the cure.

ArchiveError
├── QuerySyntaxError        a question that cannot be understood, with the span it stands at
├── QueryTooLarge           a question that would be too much work, with the limit it is over
├── SearchTimeout           the time that a search was given is over
├── IssueFormatError        a page or a .jsonl that cannot become articles, with file and line
├── PapersFormatError       papers.toml cannot be read, or tells of one paper what it tells of another
├── SavedSearchError        a saved search, or a mark, that cannot be kept, read or found
├── CorrectionError         a correction that cannot be made, or taken back: the message says what can be done
├── ConfigFormatError       config.toml cannot be read, or sets what a command cannot do without
├── ArchiveNotFound         no archive there, or another program's folder
├── ArchiveExists           an archive is where another is to be put
├── ArchiveClosed           an archive that was closed is asked
├── ArticleNotFound         no article or issue of that name in the archive
├── FileExists              a file is where an export is to be written
├── IndexCorrupt            the archive's files contradict each other
├── IndexOutdated           written by another version of searcher
├── BackendUnavailable      the backend does not answer: locked, full, no permission
└── UnsupportedByBackend    asked for what this backend cannot do
"""

from __future__ import annotations

from typing import Self

from index.messages import listed, tr

_SHOWN_IDS = 10  # missing ids that an error names
_SHOWN_ID_CHARS = 100  # the length that an id may have


class ArchiveError(Exception):
    """Anything searcher refuses to do. The message names the thing, the place and the cure."""


class QuerySyntaxError(ArchiveError):
    """A question that cannot be understood.

    ``query`` is the text as typed; ``start`` and ``end`` are character offsets into it, end exclusive,
    and point at what is wrong (``start == end`` where something is missing).
    """

    def __init__(self, message: str, query: str, start: int, end: int) -> None:
        super().__init__(message, query, start, end)
        self.query = query
        self.start = start
        self.end = end

    def __str__(self) -> str:
        return str(self.args[0])


class QueryTooLarge(ArchiveError):
    """A question that would be too much work: the message names the limit."""


class SearchTimeout(ArchiveError):
    """The time that a search was given is over."""


class IssueFormatError(ArchiveError):
    """A page or a file of articles that cannot be read as such: ``place`` is ``file`` or ``file:line``."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(place, message)
        self.place = place

    def __str__(self) -> str:
        return tr("{place}: {message}", place=self.args[0], message=self.args[1])


class PapersFormatError(ArchiveError):
    """What an archive's ``papers.toml`` tells of its papers, or what would be written there, cannot be."""


class SavedSearchError(ArchiveError):
    """A saved search or a mark: its name or its file is not one, or there is none of that name."""


class CorrectionError(ArchiveError):
    """A correction that cannot be made or taken back, as of an article whose page is no text."""


class ConfigFormatError(ArchiveError):
    """A person's ``config.toml`` cannot be read, or sets wrongly what the command cannot do without."""


class ArchiveNotFound(ArchiveError):
    """There is no archive at the path given."""


class ArchiveExists(ArchiveError):
    """There is an archive already at the path given."""


class ArchiveClosed(ArchiveError):
    """The archive was closed, and is asked all the same."""


class ArticleNotFound(ArchiveError):
    """The archive holds no article, or no issue, of that name. ``ids`` are all articles that are missing."""

    def __init__(self, message: str, ids: tuple[str, ...] = ()) -> None:
        super().__init__(message, ids)
        self.ids = ids

    @classmethod
    def of(cls, archive: str, ids: tuple[str, ...]) -> Self:
        """The error of an archive that holds none of these articles."""
        shown = listed(each[:_SHOWN_ID_CHARS] or "''" for each in ids[:_SHOWN_IDS])
        more = tr(" and {count:,} more", count=len(ids) - _SHOWN_IDS) if len(ids) > _SHOWN_IDS else ""
        return cls(
            tr(
                "{path} holds no article {shown}{more}; an id looks like qzrb-2023-09-21-01-03: "
                "paper, date, page, order on the page, as `searcher find` shows it",
                path=archive,
                shown=shown,
                more=more,
            ),
            ids,
        )

    def __str__(self) -> str:
        return str(self.args[0])


class FileExists(ArchiveError, FileExistsError):
    """A file is where an export is to be written; it is a FileExistsError, too."""


class IndexCorrupt(ArchiveError):
    """The archive's files are damaged or contradict each other.

    ``issues`` are those it touches, as far as they are known: ``2023-09-21/taiyuan-daily``.
    """

    def __init__(self, message: str, issues: tuple[str, ...] = ()) -> None:
        super().__init__(message, issues)
        self.issues = issues

    def __str__(self) -> str:
        return str(self.args[0])


class IndexOutdated(ArchiveError):
    """The archive was written by another version of searcher."""


class BackendUnavailable(ArchiveError):
    """The backend cannot work now: locked by another writer, disk full, no permission."""


class UnsupportedByBackend(ArchiveError):
    """The request is sound, but this backend cannot answer it."""
