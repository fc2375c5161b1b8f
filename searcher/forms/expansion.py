"""The other forms of a question's runs of text, each searched beside what was typed: synonyms and numerals.

A run that is a synonym, or holds one between the borders of its words, has the others in its place; so have
numerals. What is in quotes is meant as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analyzers import Analyzer, fold, word_form
from index.messages import tr
from index.query import Alternatives, And, Form, Near, Not, Or, Query, Words
from searcher.forms.other_figures import in_other_figures
from searcher.forms.synonyms import Synonyms

MAX_FORMS = 32  # of one run
MAX_RUN_CHARS = 200  # a pasted passage is no name
SHOWN = 6  # of the other forms of one run


class Expanded(NamedTuple):
    """A tree with other forms in it, and what to say of each."""

    tree: Query
    notes: tuple[str, ...]


class _Piece(NamedTuple):
    """A part of a run, from ``start`` to ``end``, and what may stand in its place."""

    start: int
    end: int
    other: str


def expand(tree: Query, synonyms: Synonyms, analyzer: Analyzer) -> Expanded:
    """Search the other forms of each run of text too; the same tree where none has any."""
    notes: dict[str, None] = {}

    def expanded(tree: Query, *, in_near: bool = False) -> Query:
        match tree:
            case And(children) | Or(children):
                return type(tree)(tuple(expanded(child, in_near=in_near) for child in children))
            case Not(child):
                return Not(expanded(child))
            case Near(parts, gaps):
                return Near(tuple(expanded(part, in_near=True) for part in parts), gaps)
            case Words(text):
                found = dict.fromkeys(_forms(text, synonyms, analyzer))
                # Near another text stands one text: a form of several is not searched there.
                usable = [form for form in found if not in_near or len(form.pieces) + len(form.rest) == 1]
                forms = tuple(usable[:MAX_FORMS])
                if not forms:
                    return tree
                others = list(dict.fromkeys(other for form in forms for _, other in form.pieces))
                more = tr(" and {count} more", count=len(others) - SHOWN) if len(others) > SHOWN else ""
                typed = "、".join(dict.fromkeys(one for form in forms for one, _ in form.pieces))
                said = "、".join(f"“{other}”" for other in others[:SHOWN])
                notes[
                    tr(
                        "also searched: {said}{more} (for {typed}; --exact leaves it out)",
                        said=said,
                        more=more,
                        typed=typed,
                    )
                ] = None
                return Alternatives(tree, forms)
            case _:
                return tree

    return Expanded(expanded(tree), tuple(notes))


def _forms(text: str, synonyms: Synonyms, analyzer: Analyzer) -> Iterator[Form]:
    """Yield the other forms of a run, those of its synonyms first."""
    if len(text) > MAX_RUN_CHARS:
        return
    form = word_form(text)
    folded = fold(form)
    if len(folded) != len(form):  # white space: no place in one is that in the other
        form = folded
    held = [each for each in synonyms.texts if each in folded]
    numerals = list(in_other_figures(form))
    if not held and not numerals:
        return
    borders = _borders(folded, analyzer)
    taken: list[tuple[int, int]] = []
    for known in sorted(held, key=lambda each: (-len(each), each)):
        for start in _starts(folded, known):
            end = start + len(known)
            if {start, end} <= borders and not any(start < two and one < end for one, two in taken):
                taken.append((start, end))
                for other in synonyms.of(known):
                    yield _form(form, [_Piece(start, end, other)])
    for of_kind in numerals:
        pieces = [_Piece(*each) for each in of_kind if {each.start, each.end} <= borders]
        if pieces:
            yield _form(form, _joined(pieces))


def _starts(text: str, sought: str) -> Iterator[int]:
    start = text.find(sought)
    while start >= 0:
        yield start
        start = text.find(sought, start + 1)


def _borders(folded: str, analyzer: Analyzer) -> set[int]:
    """Where words begin and end, and marks stand."""
    borders = {0, len(folded)}
    for part in re.finditer(r"[^\W_]+", folded):
        at = part.start()
        borders |= {at, part.end()}
        for word in analyzer.query_terms(part[0]):
            at += len(word)
            borders.add(at)
    return borders


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Those that touch as one: 2023年9月21日."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and joined[-1].end == piece.start:
            joined[-1] = _Piece(joined[-1].start, piece.end, joined[-1].other + piece.other)
        else:
            joined.append(piece)
    return joined


def _form(form: str, pieces: list[_Piece]) -> Form:
    rest = []
    at = 0
    for piece in [*pieces, _Piece(len(form), len(form), "")]:
        if any(map(str.isalnum, between := form[at : piece.start])):
            rest.append(between)
        at = piece.end
    return Form(tuple((form[each.start : each.end], each.other) for each in pieces), tuple(rest))
