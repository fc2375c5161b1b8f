"""What a reader should know of an answer before trusting its numbers."""

from __future__ import annotations

from index.backend import Matches
from index.messages import tr
from index.query import Query, Words, positive_leaves


def notes(tree: Query, matches: Matches) -> tuple[str, ...]:
    """Return a line for each thing to say of the answer to ``tree``: what was taken instead of what."""
    found = [
        tr("{word} stands nowhere as a word of its own, only inside others", word=word)
        for word in matches.only_inside_words
    ]
    partial = f"{matches.totals.partial:,}"
    if matches.is_loose and matches.totals.partial:
        if not matches.totals.all:
            found.append(tr("no article holds all of it; {partial} hold a part", partial=partial))
        elif matches.asks:
            found.append(
                tr(
                    "the question asks, and answers rarely repeat it: {partial} articles that hold only "
                    "a part count too",
                    partial=partial,
                )
            )
    if not matches.totals.all:
        found += [
            tr("{phrase} was searched as text; for these days ask 日期：{phrase}", phrase=phrase)
            for phrase in _date_phrases(tree)
        ]
    return tuple(found)


def _date_phrases(tree: Query) -> list[str]:
    """The runs of text of a question that mean days as people say them, such as 去年; a number is text."""
    from searcher.language.dates import names_days  # with its words, which few questions need

    texts = [leaf.text for leaf in positive_leaves(tree) if isinstance(leaf, Words)]
    return [text for text in texts if not text.isdecimal() and names_days(text)]
