"""What is answered beside the list: quotations, timelines, what is similar, batches, audits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from index.backend import Progress
from index.query import Everything, Field, Literal, Query
from searcher import arguments
from searcher.archive.searching import Questions

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from searcher.answers.batches import BatchRow
    from searcher.answers.literal_audit import Audit
    from searcher.answers.neighbours import PagePlace, Series
    from searcher.answers.quotations import Quotation
    from searcher.answers.similar_articles import Similar
    from searcher.answers.timelines import Timeline, Unit

MAX_SIMILAR = 10_000


class Answers(Questions):
    """Answers beside the list."""

    def quote(self, text: str, *, timeout_s: float | None = None) -> Quotation:
        """Say whether ``text`` is printed exactly so, else what the nearest passage prints.

        It is no question: nothing in it is an operator, and a pair of quotes around all of it is left out.
        ValueError for a text without a character; errors as of ``search``.
        """
        from searcher.answers.quotations import quote, without_quotes

        text = without_quotes(arguments.text("text", text))
        return quote(self._backend, self.ranking, text, self._deadline(timeout_s))

    def quote_draft(self, draft: str, *, timeout_s: float | None = None) -> list[Quotation]:
        """Answer as ``quote`` for each quotation of ``draft``, a text, in order; ``timeout_s`` is for all."""
        from searcher.answers.draft_quotations import quotations_in
        from searcher.answers.quotations import quote

        deadline = self._deadline(timeout_s)
        return [
            quote(self._backend, self.ranking, text, deadline, line)
            for line, text in quotations_in(arguments.text("draft", draft))
        ]

    def timeline(
        self,
        *queries: str | Query,
        by: Unit | None = None,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Timeline:
        """Count the articles of up to six questions by month or year, beside all under the same ``filters``.

        ``by`` is ``month`` or ``year``; None is ``month`` where no more than 36 months have articles.
        Filters and errors are those of ``search``, and so is which articles count.
        """
        from searcher.answers.timelines import MAX_QUESTIONS, UNITS
        from searcher.answers.timelines import timeline as count

        if not 1 <= len(queries) <= MAX_QUESTIONS:
            raise ValueError(f"{len(queries)} questions; a timeline has 1 to {MAX_QUESTIONS}")
        unit = None if by is None else arguments.chosen("by", by, UNITS)
        deadline = self._deadline(timeout_s)
        asked = [arguments.query(query, "queries") for query in queries]
        questions = [self._understand(query, filters, deadline) for query in asked]
        return count(self._backend, self.ranking, questions, unit, deadline)

    def similar(self, article_id: str, *, limit: int = 10) -> Similar:
        """The articles most similar to one, best first, by its most telling words; none that is not near.

        ``article_id`` is as ``get`` takes it.
        """
        from searcher.answers.similar_articles import similar

        limit = arguments.whole("limit", limit, 0, MAX_SIMILAR)
        return similar(self._backend, self.ranking, self.get(article_id), limit)

    def page(self, article_id: str) -> PagePlace:
        """The page of an article, with all its articles in order; ``article_id`` is as ``get`` takes it."""
        from searcher.answers.neighbours import page_of

        return page_of(self._backend, self.get(article_id))

    def series(self, article_id: str, *, limit: int = 50) -> Series:
        """The series an article is part of, by the label in its headline, else its group or its section.

        Of a long one the ``limit`` articles nearest to it. ``article_id`` is as ``get`` takes it.
        """
        from searcher.answers.neighbours import series_of

        limit = arguments.whole("limit", limit, 1, MAX_SIMILAR)
        return series_of(self._backend, self.ranking, self.get(article_id), limit)

    def batch(
        self,
        names: Iterable[str],
        *,
        literal: bool = False,
        people: bool = False,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Iterator[BatchRow]:
        """Answer each of ``names``, a question each, in their order, as they are asked for.

        With ``literal`` each is a text that is printed so, with ``people`` the name of a person in any role.
        What is no question is a row with its ``error``; wrong ``filters`` are raised at once. ``timeout_s``
        is for each row.
        """
        from searcher.answers.batches import answer

        literal, people = arguments.flag("literal", literal), arguments.flag("people", people)
        if literal and people:
            raise ValueError("literal and people exclude each other; choose one")
        self._deadline(timeout_s)
        self._understand(Everything(), filters)
        as_query: Callable[[str], str | Query] = Literal if literal else str
        if people:
            as_query = partial(Field, "reporter")
        best = partial(self._best, filters=filters, timeout_s=timeout_s)
        return answer(arguments.texts("names", names), as_query, best)

    def audit(
        self,
        query: str | Query,
        *,
        progress: Progress | None = None,
        timeout_s: float | None = None,
        **filters: Any,
    ) -> Audit:
        """Read every article under ``filters``, and say whether the index finds those that hold the texts.

        For each word run and each text in quotes of ``query``; an archive of 40,000 articles takes some
        seconds. ``progress`` is called with the articles read and their number. What another process commits
        meanwhile may count as a difference: ask again. ValueError for a question without a text; filters and
        errors are those of ``search``.
        """
        from searcher.answers.literal_audit import audit

        progress = arguments.called("progress", progress)
        tree = self._understand(query, filters, self._deadline(timeout_s)).tree
        everything = self.stream(Everything(), timeout_s=timeout_s, **filters)

        def found(leaf: Query) -> tuple[str, ...]:
            stream = self.stream(leaf, timeout_s=timeout_s, **filters)
            return stream.ids if stream.totals.all else ()

        return audit(tree, found, everything, len(everything), progress)
