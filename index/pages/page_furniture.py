"""The lines that are the page's own: its head, its foot, and the names of its editors.

The head of a page is a run of lines at its start, each made of known parts: the page (A04, 第一版), the
day, the paper, its name, editors, prices and addresses. Its foot is such a run at its end. A name alone
is a part of the head only where a surer line follows, and a day never is of the foot: the day under a notice
is a part of the notice.
The running head (第1版 要闻) and the editors' line are the page's wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.pages.bylines import read_byline
from index.pages.person_names import NO_NAMES, NameCounts
from index.pages.row_features import is_folio
from index.pages.rows import Row

MAX_HEAD_ROWS = 8
_MAX_LENGTH = 120  # characters
_NUMBER = "[0-9〇○零一二三四五六七八九十百廿卅元]"
_DAY = (
    rf"(?:公元|(?:中华|中華)?民[国國])?{_NUMBER}{{1,5}}年{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}[日号號]"
    r"|\d{4}[-./·]\d{1,2}[-./·]\d{1,2}|\d{1,2}月\d{1,2}日"
)
_WEEKDAY = r"[(]?(?:星期|礼拜|禮拜|周|週)[一二三四五六日天][)]?"
_LUNAR = r"(?:农历|農曆|夏历)?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{0,8}|(?:农历|農曆)\S{2,10}"
_LABEL = rf"(?:本版为)?第?(?:[A-Z]{{0,2}}\d{{1,3}}|{_NUMBER}{{1,3}})版|[A-Z]\d{{1,3}}|[头頭]版"
_BARE_LABEL = r"0?\d{1,2}"
_PAPER = r"\S{2,8}(?:[日晚早晨时時周午]报|[日晚早晨時時周午]報|时报|报|報)(?:社)?(?:出版|主办|主管)?"
_EDITOR_ROLE = (
    "责任编辑|责任校对|值班编委|值班主任|值班总编|值班编辑|本版编辑|本版责编|版面编辑|组版编辑|责编|美编|编辑|校对|组版|版式|制图|编审|审校"
    "|签发|见习编辑|視覺|责校|检校|照排|統籌|统筹|主编|執行主編|设计|編輯|責任編輯|校對|美術編輯"
)
_EDITOR = (
    rf"[■□●◆▲◎]*(?:{_EDITOR_ROLE})[:/∶]\S{{2,12}}"
    r"|[■□●◆▲◎]*(?:责任编辑|责任校对|本版\S{2,4}|责编|美编)[^\s\d:/,。,]{2,4}"
)
_CONTACT = (
    r"(?:本报|本社|本版|报社|新闻|订阅|发行|广告|投稿|编辑部|读者|社长|总编|办公室|爆料|值班|热线|客服|电子)\S{0,6}"
    r"(?:地址|电话|热线|邮箱|信箱|传真|网址|许可证|E-?mail)\s*[:/]?\s*\S+(?:号|楼|室)?"
    r"|(?:热线|邮编|邮政编码|电子信箱|电子邮箱|邮箱|网址|投稿邮箱|广告许可证|E-?mail|QQ|微信)\s*[:/]?\s*\S+|国内统一\S+|邮发代号\S+|CN\s?\d\S+|(?:全年)?(?:每份)?定价\S+"
    r"|零售\S*元|总?第\d+期|今日\S{1,4}版|(?:www\.|https?://)\S+|\S+@\S+|印刷\S{0,12}|[^\s《》]{2,10}[社局委部会](?:主管|主办|出版|承印)"
)
_NAME = r"[一-鿿]{2,6}(?:·[一-鿿]{2,6}){0,2}"

_PAPER_ALONE = re.compile(_PAPER)
_NUMBERED = re.compile(rf"{_BARE_LABEL}\s+{_NAME}")
_DATED = re.compile(_DAY)
_SURE = re.compile(f"{_LABEL}|{_EDITOR}|{_CONTACT}")
_LIKELY = re.compile(f"{_DAY}|{_WEEKDAY}|{_LUNAR}|{_PAPER}|{_BARE_LABEL}|{_NAME}")
_BLANKS = re.compile(r"\s+|(?<=日)(?=星期|周)|(?<=[\d一二三四五六七八九十]版)(?=\d{4}年|[一-鿿])|[|｜]")
_ROLE_THEN_NAME = re.compile(rf"({_EDITOR_ROLE}|热线|电话|信箱|邮箱|地址|编码|证|CN)\s*[:/∶]?\s+(?=\S)")


def part_page_rows(rows: Sequence[Row], known_names: NameCounts = NO_NAMES) -> tuple[list[Row], list[Row]]:
    """Return the rows that articles are made of, and those that are the page's own; both in order."""
    head, foot = _head_length(rows), _foot_length(rows)
    inner = rows[head : len(rows) - foot] if head + foot < len(rows) else rows[:0]
    articles: list[Row] = []
    own = list(rows[: len(rows) - len(inner) - foot])
    for row in inner:
        # These lines belong to no article and would separate two rows of one.
        (own if is_folio(row.text) or _is_by_editors(row, known_names) else articles).append(row)
    return articles, own + list(rows[len(rows) - foot :])


def _is_by_editors(row: Row, known_names: NameCounts) -> bool:
    byline = read_byline(row.text, known_names)
    return bool(byline and byline.editors and byline.scope == "page")


def _head_length(rows: Sequence[Row]) -> int:
    length = 0
    for at, row in enumerate(rows[:MAX_HEAD_ROWS]):
        kinds = _parts(row)
        if not kinds:
            break
        named = length and _PAPER_ALONE.fullmatch(row.folded)
        if named or "sure" in kinds or _NUMBERED.fullmatch(row.folded) or _DATED.search(row.folded):
            length = at + 1
    return length


def _foot_length(rows: Sequence[Row]) -> int:
    length = 0
    for row in reversed(rows):
        if "sure" not in _parts(row):
            break
        length += 1
    return length if length < len(rows) else 0


def _parts(row: Row) -> set[str]:
    """The classes of the parts of a line, "sure" and "likely"; none where a part is neither."""
    text = row.folded.strip("()[]【】■□●◆ ")
    if not text or len(text) > _MAX_LENGTH or text[-1] in "。！？!?;；…":
        return set()
    text = _ROLE_THEN_NAME.sub(r"\1:", text)
    kinds = set()
    for part in filter(None, _BLANKS.split(text)):
        if _SURE.fullmatch(part):
            kinds.add("sure")
        elif _LIKELY.fullmatch(part):
            kinds.add("likely")
        else:
            return set()
    return kinds
