"""An archive that is open: its engine, and what every call needs of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self, TypeVar

from index.backend import MAX_JOBS, WAIT_S, Listener, Ranking
from index.backends import discard_empty, open_backend
from index.deadline import Deadline
from index.errors import ArticleNotFound, UnsupportedByBackend
from index.location import Location
from index.messages import tr
from searcher import arguments
from searcher.arguments import StrPath

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from searcher.forms.synonyms import Synonyms
    from searcher.personal import Personal

T = TypeVar("T")


class OpenedArchive:
    """An open archive, without what it can be asked."""

    def __init__(
        self,
        path: StrPath | Location,
        *,
        create: bool = False,
        jobs: int = 1,
        wait_s: float = WAIT_S,
        on_wait: Listener | None = None,
    ) -> None:
        self.location = arguments.location("path", path)
        jobs = arguments.whole("jobs", jobs, 1, MAX_JOBS)
        create = arguments.flag("create", create)
        self._waiting = arguments.waiting(wait_s, on_wait)
        opened = open_backend(self.location, create=create, waiting=self._waiting, jobs=jobs)
        self._backend, self._analyzer, self._is_new = opened.backend, opened.analyzer, opened.is_new
        self._word_faults = opened.warnings
        self._ranking: Ranking | None = None

    @property
    def path(self) -> Path:
        """The archive's folder, as it was named; UnsupportedByBackend on a cluster, where it has none."""
        if isinstance(self.location, Path):
            return self.location
        raise UnsupportedByBackend(
            tr("{location}: an archive on a cluster has no folder; use location", location=self.location)
        )

    def __repr__(self) -> str:
        return f"Archive({str(self.location)!r})"

    def __reduce__(self) -> NoReturn:
        raise UnsupportedByBackend(
            tr(
                "{path}: an open archive cannot be pickled or copied, as for another process; give "
                "that process the path, and open it there: searcher.open",
                path=self.location,
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the archive's files; the object cannot be used after."""
        self._backend.close()

    @property
    def ranking(self) -> Ranking:
        """The formula of term weights that searches are ranked by; TypeError for what is none."""
        if self._ranking is None:
            from searcher.ranking import BM25

            self._ranking = BM25()
        return self._ranking

    @ranking.setter
    def ranking(self, ranking: Ranking) -> None:
        parts = ("headline_boost", "idf", "max_weight", "half_freq")
        if isinstance(ranking, type) or any(not hasattr(ranking, name) for name in parts):
            raise TypeError(f"{arguments.given('ranking', ranking)}; it is a searcher.Ranking, as BM25() is")
        self._ranking = ranking

    def discard_empty(self) -> bool:
        """Remove the archive again if this object made it and nothing was added; return whether it did."""
        return self._is_new and discard_empty(self.location, self._waiting)

    def refresh(self) -> bool:
        """Open the newest commit now; return whether it is another than the last search saw.

        Every search does so by itself, and sees one commit from its beginning to its end: this is for who
        wants to know that there is something new, or to have it opened before somebody asks.
        """
        return self._backend.refresh()

    @property
    def analyzer_fingerprint(self) -> str:
        """That of today's dictionary; an issue whose record has another one is stale."""
        return self._analyzer.lexicon.fingerprint

    def _by_ids(self, ids: list[str], call: Callable[[list[str]], T]) -> T:
        """Return what ``call`` makes of the ids, or where articles have others by now, of those."""
        try:
            return call(ids)
        except ArticleNotFound as error:
            from searcher.paper_names import PaperNames

            others = PaperNames(self._backend).find_others(error.ids)
            if not others:
                raise
            return call([others.get(each, each) for each in ids])

    def _code(self, paper: str | None) -> str | None:
        """The code of the paper of that code, name or alias; ArticleNotFound for one that is not known."""
        if paper is None:
            return None
        from searcher.paper_names import PaperNames

        return PaperNames(self._backend).code_of(arguments.name("paper", paper))

    @staticmethod
    def _deadline(timeout_s: float | None) -> Deadline:
        return Deadline(None if timeout_s is None else arguments.seconds("timeout_s", timeout_s))

    def _personal(self) -> Personal:
        from searcher.personal import Personal

        return Personal(self._backend, self.ranking, self.location)

    def _synonyms(self) -> Synonyms:
        from searcher.forms.synonyms import FILE, synonyms_of

        return synonyms_of(self._backend.told_text(FILE))
