"""What a person keeps: saved searches and marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from searcher import arguments
from searcher.archive.searching import Questions

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from searcher.marking.marks_of_articles import Mark, Marks
    from searcher.saved.saved_hits import SavedHits
    from searcher.saved.saved_search import SavedSearch, SavedSearches


class Desk(Questions):
    """Saved searches and marks."""

    def save(
        self, name: str, query: str = "", *, shared: bool = False, overwrite: bool = False, **filters: Any
    ) -> SavedSearch:
        """Keep a question with its filters: ``@name`` then asks it, alone or inside any question.

        It is kept in the person's file, or with ``shared`` in the archive, for all who ask it; where both
        have a name, it is the person's. What it finds now counts as seen.
        SavedSearchError for a name that is none, or that is there already unless ``overwrite``;
        QuerySyntaxError, ValueError or TypeError for what cannot be asked.
        """
        if filters.get("exact") is not None:
            raise ValueError("exact= is not kept with a saved search; put its texts in quotes")
        shared, overwrite = arguments.flag("shared", shared), arguments.flag("overwrite", overwrite)
        name, query = arguments.name("name", name), arguments.text("query", query)
        return self._personal().save(name, query, filters, shared=shared, overwrite=overwrite)

    def saved(self) -> SavedSearches:
        """The saved searches, by name: the person's and the archive's, as their files are now.

        One that is broken has its ``error``; a file that cannot be read is among the ``warnings``.
        """
        return self._personal().saved()

    def remove_saved(self, name: str, *, shared: bool = False) -> SavedSearch:
        """Take a saved search out of the person's file, or with ``shared`` out of the archive's; return it.

        SavedSearchError where that file has none of the name.
        """
        shared = arguments.flag("shared", shared)
        return self._personal().remove_saved(arguments.name("name", name), shared=shared)

    def saved_hits(
        self, *searches: str, among: Iterable[str] | None = None, timeout_s: float | None = None
    ) -> list[SavedHits]:
        """Ask the saved searches of these names, or all: how many articles, and which are new.

        New is what was not seen, as ``mark_seen`` says. With ``among``, ids of articles, these alone are
        asked: after ``added = archive.add(…)`` those of ``added.written``. Only articles that hold all of
        what is asked count. A broken search has its ``error``, and does not keep others from being asked.
        SavedSearchError for a name that is not there.
        """
        ids = None if among is None else arguments.texts("among", among)
        names = [arguments.name("searches", each) for each in searches]
        return self._personal().saved_hits(names, ids, self._deadline(timeout_s))

    def mark_seen(self, name: str, seen: Iterable[str] | None = None) -> None:
        """Remember that the person has seen these of the articles that a saved search finds; None: all.

        BackendUnavailable where the person's state folder cannot be written.
        """
        name = arguments.name("name", name)
        self._personal().mark_seen(name, None if seen is None else arguments.texts("seen", seen))

    def mark(self, article_id: str, label: str, note: str = "") -> Mark:
        """Mark an article with a label, and a note; ``article_id`` is as ``get`` takes it.

        ``tag:label`` finds what was marked so. The last note of an article with a label holds.
        SavedSearchError for what is no label, BackendUnavailable where the person's file cannot be written.
        """
        label, note = arguments.text("label", label), arguments.text("note", note)
        return self._personal().mark(self.get(article_id), label, note)

    def unmark(self, article_id: str, label: str | None = None) -> list[Mark]:
        """Take a label, None: every label, from an article, in the archive or not; return these marks.

        SavedSearchError where it is not marked so.
        """
        label = None if label is None else arguments.text("label", label)
        return self._personal().unmark(arguments.text("article_id", article_id), label)

    def marks(self, label: str | None = None) -> Marks:
        """The person's marks in this archive, or those with a label, in the order they were made."""
        return self._personal().marks(None if label is None else arguments.text("label", label))

    def labels(self) -> dict[str, tuple[str, ...]]:
        """The labels of each marked article by the id that it was marked by, read from the file alone."""
        from searcher.marking.marks_file import labels_of

        return dict(labels_of(self.location))
