"""Assignment of the bylines of a page to its articles.

The bylines of a group or of the page are given to their articles, signatures are taken out of the text
where the paper signs every article, and the style of the page decides whether a bare name is a reporter's
or an author's.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.pages.bylines import Byline, closing_byline
from index.pages.drafts import Draft, Paragraph, Piece

SIGNED_SHARE = 0.8  # of a page's articles: from here on the paper signs every article


def assign_bylines(drafts: Sequence[Draft], numerals: str) -> None:
    """Set the bylines of a page's articles; ``numerals`` are the page's ``dominant_numerals``.

    A bare name is an author's where digits are half width, as in papers of today, and at least as many
    articles have a reporter with a role word as are signed by a bare name in brackets.
    """
    _share_bylines(drafts)
    _drop_signatures(drafts)
    marked = sum(
        any(
            byline.reporters and byline.has_role_word and not byline.only_author_words
            for byline in draft.bylines
        )
        for draft in drafts
    )
    bare = sum(draft.signed_by_bare_name for draft in drafts)
    for draft in drafts:
        draft.reporters_marked = numerals == "half" and marked >= bare


def _share_bylines(drafts: Sequence[Draft]) -> None:
    """Give a byline of a group or of the page to every article of it without a byline of its own."""
    own = [article.bylines for article in drafts]
    first = 0  # article of the group that the next group byline closes
    page_byline: Byline | None = None
    for last, article in enumerate(drafts):
        first = last if article.group and article.label_apart else first
        for byline in own[last]:
            if byline.scope == "page":
                page_byline = byline
            elif byline.scope == "group":
                for member in range(first, last + 1):
                    if member == last or not own[member]:
                        drafts[member].group = drafts[first].group
                        drafts[member].shared_bylines = [byline]
                first = last + 1
    for article, bylines in zip(drafts, own, strict=True):
        if page_byline and not bylines and not article.shared_bylines:
            article.shared_bylines = [page_byline]


def _drop_signatures(drafts: Sequence[Draft]) -> None:
    """Take the bylines at the foot of the articles out of the text where the paper signs every article.

    There are two styles. A local paper closes every article with its reporter's name in brackets, which is
    no part of the text. Other papers print a name over or under one article among several: an author's
    signature, which stays in the text.
    """
    at_head = any(article.signed_at_head for article in drafts)
    signs_all = not at_head and sum(article.signed_at_foot for article in drafts) >= SIGNED_SHARE * len(
        drafts
    )
    for article in drafts:
        for paragraph in article.text:
            if paragraph.byline:
                paragraph.in_text = not signs_all and paragraph.byline.scope == "article"
        body = article.paragraphs
        closing = closing_byline(body[-1].text, article.known_names) if body and signs_all else None
        if closing:
            _split_signature(article, body[-1], *closing)


def _split_signature(article: Draft, paragraph: Paragraph, at: int, byline: Byline) -> None:
    """Move the byline at offset ``at`` of a paragraph into a paragraph of its own."""
    last = paragraph.pieces[-1]
    start = at - len(paragraph.text) + len(last.text)
    if start <= 0:
        return
    signature = Piece(last.line_number, last.text[start:].strip(), "byline")
    last.text = last.text[:start].strip()
    place = article.text.index(paragraph) + 1
    article.text.insert(place, Paragraph([signature], "byline", byline, in_text=False))
