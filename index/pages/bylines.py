"""Bylines: the names that a line, a dateline or the end of a paragraph gives, each with its role.

A byline consists of names, role words (记者, 通讯员, 摄 …) and the publishers that the people work for, and
of nothing else. A line with anything else is text, for instance a place in brackets or a sentence that
begins with 记者.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from analyzers.marks import RATIOS
from index.pages.byline_roles import AUTHOR_WORDS, Scope, Span, split_roles, token_pattern
from index.pages.folded_line import HAN, LATIN, FoldedLine, fold_line
from index.pages.letter_spacing import (
    close_up,
    close_up_single_characters,
    has_spaced_pair,
    is_letter_spaced,
    read_through,
)
from index.pages.person_names import (
    NO_NAMES,
    ORGAN_END,
    SURNAMES,
    NameCounts,
    is_name,
    split_names,
)


@cache
def _spaced_names(role: str) -> re.Pattern[str]:
    """The pattern of a name of two characters spaced to the width of three; neither matches ``role``."""
    return re.compile(
        rf"(?<![^\s、,;:/()者员])(?!{role})[{HAN}](?P<blank>\s+)(?!{role})[{HAN}]"
        r"(?=[\s、,;:/()]|摄|文|图|整理|报道|采写|$)"
    )


_NOTHING = "(?!)"
_PICTURE_AND_TEXT = re.compile(r".*[图摄]\s.*文|.*文\s.*[图摄]")  # 张三图 李四文
_PICTURE_OR_TEXT = r"[图文](?=\s|$)"
# Strings, here and below, are large patterns, which ``re`` compiles and caches at their first use.
# Other blanks inside a name: behind an initial (J. K. 某), and beside a dot.
_AFTER_INITIAL = rf"(?<=(?<![{LATIN}])[{LATIN}][·.])(?P<blank>\s+)(?=[{LATIN}{HAN}])"
_BLANK, _DOT = re.compile(r"\s"), re.compile("[·.]")
_SPACED_DOT = rf"(?P<left>[{HAN}{LATIN}]+)(?P<before>\s*)[·.](?P<after>\s*)(?=(?P<right>[{HAN}{LATIN}]+))"
_BEFORE_LEFT = re.compile(r".*(?:记者|通讯员|实习生|摄影|编辑)")
_COLLECTIVE = re.compile(r"(?:本报|本刊|新华社)(?:记者|评论员|特约评论员|观察员)")
_AGENCY = re.compile(r"\s*\([^()]{2,12}\)$")
_NOTE = re.compile(r"作者|执笔|综合.+报道|题图|图为|原载|相关报道|转第|选自")
_BRACKETED = re.compile(r"\((?P<inside>[^()]*)\)")
_SQUARE_BRACKETED = re.compile(r"[\[〔【](?P<inside>[^\[\]〔〕【】]*)[\]〕】]")
# A closing byline follows a finished sentence; a bracket inside a sentence explains a word of it.
_CLOSING = (
    r"[。！？!?…”\"』」)）]\s*(?P<byline>[(（][^()（）]{2,60}[)）]|[^。！？!?…”\"』」，,()（）"
    rf"{RATIOS}]{{2,40}})$"
)
_MAX_CLOSING_LENGTH = 66
_DATELINE_START = re.compile(r"\W*[据本新中]")  # printed; what is never visible and brackets are no letters
_CLOSER_OF = {"(": ")", "[": "]", "〔": "〕", "【": "】"}
_REPORTED = re.compile(r"([^。,，:;]{0,8}(?:记者|实习生)[^。:;，]{2,40}?)报道")
# The start of a folded paragraph (``letter_spacing.read_through``), such as 本报讯 or 新华社北京1月1日电.
DATELINE = re.compile(
    r"[(据]?(?:本报讯|(?:本报|新华社|中新社|本台|本社)[^。,:;()\s]{0,14}?\s?[电讯](?![视影话力])|"
    r"(?:新华社|本报)(?:专电|特稿))"
)
_MAX_LENGTH = 160  # characters
_CACHE_SIZE = 4096  # lines: several steps of the page parser ask for the byline of each


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of one byline by role, in the order printed; ``scope`` is the part of the page they signed.

    ``has_role_word``: it is more than bare names. ``only_author_words``: its role words are of a kind that
    authors have too, as those of a drawing and its verse (张三图 李四文).
    """

    reporters: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    scope: Scope = "article"
    has_role_word: bool = False
    only_author_words: bool = False


@lru_cache(_CACHE_SIZE)
def read_byline(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """Read a line, or the inside of a bracket, that is a byline and nothing else; else None.

    The names are as printed, without the blanks of a letter-spaced line.
    """
    if len(text) > _MAX_LENGTH:
        return None
    line = fold_line(text).stripped()
    for closed, by_gaps in _closed_up(line):
        byline = _read(closed, known_names, letter_spaced=True)
        if byline is not None and (byline.has_role_word or by_gaps):
            return byline
    return _read(line, known_names)


def _closed_up(line: FoldedLine) -> Iterator[tuple[FoldedLine, bool]]:
    """Yield a letter-spaced line closed up, and whether wider gaps part its names.

    Where they do not, surnames do, which is right beside a role word only.
    """
    if is_letter_spaced(line.text):
        yield close_up(line), True
        yield close_up(line, wide=True), False
    elif has_spaced_pair(line.text):
        closed = close_up_single_characters(line)
        if closed is not line:
            yield closed, False


def _read(line: FoldedLine, known_names: NameCounts, *, letter_spaced: bool = False) -> Byline | None:
    if len(line.text) < 2:  # a name has at least two characters
        return None
    agency = _AGENCY.search(line.text) if "摄" in line.text else None
    line = line.part(0, agency.start()) if agency else line
    bracketed, square = _BRACKETED.fullmatch(line.text), _SQUARE_BRACKETED.fullmatch(line.text)
    if bracket := bracketed or square:
        line = line.part(*bracket.span("inside"))
    line = line.stripped()
    if _NOTE.search(line.text):
        return None
    if _COLLECTIVE.fullmatch(line.text):
        return Byline((line.printed_name(0, len(line.text)),), has_role_word=True)
    role = _NOTHING
    if _PICTURE_AND_TEXT.fullmatch(line.text):
        role = _PICTURE_OR_TEXT
    token, spaced_name = token_pattern(role), _spaced_names(role)
    line = _without_blanks(line, *(() if letter_spaced else (spaced_name,)), re.compile(_AFTER_INITIAL))
    roles = split_roles(line.text, token, names_apart=not letter_spaced)
    if roles is None:
        return None
    found, words, scope = roles
    has_role_word = bool(words) or scope != "article"
    only_author_words = bool(words) and words <= AUTHOR_WORDS and scope == "article"
    if letter_spaced and has_role_word:
        found = {
            part: [piece for span in spans for piece in _split(line.text, *span)]
            for part, spans in found.items()
        }
    chunks = [line.text[start:end] for spans in found.values() for start, end in spans]
    # A pen name alone in round brackets needs no surname.
    alone = bracketed is not None and len(chunks) == 1 and len(line.text) == len(chunks[0])
    signed = has_role_word or (alone and not known_names.contradicts(chunks[0]))
    if not chunks or not all(is_name(chunk, signed=signed, known_names=known_names) for chunk in chunks):
        return None
    if square and not has_role_word:  # 【短评】
        return None
    reporters, contributors, photographers, editors = (
        tuple(dict.fromkeys(line.printed_name(*span, letter_spaced=letter_spaced) for span in spans))
        for spans in found.values()
    )
    return Byline(reporters, contributors, photographers, editors, scope, has_role_word, only_author_words)


def _without_blanks(line: FoldedLine, *patterns: re.Pattern[str]) -> FoldedLine:
    """The line without the blanks that stand inside names, by ``patterns`` and beside dots."""
    if not _BLANK.search(line.text):
        return line
    for pattern in patterns:
        line = line.without([found.span("blank") for found in pattern.finditer(line.text)])
    return line.without(list(_blanks_beside_dots(line.text)))


def _blanks_beside_dots(text: str) -> Iterator[Span]:
    """Yield the blanks beside dots that join parts of a name; a dot between two whole names parts them."""
    for found in re.finditer(_SPACED_DOT, text) if _DOT.search(text) else ():
        names = (_BEFORE_LEFT.sub("", found["left"]), found["right"])
        if not all(is_name(name, signed=False) for name in names):
            yield from (found.span(group) for group in ("before", "after"))


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the spans of the names that stand at a span without anything between them."""
    for name in split_names(text[start:end]):
        yield start, start + len(name)
        start += len(name)


def read_author(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """Read a line that names an author, also after an office or a place: 某某局局长 赵小川."""
    byline = read_byline(text, known_names)
    if byline is not None or len(text) > 40:
        return byline
    line = fold_line(text).stripped()
    office, _, names = line.text.partition(" ")
    tail = read_byline(line.printed_part(len(office) + 1, len(line.text)), known_names) if names else None
    if tail and not tail.has_role_word and all(name[0] in SURNAMES for name in tail.reporters):
        return tail if ORGAN_END.search(office) or len(office) > 4 or office[0] in "[〔(" else None
    return None


def closing_byline(text: str, known_names: NameCounts = NO_NAMES) -> tuple[int, Byline] | None:
    """The byline that ends a paragraph, in brackets or with a role word: (its start offset, the byline)."""
    tail = text[-_MAX_CLOSING_LENGTH:]
    closing = re.search(_CLOSING, tail)
    if closing is None or len(closing.group("byline")) == len(text):
        return None
    byline = read_byline(closing.group("byline"), known_names)
    if byline is None or not (byline.has_role_word or closing.group("byline")[0] in "(（"):
        return None
    return len(text) - len(tail) + closing.start("byline"), byline


def dateline_byline(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """The names in or right after a dateline: 本报北京1月1日电 （记者张三）."""
    return _read_dateline(text[:_MAX_LENGTH], known_names) if _DATELINE_START.match(text) else None


@lru_cache(_CACHE_SIZE)
def _read_dateline(start: str, known_names: NameCounts) -> Byline | None:
    head = read_through(fold_line(start))
    dateline = DATELINE.match(head.text)
    if dateline is None:
        return None
    rest = head.part(dateline.end()).stripped()
    if rest.text[:1] in _CLOSER_OF:
        end = rest.text.find(_CLOSER_OF[rest.text[0]])
        return read_byline(rest.printed_part(1, end), known_names) if end > 1 else None
    reported = _REPORTED.match(rest.text)
    return read_byline(rest.printed_part(*reported.span(1)), known_names) if reported else None
