"""Synonyms: texts that mean the same, of the package's list and of an archive's ``synonyms.txt``.

A line of the file is ``省发改委 = 省发展和改革委员会``, two or more that mean the same, or ``A => B``: who
asks for A finds B too, and not the other way. ``A =`` takes A out of the package's list. # begins a remark.
Full width is the same. Texts are compared folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from analyzers import fold
from index.backend import ToldText
from index.messages import mark, tr

FILE: ToldText = "synonyms.txt"
FORMS = mark("省发改委 = 省发展和改革委员会, or A => B for one way")
MIN_CHARS, MAX_CHARS = 2, 60  # of one text: one character stands everywhere
MAX_OF_ONE = 16  # other forms of one text that are searched
_ENDS = ("\n", "\r")
_LINE_END = re.compile(r"\r\n|\n|\r")
_REMARK = re.compile(r"(?:^|\s)[#＃].*")
_ONE_WAY = re.compile(r"[=＝][>＞]|[⇒→]")
_EQUALS = re.compile(r"[=＝]")
_REFUSED = frozenset(
    '"“”‘’「」『』()（）|｜*＊:：'
)  # of the query language: a text that has them was mistyped


class Rule(NamedTuple):
    """A line: texts that mean the same, or with ``one_way`` the first means the others too."""

    texts: tuple[str, ...]
    one_way: bool = False


class Synonyms:
    """The other forms of each text, by its folded form."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        """Texts that mean the same are one class, however many lines join them; one way leads on.

        So a chain is followed to its end, and a circle ends where it began.
        """
        others: dict[str, dict[str, str]] = {}  # of a folded text, those that a line leads to, by folded form
        for rule in rules:
            for one in rule.texts[:1] if rule.one_way else rule.texts:
                others.setdefault(fold(one), {}).update(
                    (fold(other), other) for other in rule.texts if fold(other) != fold(one)
                )
        self._others = others

    @property
    def texts(self) -> Iterable[str]:
        """The folded texts that have other forms."""
        return self._others.keys()

    def of(self, folded: str) -> tuple[str, ...]:
        """The other forms of a folded text, at most ``MAX_OF_ONE``, the nearest first."""
        found: dict[str, str] = {folded: ""}
        waiting = [folded]
        for text in waiting:
            for other, printed in self._others.get(text, {}).items():
                if other not in found:
                    found[other] = printed
                    waiting.append(other)
        return tuple(found.values())[1 : MAX_OF_ONE + 1]


@cache
def common_rules() -> tuple[Rule, ...]:
    """The package's list."""
    rows = Path(__file__).with_name("common.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Rule(tuple(row.split("\t"))) for row in rows)


@lru_cache(maxsize=8)
def synonyms_of(text: str) -> Synonyms:
    """The package's list and that of an archive, of which the file holds ``text``; read once for a text."""
    rules, _ = read_rules(text)
    left_out = {fold(rule.texts[0]) for rule in rules if len(rule.texts) == 1}
    kept = [
        Rule(texts)
        for rule in common_rules()
        if len(texts := tuple(each for each in rule.texts if fold(each) not in left_out)) > 1
    ]
    return Synonyms([*kept, *rules])


def read_rules(text: str) -> tuple[list[Rule], list[str]]:
    """The rules of a file's text, and for each line that does not count ``line: what is wrong``.

    A circle of one way is told, too, though its lines count.
    """
    rules: list[Rule] = []
    faults = []
    lines: dict[Rule, int] = {}
    arrows: dict[str, list[str]] = {}
    for number, line in enumerate(_LINE_END.split(text), 1):
        stripped = _REMARK.sub("", line).strip()
        if not stripped:
            continue
        rule, fault = _read(stripped)
        if rule is not None and rule in lines:
            fault = tr("stands in line {line} already", line=lines[rule])
        if rule is None or rule in lines:
            faults.append(
                tr(
                    "{number}: {stripped} {fault}; the line does not count",
                    number=number,
                    stripped=stripped,
                    fault=fault,
                )
            )
            continue
        rules.append(rule)
        lines[rule] = number
        if not rule.one_way:
            continue
        arrows.setdefault(fold(rule.texts[0]), []).append(rule.texts[1])
        if circle := _circle(arrows, rule):
            faults.append(
                tr(
                    "{number}: {stripped} makes a circle, {circle}: all of it is searched either way; "
                    "write {circle_2}",
                    number=number,
                    stripped=stripped,
                    circle=" => ".join(circle),
                    circle_2=" = ".join(circle[:-1]),
                )
            )
    return rules, faults


def _read(line: str) -> tuple[Rule | None, str]:
    """The rule of a line without its remark; None, and what is wrong."""
    if "\ufffd" in line:
        return None, tr("is damaged; save the file as UTF-8")
    one_way = _ONE_WAY.search(line) is not None
    texts = [each.strip() for each in (_ONE_WAY if one_way else _EQUALS).split(line)]
    if len(texts) == 1:
        return None, tr("has no =; write {forms}", forms=tr(FORMS))
    if not one_way and len(texts) == 2 and texts[0] and not texts[1]:
        return Rule((texts[0],)), ""
    if one_way and len(texts) > 2:
        return None, tr("has several =>; write a line for each")
    for text in texts:
        if one_way and _EQUALS.search(text):
            return None, tr("has = and =>; write a line for each")
        if not text:
            return None, tr("has nothing on one side of =; write {forms}", forms=tr(FORMS))
        if not _REFUSED.isdisjoint(text):
            return None, tr("has quotes, brackets or a colon; write the texts alone")
        if not MIN_CHARS <= len(fold(text)) <= MAX_CHARS:
            return None, tr(
                "has a text that is not of {min_chars} to {max_chars} characters",
                min_chars=MIN_CHARS,
                max_chars=MAX_CHARS,
            )
    if len(set(map(fold, texts))) < len(texts):
        return None, tr("says the same twice")
    return Rule(tuple(texts), one_way), ""


def _circle(arrows: Mapping[str, Sequence[str]], rule: Rule) -> tuple[str, ...]:
    """The texts of the circle that a rule of one way closes, the first again at the end; none without one.

    ``arrows`` leads from each folded text to the others that rules of one way name for it.
    """
    first = rule.texts[0]
    paths: list[tuple[str, ...]] = [(first, rule.texts[1])]
    seen = {fold(rule.texts[1])}
    for path in paths:
        if fold(path[-1]) == fold(first):
            return path
        for other in arrows.get(fold(path[-1]), ()):
            if fold(other) not in seen:
                seen.add(fold(other))
                paths.append((*path, other))
    return ()


def with_lines(text: str, lines: Iterable[str]) -> str:
    """A file's text with ``lines`` more; ValueError for one that is no rule. What it has is left out."""
    rules, _ = read_rules(text)
    for line in lines:
        rule, fault = _read(_REMARK.sub("", line).strip())
        if rule is None:
            raise ValueError(f"{line} {fault}")
        if rule not in rules:
            rules.append(rule)
            text += ("" if not text or text.endswith(_ENDS) else "\n") + line_of(rule) + "\n"
    return text


def line_of(rule: Rule) -> str:
    """A rule as a line of the file."""
    if len(rule.texts) == 1:
        return f"{rule.texts[0]} ="
    return (" => " if rule.one_way else " = ").join(rule.texts)
