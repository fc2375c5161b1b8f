"""Assignment of the bylines of a page to its articles.

The bylines of a group or of the page are given to their articles, signatures are taken out of the text
where the paper signs every article, and the style of the page decides whether a bare name is a reporter's
or an author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.pages.bylines import Byline
from index.pages.drafts import Draft
from index.pages.pieces import Paragraph, Piece
from index.pages.signatures import Signature, notes_author
from index.pages.text_bylines import closing_byline

# Labels of prose, verse, letters and serials.
_LITERARY = re.compile(
    r"副刊|文学|文苑|文艺|散文|随笔|杂文|诗|小说|连载|故事会|来信|来函|读者|作文|笔会|夜读|书评|影评|专栏|名家|百姓茶坊|心香|忆往|原创"
)
SIGNED_SHARE = 0.8  # of a page's articles: from here on the paper signs every article


def assign_bylines(drafts: Sequence[Draft], numerals: str) -> None:
    """Set the bylines of a page's articles; ``numerals`` are the page's ``dominant_numerals``.

    Where digits are half width, as in papers of today, a bare name is an author's if at least as many
    articles have a reporter with a role word as are signed by a bare name in brackets. It is one as well
    under a label of prose or letters, and in an article that says what its author is.
    """
    _share_bylines(drafts)
    _drop_signatures(drafts)
    marked = sum(
        any(byline.reporters and byline.has_role_word and not byline.drawing for byline in draft.bylines)
        for draft in drafts
    )
    bare = sum(draft.signed_by_bare_name for draft in drafts)
    for draft in drafts:
        noted = notes_author([paragraph.text for paragraph in draft.paragraphs])
        by_author = noted or _LITERARY.search(f"{draft.section or ''} {draft.group or ''}")
        draft.authors_unmarked = numerals == "half" and (marked >= bare or bool(by_author))


def _share_bylines(drafts: Sequence[Draft]) -> None:
    """Give a byline of a group or of the page to every article of it without a byline of its own."""
    own = [article.signatures for article in drafts]
    first = 0  # article of the group that the next group byline closes
    page_byline: Signature | None = None
    for last, article in enumerate(drafts):
        first = last if article.group and article.label_apart else first
        for signature in own[last]:
            if not signature.byline.signs_text:
                continue
            if signature.byline.scope == "page":
                page_byline = signature
            elif signature.byline.scope == "group":
                for member in range(first, last + 1):
                    if member == last or not own[member]:
                        drafts[member].group = drafts[first].group
                        drafts[member].shared_signatures = [signature]
                first = last + 1
    for article, signatures in zip(drafts, own, strict=True):
        if page_byline and not signatures and not article.shared_signatures:
            article.shared_signatures = [page_byline]


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
                paragraph.in_text = not _is_signature(paragraph.byline, signs_all)
        body = article.paragraphs
        closing = closing_byline(body[-1].text, article.known_names) if body and signs_all else None
        if closing:
            _split_signature(article, body[-1], *closing)


def _is_signature(byline: Byline, signs_all: bool) -> bool:
    """Whether a byline on a line of its own is no part of the text."""
    if byline.scope != "article":
        return byline.signs_text
    return signs_all and not byline.notes_author


def _split_signature(article: Draft, paragraph: Paragraph, at: int, byline: Byline) -> None:
    """Move the byline at offset ``at`` of a paragraph into a paragraph of its own."""
    last = paragraph.pieces[-1]
    start = at - len(paragraph.text) + len(last.text)
    if start <= 0:
        return
    signature = Piece(last.line_number, last.text[start:].strip(), "byline")
    last.text = last.text[:start].strip()
    place = article.text.index(paragraph) + 1
    article.insert(place, Paragraph([signature], "byline", byline, in_text=False))
