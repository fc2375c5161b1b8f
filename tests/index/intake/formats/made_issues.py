"""Issues of a paper as they are printed, of invented text: what files of every format are made of."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date as civil_date
from datetime import timedelta

SENTENCES = (
    "昨日上午，青泽县举行山桃林场志愿植树活动，三百多名居民带着铁锹上山。",
    "记者在石桥镇看到，新修的水渠把水送到了田头，老人们说“今年不怕旱了”。",
    "据介绍，这项工程总投资2,350万元，PM2.5浓度同比下降12%。",
    "“先把路修通，再谈卖果子。”合作社的负责人说，订单已经排到了10月。",
    "县图书馆将开放时间延长到21:30，周末增设讲座，凭身份证即可入场。",
    "《条例》自公布之日起施行；逾期不办理的，由主管部门责令改正。",
    "下一步，各乡镇要把隐患排查到户，做到一户一册、一周一报。",
    "比赛打到加时才分出胜负，观众席上掌声雷动，主队以78:76险胜。",
)
HEADLINES = (
    "山桃林场种下三千棵新苗",
    "石桥水渠通水",
    "县图书馆夜里也亮灯了",
    "秋收之前先修路",
    "青泽队加时险胜",
    "一户一册查隐患",
    "古城墙下听评书",
    "果农用上了AI分拣线",
)
KICKERS = ("“绿色青泽”行动进入第三年", "为民办实事 · 水利", "县委常委会会议要求", "走基层")
DECKS = ("三百多名居民参加", "总投资2350万元", "——来自石桥镇的报告", "周末增设讲座")
BYLINES = ("本报记者 田一禾 通讯员 石小满", "■ 全媒体记者 林子衿", "文/图 何青", "记者 田一禾")
CAPTIONS = ("图为居民在山桃林场植树。何青 摄", "石桥镇的新水渠。（资料图片）", "夜色中的县图书馆。 林子衿 摄")
NAMES = ("要闻", "县区新闻", "综合", "副刊", "体育", "广告", "民生", "特别报道")


@dataclass(frozen=True)
class MadeArticle:
    """An article as it is printed. ``headline`` has its lines."""

    headline: tuple[str, ...]
    kicker: str | None
    subheads: tuple[str, ...]
    byline: str | None
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True)
class MadePage:
    label: str
    name: str
    articles: tuple[MadeArticle, ...]


@dataclass(frozen=True)
class MadeIssue:
    date: civil_date
    pages: tuple[MadePage, ...]


def make_issue(number: int, *, pages: int = 8, articles: int = 8) -> MadeIssue:
    """The issue of a number, the same on every call; its last page has no articles."""
    chance = random.Random(number)
    letters = chance.choice(("A", "A", "", "T"))
    made = []
    for place in range(1, pages + 1):
        label = f"{letters}{place:02d}"
        count = 0 if place == pages and pages > 1 else articles
        name = "广告" if not count else NAMES[(place - 1) % len(NAMES)]
        made.append(MadePage(label, name, tuple(_article(chance, n) for n in range(count))))
    return MadeIssue(civil_date(2024, 1, 1) + timedelta(days=number), tuple(made))


def _article(chance: random.Random, number: int) -> MadeArticle:
    headline = chance.choice(HEADLINES)
    return MadeArticle(
        headline=(f"{headline}（{number + 1}）",)
        if chance.random() < 0.8
        else (headline, f"第{number + 1}批完成"),
        kicker=chance.choice(KICKERS) if chance.random() < 0.4 else None,
        subheads=(chance.choice(DECKS),) if chance.random() < 0.4 else (),
        byline=chance.choice(BYLINES) if chance.random() < 0.7 else None,
        paragraphs=tuple(
            "".join(chance.choices(SENTENCES, k=chance.randint(1, 5))) for _ in range(chance.randint(2, 14))
        ),
        captions=(chance.choice(CAPTIONS),) if chance.random() < 0.3 else (),
    )
