"""The tokens of a byline: a folded line cut into roles, modifiers of roles, fillers and what may be names.

Blanks and marks part runs of characters; a run is cut again at the words that are in no name, so that glued
names come out: 本报记者张三通讯员李四摄.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from analyzers.marks import DASHES
from index.pages.byline_words import (
    FILLER_WORD,
    SCOPE_WORD,
    Role,
    inner_words,
    is_modifier,
    is_outlet,
    last_modifiers,
    title,
    work,
)
from index.pages.folded_line import HAN, LATIN
from index.pages.person_names import COMPOUND_SURNAMES, is_name

# The part of a page that a byline signs.
Scope = Literal["article", "group", "page"]
Kind = Literal["name", "role", "modifier", "filler", "group", "page"]

_RUN = re.compile(rf"[{DASHES}{HAN}{LATIN}·.]+")
# Marks and the signs that papers print before, between and behind the parts of a byline.
_STOP = re.compile(r"[\s()\[\]〔〕【】、,;:/|。&+#*※■-◿☀-➿⬀-⯿〓]+")
_MARK_IN_RUN = re.compile(rf"[{DASHES}·.]+")
_LONGEST_RUN = 48  # characters of the runs of a line without blanks
_ONE_CHARACTER_WORK = re.compile(r"[文图译绘画]")
_BY_FILLER = re.compile(r"(?:均?[由系为]|是)(?=..)")
_WHICH_PICTURES = re.compile(r"(?:本文|文中|本栏|资料)(?=图|照|摄|文字)")
_MAX_PLACE_LENGTH = 4  # characters
_FROM_PLACE = re.compile("报道|报导|电|专电")
_ET_AL = re.compile(r"(?<=..)等人?$")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a folded line; ``start`` and ``end``, exclusive, are offsets in it.

    ``word`` is the text, ``role`` is set for a role only. ``before`` and ``after`` are the blanks and marks
    on its two sides, "" where it is glued to its neighbour. ``known``: of a modifier, whether it is a known
    outlet or rank; any other word can stand before a role too.
    """

    kind: Kind
    start: int
    end: int
    word: str
    role: Role | None = None
    before: str = ""
    after: str = ""
    known: bool = True


def read_tokens(text: str) -> list[Token] | None:
    """The tokens of a folded line; None where it has a mark, a number or a run that no byline has."""
    tokens: list[Token] = []
    at = 0
    stop = ""
    while at < len(text):
        if run := _RUN.match(text, at):
            if run.end() - at > _LONGEST_RUN:
                return None
            cut = list(_cut_run(text, at, run.end()))
            if cut:
                cut[0] = replace(cut[0], before=stop)
                stop = ""
                tokens += cut
            at = run.end()
        elif mark := _STOP.match(text, at):
            stop += mark.group()
            if tokens:
                tokens[-1] = replace(tokens[-1], after=tokens[-1].after + mark.group())
            at = mark.end()
        else:
            return None
    return _without_place(_spaced_names(_split_works(_names_before_roles(tokens))))


def _cut_run(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of a run. Dots and dashes part its words where one of them is no name."""
    run = text[start:end]
    parts = [part for part in _MARK_IN_RUN.split(run) if part]
    if len(parts) > 1 and any(_ONE_CHARACTER_WORK.fullmatch(part) or inner_words(part) for part in parts):
        yield from _cut_at_marks(text, start, end)
    elif parts:
        first = start + run.index(parts[0])
        yield from _cut_words(text, first, start + run.rindex(parts[-1]) + len(parts[-1]))


def _cut_at_marks(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of a run in which marks part roles from names: 文·张三, 记者·阿不都·某."""
    edges: list[tuple[int, int]] = []  # of the words, and of the names with dots in them
    for piece in re.finditer(rf"[^-－{DASHES[2:]}·.]+", text[start:end]):
        first, last = start + piece.start(), start + piece.end()
        if edges and not _opens_with_role(piece.group()) and not _is_role_span(text, edges[-1]):
            edges[-1] = (edges[-1][0], last)
        else:
            edges.append((first, last))
    for number, (first, last) in enumerate(edges):
        before = text[edges[number - 1][1] : first] if number else ""
        after = text[last : edges[number + 1][0]] if number + 1 < len(edges) else ""
        cut = list(_cut_words(text, first, last))
        if cut:
            cut[0] = replace(cut[0], before=before)
            cut[-1] = replace(cut[-1], after=after)
        yield from cut


def _opens_with_role(word: str) -> bool:
    """Whether a word begins with a role, or with what stands before one; 库尔吉摄 begins with a name."""
    if _ONE_CHARACTER_WORK.fullmatch(word):
        return True
    inner = inner_words(word)
    return bool(inner) and (inner[0].start() == 0 or is_modifier(word[: inner[0].start()]))


def _is_role_span(text: str, span: tuple[int, int]) -> bool:
    """Whether a span ends with a role; a name behind a role in it goes on behind a dot."""
    word = text[slice(*span)]
    inner = inner_words(word)
    return bool(_ONE_CHARACTER_WORK.fullmatch(word) or (inner and inner[-1].end() == len(word)))


def _cut_words(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the tokens of a run without marks between its words."""
    while scope := SCOPE_WORD.match(text, start, end):
        yield Token("group" if scope["group"] else "page", start, scope.end(), scope.group())
        start = scope.end()
    filler = FILLER_WORD.fullmatch(text, start, end) or _BY_FILLER.match(text, start, end)
    filler = filler or _WHICH_PICTURES.match(text, start, end)
    if filler:
        yield Token("filler", start, filler.end(), filler.group())
        start = filler.end()
    if start == end:
        return
    run = text[start:end]
    if role := work(run):
        yield Token("role", start, end, run, role)
        return
    at = start
    after_role = False
    for found in inner_words(run):
        word_start, word_end = start + found.start(), start + found.end()
        piece = text[at:word_start]
        if found["title"]:
            cut = at + last_modifiers(piece) if after_role else at
            yield from _names(text, at, cut)
            if cut < word_start:
                modifier = text[cut:word_start]
                yield Token("modifier", cut, word_start, modifier, known=is_modifier(modifier))
            role = title(found.group())
        else:
            yield from _names(text, at, word_start)
            role = work(found.group())
        yield Token("role", word_start, word_end, found.group(), role)
        at, after_role = word_end, True
    yield from _names(text, at, end)


def _names(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield what stands between roles: a modifier, fillers, or what may be names."""
    if start == end:
        return
    piece = text[start:end]
    if is_modifier(piece) or is_outlet(piece):
        yield Token("modifier", start, end, piece)
        return
    if FILLER_WORD.fullmatch(piece):
        yield Token("filler", start, end, piece)
        return
    if by := _BY_FILLER.match(piece):
        yield Token("filler", start, start + by.end(), by.group())
        start += by.end()
    et_al = _ET_AL.search(text, start, end)
    yield Token("name", start, et_al.start() if et_al else end, text[start : et_al.start() if et_al else end])
    if et_al:
        yield Token("filler", et_al.start(), end, et_al.group())


def _names_before_roles(tokens: list[Token]) -> list[Token]:
    """Make names of unknown modifiers behind a role, or of one without names: 记者 张三通讯员, 张三制图."""
    parted: list[Token] = []
    for at, token in enumerate(tokens):
        behind = bool(parted) and parted[-1].role is not None
        beyond = tokens[at + 2] if at + 2 < len(tokens) else None  # behind its role
        alone = token.after == "" and (beyond is None or beyond.kind != "name")
        alone = alone and at + 1 < len(tokens) and _is_editor(tokens[at + 1])
        if token.kind == "modifier" and not token.known and (behind or alone):
            cut = token.start + last_modifiers(token.word)
            parted.append(
                Token("name", token.start, cut, token.word[: cut - token.start], None, token.before)
            )
            if cut < token.end:
                parted.append(
                    Token("modifier", cut, token.end, token.word[cut - token.start :], None, "", token.after)
                )
        else:
            parted.append(token)
    return parted


def _is_editor(token: Token) -> bool:
    return token.role is not None and token.role.part == "editor"


def _split_works(tokens: list[Token]) -> list[Token]:
    """Part a name from 文 or 图 behind it, where the line says so: 张三文/图, 张三文 李四图."""
    texts = any(_ends_with(token, "文") for token in tokens)
    pictures = any(_ends_with(token, "图") or (token.role and token.role.pictures) for token in tokens)
    both = texts and pictures
    split: list[Token] = []
    spaced = False  # whether the token is the second half of a spaced name: 周 一文
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        slashed = (
            following is not None
            and token.after.strip() == "/"
            and following.role is not None
            and len(following.word) == 1
        )
        last = following is None or following.role is not None
        long = (
            len(token.word) == 4
            and not token.word.startswith(COMPOUND_SURNAMES)
            and is_name(token.word[:-1], signed=False)
        )
        apart = following is None or token.after != ""  # 张克文摄 is signed by 张克文
        if (slashed or (apart and (both or long)) or (spaced and last)) and _ends_with(
            token, "文图", 1 if spaced else 2
        ):
            end = token.end - 1
            split.append(replace(token, end=end, word=token.word[:-1], after=""))
            word = token.word[-1]
            split.append(Token("role", end, token.end, word, work(word), "", token.after))
        else:
            split.append(token)
        spaced = token.kind == "name" and len(token.word) == 1
    return split


def _ends_with(token: Token, works: str, name_length: int = 1) -> bool:
    """Whether a run ends with one of the works behind ``name_length`` characters or more."""
    return token.kind == "name" and len(token.word) > name_length and token.word[-1] in works


def _spaced_names(tokens: list[Token]) -> list[Token]:
    """Join names of two characters that are spaced to the width of three: 赵　川."""
    joined: list[Token] = []
    for at, token in enumerate(tokens):
        last = joined[-1] if joined else None
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if last is not None and last.after.isspace() and len(last.word) == len(token.word) == 1:
            halves = last.kind == token.kind == "name"
            # 文 and 图 are roles, unless they leave a character alone: 文　阳, 张　文.
            surname = last.word == "文" and (following is None or len(following.word) > 1 or not token.after)
            given = token.word in "文图" and last.kind == "name"
            if halves or given or (surname and token.kind == "name"):
                word = last.word + token.word
                joined[-1] = replace(
                    last, kind="name", role=None, end=token.end, word=word, after=token.after
                )
                continue
        joined.append(token)
    return joined


def _without_place(tokens: list[Token]) -> list[Token]:
    """Leave out the place that a report is from: 记者张三 北京报道; some can be names."""
    return [
        token
        for at, token in enumerate(tokens)
        if not (
            token.kind == "name"
            and at > 0
            and tokens[at - 1].kind == "name"
            and token.after == ""
            and at + 1 < len(tokens)
            and _FROM_PLACE.fullmatch(tokens[at + 1].word)
            and len(token.word) <= _MAX_PLACE_LENGTH
            and not is_name(token.word, signed=False)
        )
    ]
