"""From a question as it was typed to what the engine is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace as with_values
from types import MappingProxyType
from typing import TYPE_CHECKING

from index.article import Article
from index.backend import Matches, Request
from index.deadline import NEVER, Deadline
from index.query import Literal, Query, has_words, is_personal, names_paper
from searcher import arguments
from searcher.archive.opened import OpenedArchive

if TYPE_CHECKING:  # each method loads what it runs, so that a question does not wait for the rest
    from index.run_plan import RunPlan
    from searcher.questions import Filters, Question
    from searcher.results import Stream
    from searcher.snippets import Highlighter, Snippet


class Understanding(OpenedArchive):
    """How a question is understood."""

    def _asked(self, query: str | Query, filters: Filters, request: Request) -> tuple[Question, Request]:
        """The question, and ``request`` with what it asks for."""
        question = self._understand(query, filters, request.deadline)
        return question, with_values(request, query=question.tree, filters=question.filters)

    def _understand(self, query: str | Query, filters: Filters, deadline: Deadline = NEVER) -> Question:
        from searcher.questions import read_filters, understand, without_exact

        def stands(literal: Literal) -> bool:
            request = Request(literal, limit=0, deadline=deadline)
            return self._backend.search(request, self.ranking).total > 0

        conditions, is_exact = without_exact(filters)
        question = understand(arguments.query(query), read_filters(conditions), stands)
        if is_personal(question.tree) or any(each.name == "tag" for each in question.filters):
            question = self._personal().in_question(question)
        if isinstance(query, str) and not is_exact and has_words(question.tree):
            question = self._with_other_forms(question)
        if names_paper(question.tree) or any(each.name == "paper" for each in question.filters):
            from searcher.paper_names import PaperNames

            return PaperNames(self._backend).in_question(question)
        return question

    def _with_other_forms(self, question: Question) -> Question:
        from searcher.forms.expansion import expand

        expanded = expand(question.tree, self._synonyms(), self._analyzer)
        return question._replace(tree=expanded.tree, warnings=(*question.warnings, *expanded.notes))

    def _stream(self, question: Question, request: Request) -> Stream:
        from searcher.notes import notes
        from searcher.results import Stream

        matches = self._backend.search(request, self.ranking)
        return Stream(matches, (*question.warnings, *notes(question.tree, matches)), request.deadline)

    def _highlighter(self, tree: Query, runs: Mapping[str, RunPlan] = MappingProxyType({})) -> Highlighter:
        from searcher.snippets import Highlighter

        return Highlighter(tree, self._analyzer, runs)

    def _best(
        self, query: str | Query, filters: Filters, timeout_s: float | None
    ) -> tuple[Matches, Article | None, tuple[Snippet, ...], tuple[str, ...]]:
        """What matches, with its days, the best of it with its snippets, if any matches wholly; warnings."""
        from searcher.notes import notes

        request = Request(limit=1, deadline=self._deadline(timeout_s), with_days=True)
        question, request = self._asked(query, filters, request)
        matches = self._backend.search(request, self.ranking)
        warnings = (*question.warnings, *notes(question.tree, matches))
        if not matches.totals.all:
            return matches, None, (), warnings
        (article,) = matches.articles([matches.hits[0][0]])
        highlighter = self._highlighter(question.tree, matches.runs)
        return matches, article, highlighter.snippets(article, request.deadline), warnings
