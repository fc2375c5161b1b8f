"""Evidence: here are a page's rows, give me what can be seen of each that tells its role.

Every feature is a short readable string; the weights beside this module say what each is worth to each role.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pages.bylines import DATELINE, closing_byline, read_author, read_byline
from index.pages.lines import CLOSERS, SENTENCE_ENDS, Row, fold

_LENGTHS = (2, 4, 6, 8, 10, 12, 14, 17, 20, 24, 30, 40, 60, 100, 200)
_SHARES = (0.0, 0.08, 0.16, 0.25, 0.35, 0.5)
_LONG = 42  # no heading of 1,236 is longer than 60 and few body lines of several sentences are shorter
_HEADING = 60
_TOPIC = 240  # characters of a paragraph compared with its neighbours: its topic stands in front
_COMMON = 0.3  # pairs in more of the paragraphs are the page's and tell no articles apart
_REACH = 3  # paragraphs on each side that a heading is compared with

_BULLET = re.compile(r"[●■▲◆★◎○△□▼◇☆·•※►▶]")
_NUMERAL = re.compile(r"[第(]?[一二三四五六七八九十百]{1,4}[、)章节条.]|[(]?\d{1,2}[、.)](?!\d)|[①-⑳㈠-㈩]")
_SECTION = re.compile(
    r"(?:要闻|国际|国内|综合|经济|体育|文化|教育|科技|理论|副刊|社会|政治|法律|民生|时政|本地|社论|短评|评论|时评|简讯|简报"
    r"|快讯|专版|专刊|专题|读者来信|新闻|广告|文摘|连载|观察|漫画|摄影|图片|[·・、])+(?:新闻|版|简讯|专版|副刊)?"
)
_APPARATUS = re.compile(
    r"核心阅读|内容提要|编者按|编者的话|开栏的话|阅读提示|.{0,4}按语?[::]|相关链接|链接|.{2,6}者的话|前言|引子"
)
_CAPTION = re.compile(
    r"(?:^|[。)”\s])(?:[上下左右中题本]?图(?:片)?(?:为|中|①|[一二三四:])|这是|图为)|^[(]?附图|[(][左右中前后一二]+[)]"
)
_NOTE = re.compile(
    r"[(](?:作者|本文|本报.*[电讯]$|.*(?:电|讯|报道|供稿|社|社发|整理|摘编|转载|版|摄|日|月)[)]$"
    r"|原载|选自|据).*"
)
_TIME = re.compile(
    r"(?:近日|日前|目前|最近|近来|近年来|连日来|前不久|不久前|当地时间|截至|今[年天日]|昨[天日]|去年|新年|入[春夏秋冬]|[上下本]月|当前|走进"
    r"|\d{1,2}月|\d{1,2}日|\d{4}年|[一二三四五六七八九十]{1,3}[月日]|据|记者)"
)
_SPEECH = re.compile(r"(?:强调|指出|表示|要求|会见|致电|主持|讲话|认为|呼吁)$")
_OPENERS = {
    "“": "”",
    "《": "》",
    "(": ")",
    "「": "」",
    "『": "』",
    "‘": "’",
    "[": "]",
    "〔": "〕",
    "〈": "〉",
}
_ENDS = {
    "…": "ellipsis",
    ":": "colon",
    ";": "semicolon",
    ",": "comma",
    "、": "comma",
    "—": "dash",
    ")": "bracket",
    "”": "quote",
    "》": "title",
}


@dataclass(frozen=True, slots=True)
class _Look:
    """What one row looks like by itself."""

    text: str
    length: str
    end: str
    start: str
    shape: str  # long text, short heading-like, or a byline
    byline: str
    opening: str  # how a text's first words are: a dateline, a time, or nothing special


def evidence(rows: Sequence[Row]) -> list[list[str]]:
    """For every row the features that hold of it."""
    looks = [_look(row) for row in rows]
    gaps = {row.gap for row in rows[1:]}
    topics = _topics(looks)
    stacks = _stacks(looks)
    return [
        _own(looks[at])
        + _place(rows, looks, at, gap_tells=len(gaps) > 1)
        + _neighbours(looks, at)
        + _stack(looks, stacks, at)
        + topics[at]
        for at in range(len(rows))
    ]


def _look(row: Row) -> _Look:
    text = row.folded
    size = len(text)
    end = _end(text)
    byline = (_byline(row.text) or ("note" if _NOTE.fullmatch(text) else "")) if size <= 160 else ""
    shape = (
        "byline" if byline else "long" if size > _HEADING or (end == "sentence" and size > _LONG) else "short"
    )
    if shape == "short" and end in ("sentence", "comma", "semicolon"):
        shape = "sentence"
    return _Look(text, _bucket(size, _LENGTHS), end, _start(text), shape, byline, _opening(text))


def _opening(text: str) -> str:
    return "dateline" if DATELINE.match(text) else "time" if _TIME.match(text) else ""


def _byline(text: str) -> str:
    byline = read_byline(text)
    if byline is None:
        author = read_author(text) if len(text) <= 40 else None
        return "office" if author else ""
    if byline.editors:
        return "editors"
    if byline.scope != "article":
        return "group"
    if byline.photographers:
        return "credit"
    bracketed = text[0] in "(（"
    return ("cued" if byline.cued else "names") + ("-bracketed" if bracketed else "")


def _end(text: str) -> str:
    if text[-1] in "”』」)" and text[-2:-1] in SENTENCE_ENDS:
        return "sentence"
    if text[-1] == "." and text[-2:] == "..":
        return "ellipsis"
    if text[-1] in SENTENCE_ENDS:
        return "sentence"
    return _ENDS.get(text[-1], "word" if text[-1].isalpha() else "digit" if text[-1].isdigit() else "mark")


def _start(text: str) -> str:
    first = text[0]
    if first in "—-":
        return "dash"
    if _BULLET.match(text):
        return "bullet"
    if _NUMERAL.match(text):
        return "numeral"
    if first in "“《(":
        return {"“": "quote", "《": "title", "(": "bracket"}[first]
    if first in CLOSERS or first in ",、;:。!?·":
        return "torn"
    return "digit" if first.isdigit() else "word"


def _own(look: _Look) -> list[str]:
    text, short = look.text, look.shape in ("short", "sentence")
    kind = look.shape
    features = [
        "always",
        f"length {look.length}",
        f"end {look.end}",
        f"start {look.start}",
        f"shape {kind}",
        f"{kind} end {look.end}",
        f"{kind} start {look.start}",
    ]
    if look.byline:
        features.append(f"byline {look.byline}")
    if look.opening:
        features.append(f"{kind} {look.opening}")
    if _open(text):
        features.append(f"left open {kind}")
    if _CAPTION.search(text):
        features.append(f"caption {kind}")
    if closing_byline(text):
        features.append("closing byline")
    if short:
        features += _short(text)
    elif any(mark in text[:-1] for mark in SENTENCE_ENDS):
        features.append("sentences")
    return features


def _short(text: str) -> list[str]:
    features: list[str] = []
    if _SECTION.fullmatch(text):
        features.append("section word")
    if _APPARATUS.fullmatch(text):
        features.append("apparatus")
    if _SPEECH.search(text):
        features.append("speech verb")
    if text.endswith(")") and "(" in text[1:]:
        features.append("bracket tail")
    if any(mark in text[:-1] for mark in SENTENCE_ENDS):
        features.append("sentence inside")
    features.append("comma inside" if "," in text else "no comma")
    if ":" in text[:-1]:
        features.append("colon inside")
    words = text.split()
    if len(words) > 1:
        sizes = sorted(len(word) for word in words)
        features.append(f"words {min(len(words), 4)}")
        if len(words) == 2 and sizes[0] >= 5 and text.isprintable():
            ratio = len(words[0]) / len(words[1])
            features.append("two halves even" if 0.85 <= ratio <= 1.18 else "two halves uneven")
            features.append(f"two halves {_bucket(len(text), _LENGTHS)}")
    if not any("一" <= char <= "鿿" for char in text):
        features.append("no word")
    return features


def is_caption(text: str) -> bool:
    """Whether a text speaks of the picture it stands under."""
    return bool(_CAPTION.search(fold(text)))


def _open(text: str) -> bool:
    """Whether a bracket or a quote stands open at the end."""
    tail = text[-200:]
    return any(tail.rfind(opener) > tail.rfind(closer) for opener, closer in _OPENERS.items())


def _place(rows: Sequence[Row], looks: Sequence[_Look], at: int, *, gap_tells: bool) -> list[str]:
    shape = looks[at].shape
    features = []
    if at == 0:
        features.append(f"first on page {shape}")
        if at + 1 < len(rows):
            features.append(f"first on page, then gap {rows[1].gap}")
    if at == len(rows) - 1:
        features.append(f"last on page {shape}")
    if gap_tells:
        before = rows[at].gap
        after = at + 1 == len(rows) or rows[at + 1].gap
        features.append(f"{shape} {'gap' if before else 'tight'} before, {'gap' if after else 'tight'} after")
    return features


def _neighbours(looks: Sequence[_Look], at: int) -> list[str]:
    shape = looks[at].shape
    features = []
    for name, step in (("before", -1), ("after", 1)):
        place = at + step
        if not 0 <= place < len(looks):
            features.append(f"{shape} nothing {name}")
            continue
        other = looks[place]
        features.append(f"{shape} {name} {other.shape} {other.end}")
        features.append(f"{shape} {name} length {other.length}")
        if other.opening:
            features.append(f"{shape} {name} {other.opening}")
        if other.byline:
            features.append(f"{shape} {name} byline {other.byline}")
    for name, step in (("before", -2), ("after", 2)):
        if 0 <= at + step < len(looks):
            other = looks[at + step]
            features.append(f"{shape} two {name} {other.shape} {other.opening}")
    credit = next(
        (step for step in range(1, 4) if at + step < len(looks) and looks[at + step].byline == "credit"), 0
    )
    if credit:
        features.append(f"{shape} credit in {credit}")
    if at and closing_byline(looks[at - 1].text):
        features.append(f"{shape} before closing byline")
    if at and shape == "short" and looks[at - 1].shape == "short":
        features.append(
            "shorter than before"
            if len(looks[at].text) < len(looks[at - 1].text)
            else "not shorter than before"
        )
    if at + 1 < len(looks) and shape == "short" and looks[at + 1].shape == "short":
        features.append(
            "shorter than after"
            if len(looks[at].text) < len(looks[at + 1].text)
            else "not shorter than after"
        )
    if at + 1 < len(looks) and _open(looks[at].text) and looks[at + 1].start == "torn":
        features.append("torn after")
    if at and _torn(looks[at - 1]):
        features.append(f"{shape} after torn")
    return features


def _torn(look: _Look) -> bool:
    """Whether a text line breaks off in mid-sentence."""
    return (
        look.shape in ("long", "sentence")
        and look.end in ("word", "digit", "comma", "title", "quote", "mark")
    ) or (len(look.text) > 30 and look.end in ("word", "comma"))


def _stacks(looks: Sequence[_Look]) -> list[tuple[int, int]]:
    """For every row the first and last row of the run of short lines it stands in (itself where long)."""
    spans = [(at, at) for at in range(len(looks))]
    start = 0
    for at in range(1, len(looks) + 1):
        if at == len(looks) or looks[at].shape != looks[start].shape or looks[at].shape != "short":
            for inner in range(start, at):
                if looks[inner].shape == "short":
                    spans[inner] = (start, at - 1)
            start = at
    return spans


def _stack(looks: Sequence[_Look], stacks: Sequence[tuple[int, int]], at: int) -> list[str]:
    if looks[at].shape != "short":
        return []
    look = looks[at]
    first, last = stacks[at]
    features = [f"stack {min(at - first + 1, 4)} of {min(last - first + 1, 5)}"]
    below = looks[last + 1] if last + 1 < len(looks) else None
    if below is not None and below.opening:
        features.append(f"stack over {below.opening}, {min(last - at, 3)} to go")
    for name, place in (("above", _next_short(looks, first, -1)), ("below", _next_short(looks, last, 1))):
        if place is not None:
            features.append(f"{name} {_alike(look.text, looks[place].text)}")
            features.append(
                f"{min(abs(place - (first if name == 'above' else last)) - 1, 12)} rows to the one {name}"
            )
    tails = [
        place - at for place in range(first, last + 1) if looks[place].text.endswith(")") and place != at
    ]
    if tails:
        features.append("bracket tail above" if tails[0] < 0 else "bracket tail below")
    return features


def _next_short(looks: Sequence[_Look], at: int, step: int) -> int | None:
    """The nearest heading-like line beyond the text beside a stack."""
    places = range(at + 2 * step, -1 if step < 0 else len(looks), step)
    return next((place for place in places if looks[place].shape == "short"), None)


def _alike(text: str, other: str) -> str:
    """How alike two headings are made: the subheads of one text are often built alike."""
    built, also = (re.sub(r"\w+", "x", line) for line in (text, other))
    apart = abs(len(text) - len(other))
    size = "same" if apart == 0 else "near" if apart <= 2 else "other"
    return f"{'alike' if built == also else 'unlike'}, {size} length"


def _topics(looks: Sequence[_Look]) -> list[list[str]]:
    """Character pairs that rows share with the text around them, leaving out those all over the page."""
    pairs = [_pairs(look.text[:_TOPIC]) for look in looks]
    texts = [at for at, look in enumerate(looks) if look.shape == "long"]
    spread = Counter(pair for at in texts for pair in pairs[at])
    common = {pair for pair, count in spread.items() if count > max(3, _COMMON * len(texts))}
    pairs = [own - common for own in pairs]
    features: list[list[str]] = []
    upper: set[str] = set()  # the pairs of the headings last passed
    passing = False
    passed = 0
    for at, look in enumerate(looks):
        long = look.shape == "long"
        above = set().union(*(pairs[place] for place in texts[max(0, passed - _REACH) : passed]))
        beneath = set().union(*(pairs[place] for place in texts[passed : passed + _REACH]))
        own = pairs[at]
        found = [f"{look.shape} text goes on {_bucket_share(_share(above, beneath))}"]
        if look.shape == "short" and len(own) > 1:
            high, low = _share(own, above), _share(own, beneath)
            lead = pairs[texts[passed]] if passed < len(texts) else set()
            found += [
                f"shared with lead {_bucket_share(_share(own, lead))}",
                f"shared above {_bucket_share(high)}",
                f"shared below {_bucket_share(low)}",
                f"pulled {_bucket_pull(low - high)}",
            ]
        if upper:
            found.append(f"{look.shape} heading goes on {_bucket_share(_share(upper, beneath))}")
        if long:
            found += _pull(looks, pairs, texts, passed, at)
        features.append(found)
        if look.shape == "short":
            upper = upper | own if passing else own
        passing = look.shape == "short"
        passed += long
    return features


def _pull(
    looks: Sequence[_Look], pairs: Sequence[set[str]], texts: Sequence[int], passed: int, at: int
) -> list[str]:
    """Whether the next heading speaks of this paragraph or of the ones before it."""
    lower = next((place for place in range(at + 1, len(looks)) if looks[place].shape == "short"), None)
    if lower is None or not passed:
        return []
    heads = [
        pairs[place] for place in range(lower, min(lower + 3, len(looks))) if looks[place].shape == "short"
    ]
    before = pairs[texts[passed - 1]]
    pulls = [_share(head, pairs[at]) - _share(head, before) for head in heads]
    return [
        f"pulled from below {_bucket_pull(max(pulls, key=abs))}",
        f"pulled from below, first {_bucket_pull(pulls[0])}",
    ]


def _pairs(text: str) -> set[str]:
    return {one + two for one, two in pairwise(text) if one.isalnum() and two.isalnum()}


def _share(pairs: set[str], others: set[str]) -> float:
    """How many of the fewer pairs are among the others."""
    return len(pairs & others) / min(len(pairs), len(others)) if pairs and others else 0.0


def _bucket(size: int, bounds: Sequence[int]) -> str:
    return next((str(bound) for bound in bounds if size <= bound), "more")


def _bucket_share(share: float) -> str:
    return next((f"{bound:.2f}" for bound in _SHARES if share <= bound), "more")


def _bucket_pull(pull: float) -> str:
    side = "down" if pull > 0 else "up"
    return "none" if abs(pull) < 0.05 else f"{side} {'strong' if abs(pull) > 0.25 else 'some'}"
