"""The page in a file's name: its label, its name, the order of an article on it, and the words around.

``A04.txt``, ``第04版 县区新闻.txt``, ``2024-05-01-A01-03.txt``. A number that no label is before is the
page, one behind a page the order of an article. Two numbers with a hyphen, the second one more than an even
first (``02-03``), may be the two pages of a spread as well, and are in doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.intake.placement.dates_in_files import DateInFile
from index.intake.placement.folders import MAX_FOLDER_NUMBER, FolderReading
from index.intake.placement.labels import canonical_label, page_name_of
from index.intake.placement.name_tokens import MAX_PAGE_DIGITS, SPECIAL, Name, Token
from index.intake.placement.words import names_article_file, word_kind
from index.messages import tr
from index.page_label import PageLabel, page_label

_NAMES = ("section", "titled", "paper", "weekly")  # words that a number may touch
_NAMED_LABELS = ("头版", "封面", "封底")
_NAME_AND_ORDER = re.compile(rf"({SPECIAL})[-_ ](\d+)")
_NUMERAL = re.compile(r"\d+|[一二三四五六七八九十百〇○零]+")


@dataclass(slots=True)
class PageInFile:
    """What the name of a file says beside the date; None where it is silent.

    ``is_plain`` where the page is a number by itself. ``paper`` is a word that has the place of the paper's
    name, ``weak_paper`` one that is the paper if nothing else is. ``unread`` is a number too long for a page.
    """

    page: PageLabel | None = None
    is_plain: bool = False
    page_name: str | None = None
    order: int | None = None
    edition: str | None = None
    paper: str | None = None
    weak_paper: str | None = None
    is_known_form: bool = False
    unread: str | None = None
    doubts: list[tuple[str, str]] = field(default_factory=list)


def page_in_file(name: Name, date: DateInFile) -> PageInFile:
    """Read what ``date`` leaves of the tokens of a file's name."""
    if len(date.rest) == 1 and (token := date.rest[0]).kind == "number" and token.start == date.end + 1:
        # 01.txt, 2024-07-01-01.txt: by far the most names.
        if len(token.text) > MAX_PAGE_DIGITS:
            return PageInFile(unread=token.text)
        return PageInFile(int(token.text) or None, is_plain=True)
    reader = _Reader(name, date)
    for token in date.rest:
        reader.take(token)
    return reader.finish()


class _Reader:
    """Takes the tokens of a name in order."""

    def __init__(self, name: Name, date: DateInFile) -> None:
        self._name, self._date = name, date
        self._found = PageInFile()
        self._page_at: Token | None = None
        self._before: list[Token] = []
        self._behind: list[Token] = []
        self._has_headline = False
        self._words = {word.start: word for word in name.tokens if word.kind == "word"}

    def take(self, token: Token) -> None:
        found = self._found
        if token.kind == "word":
            self._doubt_letter(token)
            self._has_headline = found.order is not None
            if found.order is None:
                (self._before if self._page_at is None else self._behind).append(token)
        elif token.kind == "copy":
            self._doubt(tr("ends in a number in brackets, as a copy does"))
        elif token.kind == "pages":
            self._doubt(tr("names two pages ({text})", text=token.text))
        elif token.kind == "order":
            numeral = _NUMERAL.search(token.text)
            found.order = canonical_order(numeral[0]) if numeral else None
        elif token.kind == "bare_label" and self._page_at is None and self._is_alone(token):
            found.page, self._page_at = token.text, token
        elif token.kind == "bare_label":
            if self._page_at is not None and found.order is None:
                self._behind.append(token)
        elif token.kind == "label":
            self._take_label(token)
        elif token.kind == "number":
            self._take_number(token)

    def _doubt_letter(self, word: Token) -> None:
        """02b may be a page of its own, or the second file of page 2."""
        page = self._page_at
        if page and word.start == page.end and len(word.text) == 1 and word.text.isascii():
            self._doubt(
                tr("has a page that may be {text} or {text}{word_text}", text=page.text, word_text=word.text)
            )

    def _is_alone(self, token: Token) -> bool:
        return not any(
            each.kind in ("label", "number") and each is not token and each.start >= token.end
            for each in self._date.rest
        )

    def _take_label(self, token: Token) -> None:
        label = canonical_label(token.text)
        if label is None or self._has_headline:
            return
        if self._page_at is None:
            self._found.page, self._page_at = label, token
        elif token.text in _NAMED_LABELS and self._found.order is None:
            self._behind.append(token)  # A01版：头版
        elif (named := _NAME_AND_ORDER.fullmatch(token.text)) and self._found.order is None:
            end = token.start + len(named[1])
            self._behind.append(Token("word", named[1], token.start, end))
            self._take_number(Token("number", named[2], token.end - len(named[2]), token.end))
        elif self._found.page != label or self._found.is_plain:
            self._doubt(
                tr(
                    "names two pages ({text} and {token_text})",
                    text=self._page_at.text,
                    token_text=token.text,
                )
            )

    def _take_number(self, token: Token) -> None:
        value = int(token.text) if len(token.text) <= MAX_PAGE_DIGITS else 0
        words = self._before if self._page_at is None else self._behind
        before = words[-1].text if words else ""
        if self._is_of_text(token, words):
            return
        if names_article_file(before):
            return  # content_123: the number of a file
        if self._page_at is None and before.lower().endswith("node") and token.text[0] != "0":
            return  # node_2: the number of a node; node_02 is that of a page
        if self._found.order is not None and self._has_headline:
            return
        if not value:
            self._found.unread = token.text if len(token.text) > MAX_PAGE_DIGITS else None
            return
        if self._page_at is None:
            self._found.page, self._found.is_plain, self._page_at = value, True, token
        elif self._found.order is None:
            self._found.order = value
            if self._found.is_plain and int(self._page_at.text) > MAX_FOLDER_NUMBER:
                self._doubt(tr("has a number that may be no page ({text})", text=self._page_at.text))
            if self._may_be_spread(token):
                self._doubt(
                    tr(
                        "may name two pages ({text} and {token_text})",
                        text=self._page_at.text,
                        token_text=token.text,
                    )
                )
        else:
            self._doubt(tr("has more numbers than a page and an article need"))

    def _is_of_text(self, number: Token, words: list[Token]) -> bool:
        """Whether a number belongs to the words around: 02-final2, 我市3个项目, and 3 between two others."""
        is_padded = number.text[0] == "0"
        behind = self._words.get(number.end)
        if behind and not is_padded and not _may_touch(behind.text):
            return True
        before = words[-1] if words else None
        if before is None or before.end > number.start:
            return False
        if before.end == number.start:
            is_name = word_kind(before.text) in (*_NAMES, "none", "code")
            return self._page_at is not None or not (is_padded or is_name)
        follows = any(start > number.end for start in self._words)
        return not is_padded and follows and word_kind(before.text) == "word"

    def _may_be_spread(self, second: Token) -> bool:
        first = self._page_at
        if first is None or not self._found.is_plain:
            return False
        between = self._name.folded[first.end : second.start].strip()
        before = self._name.folded[max(0, first.start - 1) : first.start]
        is_id = self._date.end >= 0 and before == "-"  # 2024-05-01-02-03, as the ids of articles
        return (
            between == "-"
            and not is_id
            and not first.start == 0 < self._date.end
            and (int(second.text) == int(first.text) + 1 and int(first.text) % 2 == 0)
        )

    def _doubt(self, why: str) -> None:
        self._found.doubts.append(("page", why))

    def finish(self) -> PageInFile:
        found = self._found
        for word in self._before:
            self._take_word(word)
        if self._behind:
            words = self._name.words(self._behind)
            kinds = {word_kind(word.text) for word in self._behind}
            name = page_name_of(words)
            if kinds == {"edition"}:
                found.edition = found.edition or words
            elif "paper" in kinds:
                paper = next(word for word in self._behind if word_kind(word.text) == "paper")
                found.paper = found.paper or self._name.words([paper])
                found.is_known_form = True
            elif name is not None:
                found.page_name = name
        return found

    def _take_word(self, word: Token) -> None:
        """Take a word before the page: the paper's name before the date, or the page's."""
        found, kind, text = self._found, word_kind(word.text), self._name.words([word])
        before_date = word.end <= self._date.end
        if kind == "edition":
            found.edition = found.edition or text
        elif kind in ("section", "titled"):
            found.page_name = found.page_name or page_name_of(text)
        elif kind in ("paper", "weekly"):
            if not found.is_known_form:
                found.paper, found.is_known_form = text, True
        elif kind in ("code", "word", "group") and before_date:
            found.paper = found.paper or text
        elif kind == "code":
            found.weak_paper = found.weak_paper or text
        elif kind == "word" and found.page_name is None and self._date.end >= 0:
            found.page_name = page_name_of(text)


def _may_touch(word: str) -> bool:
    """Whether a word that touches the number before it may be the page's name: 4要闻, but not 3个项目."""
    return word[0].isascii() or (word_kind(word) in _NAMES and word[0] not in "年月日")


def canonical_order(numeral: str) -> int | None:
    """The order that a numeral says; None for nought."""
    label = canonical_label(f"第{numeral}")
    return label if isinstance(label, int) else None


def page_below_folders(in_file: PageInFile, folders: FolderReading) -> None:
    """Combine the page of the name with the page that has a folder; a plain number in it is an article's.

    ``in_file`` is changed: its page is that of the article, its doubts say where both contradict each other.
    """
    if folders.letter is not None and in_file.page is not None:
        if isinstance(in_file.page, int):
            in_file.page, in_file.is_plain = page_label(f"{folders.letter}{in_file.page}"), False
        elif not in_file.page.startswith(folders.letter):
            in_file.doubts.append(
                ("page", tr("is of page {page} in folder {letter}", page=in_file.page, letter=folders.letter))
            )
    page = folders.page if folders.page is not None else folders.number
    if page is None:
        in_file.page_name = in_file.page_name or folders.page_name
        return
    if in_file.is_plain and in_file.order is None:
        in_file.page_name = None  # behind an article's number is its headline
    in_file.page_name = in_file.page_name or folders.page_name
    if in_file.page is None:
        in_file.page = page
    elif in_file.is_plain and in_file.order is None:
        in_file.page, in_file.order, in_file.is_plain = page, int(in_file.page), False
    elif in_file.page != page:
        in_file.doubts.append(
            ("page", tr("is of page {page} in the folder of page {page_2}", page=in_file.page, page_2=page))
        )
