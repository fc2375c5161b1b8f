"""The names of papers in questions and ids: what people call a paper becomes its code."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from index.backend import Backend, Request
from index.errors import ArticleNotFound, QuerySyntaxError
from index.messages import listed, tr
from index.papers import Papers
from index.query import And, Field, Not, Or, Query
from searcher.ranking import BM25

if TYPE_CHECKING:
    from searcher.questions import Question

SHOWN_PAPERS = 8
_OLD_ID = re.compile(r"\d{4}-\d\d-\d\d-.+")  # date, page, order: before papers had codes


class PaperNames:
    """What papers an archive holds and was told of, read when it is first asked for."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._papers: Papers | None = None
        self._codes: Collection[str] | None = None

    @property
    def papers(self) -> Papers:
        """What the archive was told."""
        if self._papers is None:
            self._papers = self._backend.papers()
        return self._papers

    @property
    def codes(self) -> Collection[str]:
        """The codes of the papers of which there are articles, and of those that were told."""
        if self._codes is None:
            counted = self._backend.search(Request(limit=0, facets=("paper",)), BM25()).facets["paper"]
            self._codes = dict.fromkeys((*(code for code, _ in counted), *self.papers.told))
        return self._codes

    def in_question(self, question: Question) -> Question:
        """The question with the code of each paper in its name's place.

        QuerySyntaxError names a paper that is not known, with the nearest.
        """
        text = question.text if isinstance(question.text, str) else ""
        filters = tuple(
            each._replace(query=self._in_query(each.query, "")) if each.name == "paper" else each
            for each in question.filters
        )
        return question._replace(tree=self._in_query(question.tree, text), filters=filters)

    def in_tree(self, tree: Query) -> Query:
        """The same of a tree that a person made or keeps."""
        return self._in_query(tree, "")

    def code_of(self, name: str) -> str:
        """The code of the paper of that code, name or alias; ArticleNotFound for one that is not known."""
        code = self._known_code(name)
        if code is None:
            raise ArticleNotFound(tr("{unknown}; `searcher papers` lists them", unknown=self._unknown(name)))
        return code

    def find_others(self, ids: Sequence[str]) -> dict[str, str]:
        """The ids that articles have by now that are asked for by ``ids``, where there is one for each.

        Empty where one of them has none. ArticleNotFound names the articles where one fits several.
        """
        found = {}
        for article_id in ids:
            candidates = list(self._other_ids(article_id))
            fitting = sorted(self._backend.issues_of(candidates))
            if len(fitting) > 1:
                raise ArticleNotFound(
                    tr(
                        "{article_id} may be {fitting}: name one of them",
                        article_id=article_id,
                        fitting=tr(" or ").join(fitting),
                    ),
                    tuple(ids),
                )
            if not fitting:
                return {}
            found[article_id] = fitting[0]
        return found

    def _in_query(self, query: Query, text: str) -> Query:
        match query:
            case Field("paper", name):
                code = self._known_code(name)
                if code is None:
                    start = max(text.find(name), 0)
                    end = start + len(name) if text else 0
                    raise QuerySyntaxError(self._unknown(name), text, start, end)
                return Field("paper", code)
            case And(children):
                return And(tuple(self._in_query(child, text) for child in children))
            case Or(children):
                return Or(tuple(self._in_query(child, text) for child in children))
            case Not(child):
                return Not(self._in_query(child, text))
            case _:
                return query

    def _known_code(self, name: str) -> str | None:
        if name in self.codes:
            return name
        try:
            code = self.papers.code_of(name)
        except ValueError:
            return None
        return code if code in self.codes else None

    def _unknown(self, name: str) -> str:
        """The message for a paper that is none of the archive's."""
        if near := self.papers.nearest(name, self.codes):
            return tr("there is no paper {name}; did you mean {near}?", name=name, near=tr(" or ").join(near))
        known = [self._called(code) for code in sorted(self.codes)[:SHOWN_PAPERS]]
        more = (
            tr(" and {count} more", count=len(self.codes) - SHOWN_PAPERS)
            if len(self.codes) > SHOWN_PAPERS
            else ""
        )
        return tr(
            "there is no paper {name}; papers are {known}{more}",
            name=name,
            known=listed(known) or tr("none yet"),
            more=more,
        )

    def _called(self, code: str) -> str:
        name = self.papers.name(code)
        return code if name == code else f"{code} ({name})"

    def _other_ids(self, article_id: str) -> Iterator[str]:
        """Yield the ids that an article may have by now that is asked for by ``article_id``.

        An old id lacks the paper's code; a paper that was renamed has ids with each of its codes.
        """
        if _OLD_ID.fullmatch(article_id):
            for code in self.codes:
                for each in self.papers.codes_before(code):
                    yield f"{each}-{article_id}"
            return
        found = re.match(r"(.+?)(-\d{4}-\d\d-\d\d-.+)", article_id)
        if found:
            try:
                code = self.papers.code_of(found[1])
            except ValueError:
                return
            for each in self.papers.codes_before(code):
                yield f"{each}{found[2]}"
            old = found[2][1:]  # one that stood before papers had codes
            owner = self._backend.issues_of([old]).get(old)
            if owner and owner.paper == code:
                yield old
