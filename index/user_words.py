"""words.txt: the words that an archive's own dictionary has beside jieba's, one a line."""

from __future__ import annotations

import re
from collections.abc import Container

from analyzers import is_user_word
from index.messages import tr

_LINE_END = re.compile(r"\r\n|\n|\r")
_REMARK = re.compile(r"(?:^|\s)#.*")


def parse_user_words(text: str, place: str) -> tuple[list[str], list[str]]:
    """Return the user's words, each once, and a message for each other line; ``place`` names the text.

    A line is a word, or a line of jieba's (word, frequency, tag), of which the word is taken. A line with a
    fault does not keep the others from being read.
    """
    words: dict[str, None] = {}
    messages = []
    for line_number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1):
        word, *rest = _REMARK.sub("", line).split() or [""]
        if not word:
            continue
        if fault := _word_fault(word, rest, words):
            messages.append(
                tr(
                    "{file}:{line_number}: {word} {fault}; the line does not count",
                    file=place,
                    line_number=line_number,
                    word=word,
                    fault=fault,
                )
            )
        else:
            words[word] = None
    return list(words), messages


def _word_fault(word: str, rest: list[str], words: Container[str]) -> str | None:
    """Return why a line is not taken as a word, ``None`` where it is; ``rest`` follows the word on it."""
    if "\ufffd" in word:
        return tr("is damaged; save the file as UTF-8")
    if not is_user_word(word):
        return tr("is not of two or more Chinese characters, and other words are cut by rule")
    if rest and not (rest[0].isdecimal() and len(rest) <= 2) and not (len(rest) == 1 and rest[0].isascii()):
        return tr("is followed by more; write one word on a line")
    return tr("stands there already") if word in words else None
