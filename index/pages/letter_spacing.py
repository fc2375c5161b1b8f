"""Letter-spaced lines, such as （ 记 者 李 强 ）: justified headings, and what OCR makes of wide type.

A line is letter-spaced where nearly every Han character of it stands alone between blanks. It is read with
the blanks closed up. A dateline may be letter-spaced before a text that is not: then it is recognised
without its blanks, and stays in the text as it is printed.
"""

from __future__ import annotations

import re

from index.pages.folded_line import HAN, FoldedLine, fold_line

SPACED_SHARE = 0.8  # of the pairs of Han characters that nothing but blanks can part
_SPACED_PAIR = re.compile(rf"\s(?<=[{HAN}]\s)\s*[{HAN}]")  # blanks first: most lines have none
# Strings, which ``re`` compiles and caches at their first use: few pages need them.
_BETWEEN_HAN = rf"(?<=[{HAN}])\s*(?=[{HAN}])"
_TIGHT_PAIR = rf"[{HAN}][{HAN}]"
_SINGLE_CHARACTERS = rf"(?<![{HAN}])[{HAN}](?:\s+[{HAN}](?![{HAN}])){{2,}}"
_BLANKS = re.compile(r"\s+")
_DATELINE_OPENING = re.compile(r"\s*\(?\s*据?\s*(?:本\s*[报台社]|新\s*华\s*社|中\s*新\s*社)")
_SAMPLE_LENGTH = 400  # characters
_IDEOGRAPHIC_SPACE = "\u3000"


def has_spaced_pair(text: str) -> bool:
    """Whether blanks part two Han characters at the start of a folded text; else it is not letter-spaced."""
    return _SPACED_PAIR.search(text, 0, _SAMPLE_LENGTH) is not None


def read_through(line: FoldedLine) -> FoldedLine:
    """The line with its letter-spacing, or that of the dateline that it opens with, closed up."""
    if is_letter_spaced(line.text):
        return _closed(line)
    end = spaced_dateline_end(line.text)
    if not end:
        return line
    dateline, rest = close_up(line.part(0, end), wide=True), line.part(end)
    return FoldedLine(line.printed, dateline.text + rest.text, [*dateline.offsets, *rest.offsets])


def _closed(line: FoldedLine) -> FoldedLine:
    """The line closed up; in a dateline blanks part nothing, however wide."""
    return close_up(line, wide=bool(_DATELINE_OPENING.match(line.text)))


def is_letter_spaced(folded: str) -> bool:
    """Whether blanks part ``SPACED_SHARE`` of the pairs of neighbouring Han characters, and one at least.

    Of a long text its start is judged.
    """
    pairs = re.findall(_BETWEEN_HAN, folded[:_SAMPLE_LENGTH]) if has_spaced_pair(folded) else []
    return bool(pairs) and sum(map(bool, pairs)) >= SPACED_SHARE * len(pairs)


def spaced_dateline_end(folded: str) -> int:
    """Where a letter-spaced dateline at the start of another text has ended; 0 where there is none."""
    if not _DATELINE_OPENING.match(folded):
        return 0
    tight = re.search(_TIGHT_PAIR, folded)  # the first two characters that nothing parts
    end = tight.start() if tight else 0
    return end if has_spaced_pair(folded[:end]) else 0


def close_up_single_characters(line: FoldedLine) -> FoldedLine:
    """The line with each run of three or more Han characters that stand alone between blanks closed up."""
    runs = [run.span() for run in re.finditer(_SINGLE_CHARACTERS, line.text)]
    gaps = (gap.span() for start, end in runs for gap in _BLANKS.finditer(line.text, start, end))
    return line.without(list(gaps))


def close_up(line: FoldedLine, *, wide: bool = False) -> FoldedLine:
    """The line without the blanks that are as narrow as the narrowest between two Han characters.

    Wider ones part words; with ``wide`` they go too. What parts two words of Latin letters or digits stays.
    """
    widths = [_width(line, *gap.span()) for gap in re.finditer(_BETWEEN_HAN, line.text) if gap.group()]
    narrowest = min(widths, default=0)
    return line.without(
        [
            gap.span()
            for gap in _BLANKS.finditer(line.text)
            if (wide or _width(line, *gap.span()) <= narrowest) and not _parts_words(line.text, *gap.span())
        ]
    )


def close_up_printed(text: str) -> str:
    """A printed line as it is, or where it is letter-spaced without the blanks that set its letters apart.

    Of several spaces that part words one stays.
    """
    if not has_spaced_pair(text) or not is_letter_spaced(text):
        return text
    line = fold_line(text)
    kept = close_up(line).offsets
    removed = sorted(set(line.offsets) - set(kept))
    chars = list(text)
    for at in removed:
        chars[at] = ""
    return re.sub(r"(?<=\S) {2,}(?=\S)", " ", "".join(chars))


def _width(line: FoldedLine, start: int, end: int) -> int:
    """The width of a gap in half-width columns."""
    printed = (line.printed[offset] for offset in line.offsets[start:end])
    return sum(2 if blank == _IDEOGRAPHIC_SPACE else 1 for blank in printed)


def _parts_words(text: str, start: int, end: int) -> bool:
    """Whether a gap parts two words of Latin letters or digits of which one is not spaced itself."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if not (before[-1:] + after[:1]).isascii() or not (before[-1:].isalnum() and after[:1].isalnum()):
        return False
    return any(len(edge) == 2 and edge.isascii() and edge.isalnum() for edge in (before, after))
