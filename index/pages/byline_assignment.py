"""Signing: here are a page's drafts with their bylines, give me which of these each article is signed by.

Bylines of a group or of the page are spread, signatures that are the paper's mark are taken out of the text,
and who is a reporter is told from who is an author, by the customs of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.pages.bylines import Byline, closing_byline
from index.pages.drafts import Draft, Paragraph, Piece

SIGNED_SHARE = 0.8  # of a page's articles; see _drop_signatures


def sign(drafts: Sequence[Draft], numerals: str) -> None:
    """Settle the bylines of a page's articles; ``numerals``: what its numbers are printed in."""
    _share_bylines(drafts)
    _drop_signatures(drafts)
    marked = sum(
        any(byline.reporters and byline.cued and not byline.authored for byline in draft.bylines)
        for draft in drafts
    )
    bare = sum(draft.signed_bare for draft in drafts)
    for draft in drafts:
        draft.reporters_marked = numerals == "half" and marked >= bare


def _share_bylines(drafts: Sequence[Draft]) -> None:
    """A byline of a group or of the page goes to every article of it that has no byline of its own."""
    own = [article.bylines for article in drafts]
    first = 0  # of the group that the next group byline closes
    signed_page: Byline | None = None
    for last, article in enumerate(drafts):
        first = last if article.group and article.apart else first
        for byline in own[last]:
            if byline.scope == "page":
                signed_page = byline
            elif byline.scope == "group":
                for member in range(first, last + 1):
                    if member == last or not own[member]:
                        drafts[member].group = drafts[first].group
                        drafts[member].shared = [byline]
                first = last + 1
    for article, bylines in zip(drafts, own, strict=True):
        if signed_page and not bylines and not article.shared:
            article.shared = [signed_page]


def _drop_signatures(drafts: Sequence[Draft]) -> None:
    """Take the bylines at the foot out of the text where the paper signs its articles so.

    Two customs are met. A local paper closes every article with its reporter's name in brackets, which is
    the paper's mark and no part of the text. Elsewhere a name stands now over, now under one text of
    several: an author's signature, printed with the text and kept in it. The page itself tells which.
    """
    headed = any(article.headed_by_name for article in drafts)
    signs = not headed and sum(article.signed for article in drafts) >= SIGNED_SHARE * len(drafts)
    for article in drafts:
        for paragraph in article.text:
            if paragraph.byline:
                paragraph.kept = not signs and paragraph.byline.scope == "article"
        body = article.paragraphs
        closing = closing_byline(body[-1].text, article.known_names) if body and signs else None
        if closing:
            _split(article, body[-1], *closing)


def _split(article: Draft, paragraph: Paragraph, at: int, byline: Byline) -> None:
    last = paragraph.pieces[-1]
    start = at - len(paragraph.text) + len(last.text)
    if start <= 0:
        return
    signature = Piece(last.number, last.text[start:].strip(), "byline")
    last.text = last.text[:start].strip()
    place = article.text.index(paragraph) + 1
    article.text.insert(place, Paragraph([signature], "byline", byline, kept=False))
