"""Bylines: the names that a line, a dateline or the end of a paragraph gives, each with its role.

A byline consists of names, roles (记者, 通讯员, 摄 …), and the outlets and ranks of the people, and of
nothing else. A line with anything else is text, for instance a place in brackets or a sentence that begins
with 记者. Bullets and brackets around it come off first; ``byline_tokens.py`` cuts it and ``byline_roles.py``
reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from analyzers import fold
from analyzers.marks import DASHES
from index.pages.byline_roles import Span, split_roles
from index.pages.byline_tokens import Scope, read_tokens
from index.pages.byline_words import NAMELESS, Part
from index.pages.folded_line import HAN, LATIN, FoldedLine, fold_line
from index.pages.glued_names import names_of_run
from index.pages.letter_spacing import (
    close_up,
    close_up_single_characters,
    has_spaced_pair,
    is_letter_spaced,
)
from index.pages.person_names import NO_NAMES, ORGAN_END, SURNAMES, NameCounts, is_name

# Strings, here and below, are large patterns, which ``re`` compiles and caches at their first use.
# Blanks inside a name: behind an initial (J. K. 某), and beside a dot.
_AFTER_INITIAL = rf"(?<=(?<![{LATIN}])[{LATIN}][·.])(?P<blank>\s+)(?=[{LATIN}{HAN}])"
_BLANK, _DOT = re.compile(r"\s"), re.compile("[·.]")
_SPACED_DOT = rf"(?P<left>[{HAN}{LATIN}]+)(?P<before>\s*)[·.](?P<after>\s*)(?=(?P<right>[{HAN}{LATIN}]+))"
_BEFORE_LEFT = re.compile(r".*(?:记者|通讯员|实习生|摄影|编辑)")
_AGENCY = re.compile(r"\s*\([^()]{2,12}\)$")
_NOTE = re.compile(r"综合.+报道|图为|原载|相关报道|转第|选自|摘自")
_DASHED = re.compile(rf"^[{DASHES}]|[{DASHES}]$")  # it makes a heading of bare words
# [美] 某某
_NATION = re.compile(r"[\[(〔](?![^\])〕】]*[者员编文图摄一二三四五六七八九十])[一-鿿]{1,5}[\])〕]\s*(?=.)")
_PEOPLE = re.compile(r"\((?:[一-鿿]{1,4}族|女)\)")  # behind a name
_PEN_NAME = re.compile(rf"[{HAN}](?:\s*[{HAN}]){{1,2}}")
# What no byline has: most lines are text, and are told by it at once.
_TEXT_MARK = re.compile(r"[“”\"《》〈〉「」『』！？!?…%0-9０-９<>{}=@]|[。;；,，](?=.*。)")
_AROUND = r"[^\w\s()\[\]〔〕【】“”\"'‘’《》〈〉「」『』{},.。!?！？;:、…%\ue815-\ue864]"
_BULLETS = re.compile(rf"(?:{_AROUND}|\s)+|口(?=本报|记者|通讯员|文/|见习)")
_LAST_BULLETS = re.compile(rf"(?:{_AROUND}|[\s。])+$")
CLOSER_OF = {"(": ")", "[": "]", "〔": "〕", "【": "】"}
_INSIDE_BRACKETS = re.compile(r"[^()\[\]〔〕【】]*")
# A note behind a name: 张三（作者系某大学教授）; or a note that names the author: 作者张三系某大学教授.
_AUTHOR_NOTE = re.compile(r"(?:本文)?作者\s*(?:系|为|是|,|单位)")
_NAMED_AUTHOR = re.compile(rf"(?:本文)?作者(?!单位)[:\s]?\s*(?P<name>[{HAN}·]{{2,8}}?)\s*(?:系|为|是|,|单位)")
_BESIDE_NOTE = re.compile(r"(?P<names>.{2,20}?)\s*[(,](?P<note>(?:本文)?作者[^()]*)\)?$")
MAX_LENGTH = 160  # characters
CACHE_SIZE = 4096  # lines: several steps of the page parser ask for the byline of each


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of one byline by role, in the order printed; ``scope`` is the part of the page they signed.

    ``has_role_word``: it is more than bare names. ``drawing``: a drawing and its verse (张三图 李四文).
    """

    reporters: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    scope: Scope = "article"
    has_role_word: bool = False
    drawing: bool = False

    @property
    def signs_text(self) -> bool:
        """Whether it names somebody who wrote a text, and not only editors or photographers."""
        return bool(self.reporters or self.contributors or self.authors)

    @property
    def notes_author(self) -> bool:
        """Whether it says in words who its author is (执笔), which is no signature."""
        return bool(self.authors) and self.has_role_word

    @property
    def only_editors(self) -> bool:
        """Whether it names nobody but editors, who sign no article."""
        return not (self.reporters or self.contributors or self.photographers or self.authors)


def read_byline(text: str, known_names: NameCounts = NO_NAMES, *, sure: bool = False) -> Byline | None:
    """Read a line, or the inside of a bracket, that is a byline and nothing else; else None.

    The names are as printed, without the blanks of a letter-spaced line. ``sure``: without words that may
    be no roles, as in a sentence.
    """
    if len(text) > MAX_LENGTH or _TEXT_MARK.search(text):
        return None
    return _read_line(text, known_names, sure=sure)


def read_names(text: str, known_names: NameCounts = NO_NAMES) -> Byline:
    """The names of a text of which a format says that it is a byline; without roles they are reporters'."""
    byline = read_byline(text, known_names)
    if byline is not None:
        return byline
    names = tuple(name for name in re.split(r"[\s、，,;；/]+", text) if name)
    known = all(is_name(name, signed=True, known_names=known_names) for name in names)
    return Byline(reporters=names) if known else Byline()


@lru_cache(CACHE_SIZE)
def _read_line(text: str, known_names: NameCounts, *, sure: bool) -> Byline | None:
    line = fold_byline(text).stripped()
    for closed, by_gaps in _closed_up(line):
        byline = _read(closed, known_names, letter_spaced=True, sure=sure)
        if byline is not None and (byline.has_role_word or by_gaps):
            return byline
    return _read(line, known_names, sure=sure)


@cache
def _simplified() -> tuple[re.Pattern[str], dict[int, str]]:
    """The pattern of traditional and old characters, and the characters of today for them, each for one."""
    chars = "".join(map(chr, range(0x4E00, 0xA000)))
    folded = {ord(char): to for char, to in zip(chars, map(fold, chars), strict=True) if to != char}
    return re.compile(f"[{''.join(map(chr, folded))}]"), folded


def in_todays_characters(text: str) -> str:
    """``text`` with traditional and old characters in those of today, each for one."""
    old, today = _simplified()
    return text.translate(today) if old.search(text) else text


def fold_byline(text: str) -> FoldedLine:
    """Fold a line, also to the characters of today."""
    line = fold_line(text)
    folded = in_todays_characters(line.text)
    return line if folded is line.text else FoldedLine(line.printed, folded, line.offsets)


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


def _bare(line: FoldedLine) -> tuple[FoldedLine, str]:
    """The line without the bullets and brackets around it, and its outermost opening bracket, if any."""
    opener = ""
    while True:
        start = found.end() if (found := _BULLETS.match(line.text)) else 0
        end = found.start() if (found := _LAST_BULLETS.search(line.text, start)) else len(line.text)
        line = line.part(start, max(start, end)).stripped()
        closer = CLOSER_OF.get(line.text[:1])
        if closer is None or not line.text.endswith(closer):
            return line, opener
        if not _INSIDE_BRACKETS.fullmatch(line.text, 1, len(line.text) - 1):
            return line, opener
        opener = opener or line.text[0]
        line = line.part(1, len(line.text) - 1)


def _read(
    line: FoldedLine, known_names: NameCounts, *, letter_spaced: bool = False, sure: bool = False
) -> Byline | None:
    if len(line.text) < 2 or _TEXT_MARK.search(line.text):  # a name has at least two characters
        return None
    if line.text.count(")") > line.text.count("("):  # a part of something else
        return None
    agency = _AGENCY.search(line.text)  # 张三摄（某某社发）
    agency = agency if agency and "摄" in line.text[: agency.start()] else None
    headed = re.search(rf"[{DASHES}:]$", line.text) is not None  # a salutation, or who speaks
    dashed = _DASHED.search(line.text) is not None
    line, opener = _bare(line.part(0, agency.start()) if agency else line)
    line = line.part(found.end()) if (found := _NATION.match(line.text)) else line
    if _NOTE.search(line.text) or len(line.text) < 2:
        return None
    if "作者" in line.text:
        byline = _read_author_note(line, known_names)
        if byline is not None or _AUTHOR_NOTE.match(line.text):
            return byline
    line = line.without([found.span() for found in _PEOPLE.finditer(line.text)])
    line = _without_blanks(line)
    tokens = read_tokens(line.text)
    if not tokens:
        return None
    roles = split_roles(tokens)
    if roles.impossible or (sure and roles.strict):
        return None
    has_role_word = bool(roles.words) or roles.scope != "article"
    if has_role_word and (headed or (dashed and roles.strict)):
        return None
    if not has_role_word and (dashed or any(token.kind != "name" for token in tokens)):
        return None
    runs = [line.text[start:end] for spans in roles.found.values() for start, end in spans]
    # A pen name alone in round brackets needs no surname.
    alone = opener == "(" and len(runs) == 1 and len(line.text) == len(runs[0]) and not _DOT.search(runs[0])
    signed = (has_role_word and not roles.strict) or (alone and not known_names.contradicts(runs[0]))
    if not runs or (opener not in ("", "(") and not has_role_word):  # 【短评】
        return None
    named: dict[Part, tuple[str, ...]] = {}
    for part, spans in roles.found.items():
        names: list[str] = []
        for span in spans:
            parted = _names(line, span, known_names, signed=signed, glued=has_role_word and not roles.strict)
            if parted is None:
                return None
            names += [line.printed_name(*each, letter_spaced=letter_spaced) for each in parted]
        named[part] = tuple(dict.fromkeys(names))
    return Byline(
        named["reporter"],
        named["contributor"],
        named["photographer"],
        named["author"],
        named["editor"],
        roles.scope,
        has_role_word,
        roles.drawing,
    )


def _names(
    line: FoldedLine, span: Span, known_names: NameCounts, *, signed: bool, glued: bool
) -> list[Span] | None:
    """The spans of the names that a run consists of; None where it has anything else."""
    text = line.text[slice(*span)]
    blank = _BLANK.search(text)  # of a name spaced to the width of three characters
    run = text.replace(blank.group(), "") if blank and not _DOT.search(text) else text
    if run != text:
        return [span] if is_name("".join(text.split()), signed=signed, known_names=known_names) else None
    names = names_of_run(run, signed=signed, glued=glued, known_names=known_names)
    if names is None:
        return None
    spans: list[Span] = []
    at = span[0]
    for name in names:
        start = line.text.index(name, at)  # 和 stands between some
        at = start + len(name)
        spans.append((start, at))
    return spans


def _read_author_note(line: FoldedLine, known_names: NameCounts) -> Byline | None:
    """Read 张三（作者系某大学教授）, or 作者张三系某大学教授."""
    if beside := _BESIDE_NOTE.fullmatch(line.text):
        byline = _read(line.part(*beside.span("names")), known_names)
        if byline is None or byline.only_editors or not _AUTHOR_NOTE.match(beside["note"]):
            return None
        return Byline(authors=byline.reporters + byline.authors, has_role_word=True)
    named = _NAMED_AUTHOR.match(line.text)
    if (
        named
        and not named["name"].startswith("单位")
        and is_name(named["name"], signed=False, known_names=known_names)
    ):
        return Byline(authors=(line.printed_name(*named.span("name")),), has_role_word=True)
    return None


def is_source_note(text: str) -> bool:
    """Whether a line says where a text is from and names nobody: 本报综合, 据新华社."""
    if len(text) > 40 or "作者" in text:
        return False
    line, _ = _bare(fold_byline(text).stripped())
    return NAMELESS.fullmatch(line.text) is not None


def _without_blanks(line: FoldedLine) -> FoldedLine:
    """The line without the blanks that stand inside names, behind initials and beside dots."""
    if not _BLANK.search(line.text) or not _DOT.search(line.text):
        return line
    line = line.without([found.span("blank") for found in re.finditer(_AFTER_INITIAL, line.text)])
    return line.without(list(_blanks_beside_dots(line.text)))


def _blanks_beside_dots(text: str) -> Iterator[Span]:
    """Yield the blanks beside dots that join parts of a name; a dot between two whole names parts them."""
    for found in re.finditer(_SPACED_DOT, text) if _DOT.search(text) else ():
        names = (_BEFORE_LEFT.sub("", found["left"]), found["right"])
        if not all(is_name(name, signed=False) for name in names):
            yield from (found.span(group) for group in ("before", "after"))


def read_author(text: str, known_names: NameCounts = NO_NAMES) -> Byline | None:
    """Read a line that names an author, also after an office or a place: 某某局局长 赵小川."""
    byline = read_byline(text, known_names)
    if byline is not None or len(text) > 40:
        return byline
    line = fold_byline(text).stripped()
    office, _, names = line.text.partition(" ")
    end = len(line.text) - (office[:1] in CLOSER_OF and names[-1:] in CLOSER_OF.values())
    tail = read_byline(line.printed_part(len(office) + 1, end), known_names) if names else None
    if tail and not tail.has_role_word and all(name[0] in SURNAMES for name in tail.reporters):
        return tail if ORGAN_END.search(office) or len(office) > 4 or office[0] in "[〔(" else None
    return None


def read_pen_name(text: str) -> Byline | None:
    """Read a line of two or three characters that can be a name without a surname: 敢峰."""
    line = fold_byline(text).stripped()
    name = "".join(line.text.split())
    if not _PEN_NAME.fullmatch(line.text) or len(name) > 3 or not is_name(name, signed=True):
        return None
    return Byline((line.printed_name(0, len(line.text)),))
