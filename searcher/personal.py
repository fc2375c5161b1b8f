"""What a person keeps beside an archive: searches by name, what was seen of them, and marks on articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from index.article import Article
from index.backend import Backend, Ranking
from index.deadline import NEVER, Deadline
from index.errors import BackendUnavailable
from index.location import Location
from index.messages import tr
from index.query import Query, names_paper
from searcher.marking.marks_of_articles import Mark, MarkedArticles, Marks
from searcher.paper_names import PaperNames
from searcher.saved.questions_of_a_person import PersonalParts
from searcher.saved.saved_files import SavedFiles
from searcher.saved.saved_search import SavedSearch, SavedSearches, asked_for, checked_name

if TYPE_CHECKING:
    from searcher.questions import Question
    from searcher.saved.saved_hits import SavedHits, SavedHitsReader


class Personal:
    """Behind the methods of ``Archive`` of the same names, which say what these do and raise."""

    def __init__(self, backend: Backend, ranking: Ranking, archive: Location) -> None:
        self._backend = backend
        self._ranking = ranking
        self._archive = archive
        self._papers = PaperNames(backend)
        self._files = SavedFiles(backend, archive)

    def in_question(self, question: Question) -> Question:
        """The question with trees and ids in the place of saved searches and labels."""
        return self._parts(self._files.read).in_question(question)

    def saved(self) -> SavedSearches:
        """The searches of both files."""
        return self._files.read()

    def save(
        self, name: str, query: str, filters: Mapping[str, Any], *, shared: bool, overwrite: bool
    ) -> SavedSearch:
        """Keep a search; what it finds now counts as seen."""
        from searcher.saved.seen_articles import keep_seen

        tree, kept = asked_for(query, filters)
        self._with_codes(self._parts(self._files.read).in_tree(tree, query, of=checked_name(name)))
        search = self._files.save(name, query, kept, shared=shared, overwrite=overwrite)
        reader = self._reader(NEVER, self.saved())
        try:
            keep_seen(self._archive, search.name, reader.found(search.name))
        except BackendUnavailable as error:
            raise BackendUnavailable(
                tr(
                    "{name} is saved, but everything that it finds counts as new: {error}",
                    name=search.name,
                    error=error,
                )
            ) from error
        return search

    def remove_saved(self, name: str, *, shared: bool) -> SavedSearch:
        """Take a search out of one of the files."""
        return self._files.remove(name, shared=shared)

    def saved_hits(
        self, names: Iterable[str], among: list[str] | None, deadline: Deadline
    ) -> list[SavedHits]:
        """Ask saved searches of all articles, or of some."""
        saved = self.saved()
        searches = [saved.named(each) for each in names] or list(saved)
        reader = self._reader(deadline, saved)
        return list(reader.since_seen(searches) if among is None else reader.among(searches, among))

    def mark_seen(self, name: str, ids: list[str] | None) -> None:
        """Remember what was seen of a search, as far as it still finds it."""
        from searcher.saved.seen_articles import keep_seen, read_seen

        saved = self.saved()
        search = saved.named(name)
        found = self._reader(NEVER, saved).found(search.name)
        if ids is not None:
            seen = read_seen(self._archive, search.name).ids.union(ids)
            found = [each for each in found if each in seen]
        keep_seen(self._archive, search.name, found)

    def mark(self, article: Article, label: str, note: str) -> Mark:
        """Mark an article."""
        return self._marked().add(article, label, note)

    def unmark(self, article_id: str, label: str | None) -> list[Mark]:
        """Take marks from an article."""
        return self._marked().remove(article_id, label)

    def marks(self, label: str | None) -> Marks:
        """The marks, with the articles that they are of by now."""
        return self._marked().read(label)

    def _marked(self) -> MarkedArticles:
        return MarkedArticles(self._backend, self._ranking, self._archive, self._papers.find_others)

    def _parts(self, saved: Callable[[], SavedSearches]) -> PersonalParts:
        return PersonalParts(saved, lambda label: self._marked().tagged(label))

    def _resolver(self, saved: Callable[[], SavedSearches]) -> Callable[[Query], Query]:
        """What makes of a tree one that any backend can answer."""
        parts = self._parts(saved)
        return lambda tree: self._with_codes(parts.in_tree(tree))

    def _with_codes(self, tree: Query) -> Query:
        return self._papers.in_tree(tree) if names_paper(tree) else tree

    def _reader(self, deadline: Deadline, saved: SavedSearches) -> SavedHitsReader:
        from searcher.saved.saved_hits import SavedHitsReader

        return SavedHitsReader(
            self._backend, self._ranking, self._archive, self._resolver(lambda: saved), deadline
        )
