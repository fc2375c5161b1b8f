"""What only the person who asks knows of a question: its saved searches and its labels.

``@煤矿`` becomes the tree of the saved search, ``tag:选题`` the ids of the articles that were marked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from index.errors import ArchiveError, QuerySyntaxError, QueryTooLarge
from index.messages import tr
from index.query import MAX_CLAUSES, MAX_DEPTH, And, Field, Ids, Not, Or, Query, Saved, check_trees
from searcher.language.echo import interpret
from searcher.language.tokens import SAVED_MARKS
from searcher.saved.saved_search import SavedSearches, key_of, understood

if TYPE_CHECKING:
    from searcher.questions import Question


class _Sized(NamedTuple):
    """A tree, and how many parts it has: of searches that ask for each other there may be very many."""

    tree: Query
    parts: int


class PersonalParts:
    """Replaces the personal parts of questions; each file is read when it is first needed."""

    def __init__(
        self,
        saved: Callable[[], SavedSearches],
        tagged: Callable[[str], tuple[frozenset[str], tuple[str, ...]]],
    ) -> None:
        """``tagged`` returns the ids of the articles marked with a label, and what to say of them."""
        self._read_saved = saved
        self._tagged = tagged
        self._saved: SavedSearches | None = None
        self._known: dict[str, _Sized] = {}
        self.warnings: dict[str, None] = {}

    def in_question(self, question: Question) -> Question:
        """The question with nothing in it that is a person's.

        QuerySyntaxError names a saved search that is not there, is broken or asks for itself.
        """
        filters = tuple(
            each._replace(query=self._in_tree(each.query, (), "").tree) for each in question.filters
        )
        tree = self.in_tree(question.tree, question.text)
        return question._replace(tree=tree, filters=filters, warnings=(*question.warnings, *self.warnings))

    def in_tree(self, tree: Query, text: str = "", *, of: str | None = None) -> Query:
        """The same of a tree, which was typed as ``text``; ``of`` is the saved search that will ask it."""
        found = self._in_tree(tree, () if of is None else (key_of(of),), text).tree
        check_trees(found)
        return found

    def _in_tree(self, tree: Query, within: tuple[str, ...], text: str) -> _Sized:
        """``within`` are the names of the saved searches that ``tree`` stands in."""
        match tree:
            case Saved(name):
                return self._search(name, within, text)
            case Field("tag", label):
                ids, warnings = self._tagged(label)
                self.warnings |= dict.fromkeys(warnings)
                return _Sized(Ids(ids, interpret(tree)), 1)
            case And(children) | Or(children):
                parts = [self._in_tree(child, within, text) for child in children]
                count = sum(each.parts for each in parts)
                if count > MAX_CLAUSES:
                    raise QueryTooLarge(
                        tr(
                            "with its saved searches the question has more than {max_clauses} parts; ask in "
                            "several",
                            max_clauses=MAX_CLAUSES,
                        )
                    )
                return _Sized(_joined(type(tree), [each.tree for each in parts]), count)
            case Not(child):
                found = self._in_tree(child, within, text)
                return _Sized(Not(found.tree), found.parts)
            case _:
                return _Sized(tree, 1)

    def _search(self, name: str, within: tuple[str, ...], text: str) -> _Sized:
        key = key_of(name)
        if key in self._known:
            return self._known[key]
        if self._saved is None:
            self._saved = self._read_saved()
            self.warnings |= dict.fromkeys(self._saved.warnings)
        try:
            search = self._saved.named(name)
        except ArchiveError as error:
            cure = tr('(to search for the text itself, quote it: "@{name}")', name=name)
            raise _at(text, name, within, f"{error} {cure}") from None
        if key in within:
            circle = " → ".join(f"@{each}" for each in (*within[within.index(key) :], key))
            raise _at(
                text,
                name,
                within,
                tr(
                    "@{name} asks for itself ({circle}); take it out of one of them",
                    name=search.name,
                    circle=circle,
                ),
            )
        if len(within) >= MAX_DEPTH:
            raise _at(
                text,
                name,
                within,
                tr("saved searches ask for each other more than {max_depth} deep", max_depth=MAX_DEPTH),
            )
        if search.error:
            raise _at(
                text,
                name,
                within,
                tr("the saved search {name} is broken: {error}", name=search.name, error=search.error),
            )
        tree = understood(search.query, search.filters)
        self._known[key] = found = self._in_tree(tree, (*within, key), text)
        return found


def _at(text: str, name: str, within: tuple[str, ...], message: str) -> QuerySyntaxError:
    """The error, where the name stands in what was typed; of a nested one, where the outermost does."""
    for sought in map(key_of, (*within, name)):
        for at, char in enumerate(text):
            if char in SAVED_MARKS and key_of(text[at + 1 :]).startswith(sought):
                return QuerySyntaxError(message, text, at, min(at + 1 + len(sought), len(text)))
    return QuerySyntaxError(message, text, 0, len(text))


def _joined(kind: type[And | Or], children: list[Query]) -> Query:
    """One node for all the children, as the parser makes of brackets."""
    flat: list[Query] = []
    for child in children:
        flat += child.children if isinstance(child, kind) else (child,)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0]
