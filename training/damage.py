"""Random damage to training pages, of the kinds that layout and scanning do, with the states kept right.

Headings slip behind their text, kickers run into headlines, column breaks tear paragraphs, headlines take
two lines, blank lines are between all rows or none. Some pages are printed like those of a local paper:
their articles begin with a dateline and end with a name.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from index.pages.bylines import read_byline
from index.pages.grammar import HEADING_ROLES, TEXT_ROLES
from index.pages.person_names import SURNAMES
from index.pages.rows import Row, fold_width

Page = tuple[list[Row], list[str]]  # the rows and the right state of each

# Probabilities, as counted on rmrb2020_damaged and the seed page: of a heading that slips, a kicker that is
# merged, a paragraph that is torn, a headline of two lines, a page without blank lines.
SLIP, MERGE, BREAK, TWO_LINES, BARE_PAGE = 0.06, 0.4, 0.12, 0.1, 0.2
# Of a page in local style; of its articles: that one has a dateline, a signature on the line of its last
# paragraph.
LOCAL, DATELINE, INLINE = 0.4, 0.7, 0.4
MIN_SIGNED_LENGTH = 30  # characters of a last paragraph that gets a signature
SURNAMES_LIST = sorted(SURNAMES)
TEAR, SHORT_TEAR = 36, 16  # least characters before a column break: elsewhere, in local style
LABELLED, GROUPED = 0.35, 0.8  # probabilities of a column's label, and of a group's label under it
COLUMNS = (
    *("文明新风", "身边好人", "说说咱们的“好日子”", "走进新农村", "城市之光", "奋进新征程 建功新时代"),
    *("为民办实事", "今日关注", "基层党建", "民生热线", "记者走基层", "开局之年看项目", "创建文明城市"),
    *("我们的“两山”故事", "春耕时节", "牢记嘱托 感恩奋进", "聚焦“十件实事”", "改革进行时", "经济观察"),
    *("社区新事", "安全生产 警钟长鸣"),
)
ORGANS = (
    *("市教育局", "省政府新闻办", "县卫生局", "市交通局", "全市农村工作", "区妇联", "市人代会", "市公安局"),
    *("全县招商引资", "市第三届运动会", "省科技厅", "市水务集团"),
)
MEETINGS = (
    *("新闻发布会", "通气会", "专题报道", "现场会", "工作会议", "一线见闻", "系列报道", "座谈会", "发布会"),
)
GIVEN = "明华国平志文海春红玉建晓秀英军伟丽敏静杰强磊洋艳勇涛超霞飞燕"


def damage(page: Page, rng: Random) -> Page:
    """Return a damaged copy of the page, drawn with ``rng``; its states stay right."""
    rows, states = page
    blocks = _articles(list(zip(rows, states, strict=True)))
    local = rng.random() < LOCAL
    done: list[tuple[Row, str]] = []
    for block in blocks:
        styled = _label(_sign(block, rng), rng) if local else block
        done += _slip(_merge(styled, rng), rng)
    gap = rng.random() > BARE_PAGE
    spaced = [(replace(row, gap=gap), state) for row, state in done]
    shortest = SHORT_TEAR if local else TEAR
    return _unzip([line for row, state in spaced for line in _tear(row, state, shortest, rng)])


def _unzip(lines: list[tuple[Row, str]]) -> Page:
    return [row for row, _ in lines], [state for _, state in lines]


def _articles(lines: list[tuple[Row, str]]) -> list[list[tuple[Row, str]]]:
    blocks: list[list[tuple[Row, str]]] = []
    before = ""
    for row, state in lines:
        led = state in HEADING_ROLES
        opens = (led and before not in HEADING_ROLES) or (state == "headless first" and before != "label")
        if opens or state == "masthead" or not blocks:
            blocks.append([])
        blocks[-1].append((row, state))
        before = state
    return blocks


def _merge(block: list[tuple[Row, str]], rng: Random) -> list[tuple[Row, str]]:
    roles = [state for _, state in block]
    if roles[:2] != ["kicker", "headline"] or rng.random() > MERGE:
        return block
    text = f"{block[0][0].text} {block[1][0].text}"
    return [(replace(block[0][0], text=text, folded=fold_width(text)), "merged"), *block[2:]]


def _sign(block: list[tuple[Row, str]], rng: Random) -> list[tuple[Row, str]]:
    """Print the article like a local paper: with a dateline first and the reporter's name last."""
    texts = [at for at, (_, state) in enumerate(block) if state == "first"]
    last, state = block[-1]
    if not texts or state not in TEXT_ROLES or read_byline(last.text) or len(last.text) < MIN_SIGNED_LENGTH:
        return block
    if rng.random() < DATELINE and not block[texts[0]][0].text.startswith("本报"):
        block = [*block]
        block[texts[0]] = (_with_text(block[texts[0]][0], f"本报讯 {block[texts[0]][0].text}"), "first")
        last, state = block[-1]
    name = rng.choice(SURNAMES_LIST) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))
    signature = rng.choice(("({})", "({})", "（{}）", "记者 {}")).format(name)
    if rng.random() < INLINE:
        return [*block[:-1], (_with_text(last, last.text + signature), state)]
    return [
        *block,
        (Row(((last.parts[-1][0], signature),), signature, fold_width(signature), last.gap), "byline"),
    ]


def _label(block: list[tuple[Row, str]], rng: Random) -> list[tuple[Row, str]]:
    """Put the name of a column over the article, or the names of a column and of a group of articles."""
    if block[0][1] not in ("kicker", "headline") or rng.random() > LABELLED:
        return block
    head = block[0][0]
    count = 2 if block[0][1] == "kicker" and rng.random() < GROUPED else 1
    names = [rng.choice(COLUMNS), rng.choice(ORGANS) + rng.choice(MEETINGS)][:count]
    labels = [Row(((head.parts[0][0], name),), name, fold_width(name), head.gap) for name in names]
    return [*((label, "label") for label in labels), *block]


def _with_text(row: Row, text: str) -> Row:
    return replace(row, parts=((row.parts[0][0], text),), text=text, folded=fold_width(text))


def _slip(block: list[tuple[Row, str]], rng: Random) -> list[tuple[Row, str]]:
    head = [(row, state) for row, state in block if state in HEADING_ROLES]
    text = block[len(head) :]
    plain = head and text and text[0][1] == "first" and all(state in TEXT_ROLES for _, state in text)
    if not plain or rng.random() > SLIP:
        return block
    return [(row, f"headless {state}") for row, state in text] + [
        (row, f"trailing {state}") for row, state in head
    ]


def _tear(row: Row, state: str, shortest: int, rng: Random) -> list[tuple[Row, str]]:
    size = len(row.text)
    mode = "headless " if state.startswith("headless") else ""
    if state.removeprefix("headless ") in ("first", "body") and size > 80 and rng.random() < BREAK:
        at = rng.randrange(shortest, size - 20)
        if row.text[at - 1].isalpha() and row.text[at].isalpha():
            return [(_part(row, 0, at, row.gap), state), (_part(row, at, size, row.gap), f"{mode}joined")]
    lead = "trailing " if state.startswith("trailing") else ""
    if state.removeprefix("trailing ") == "headline" and row.gap and size >= 12 and rng.random() < TWO_LINES:
        at = size // 2 + rng.randrange(-2, 3)
        return [(_part(row, 0, at, row.gap), state), (_part(row, at, size, gap=False), f"{lead}more")]
    return [(row, state)]


def _part(row: Row, start: int, end: int, gap: bool) -> Row:
    text = row.text[start:end].strip()
    return Row(((row.parts[0][0], text),), text, fold_width(text), gap)
