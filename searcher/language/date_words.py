"""Words that people use for days, and what they mean: the tables of ``spoken_dates``.

Years, months, weeks and days are counted from today, Mondays are 0, days of months count from 1.
"""

from __future__ import annotations

YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "上一年": -1, "今年": 0, "本年": 0}
YEARS |= {"明年": 1, "后年": 2}
MONTHS = {"上上个月": -2, "上上月": -2, "上个月": -1, "上一个月": -1, "上月": -1}
MONTHS |= {"这个月": 0, "这月": 0, "本月": 0, "当月": 0, "月内": 0, "下个月": 1, "下月": 1}
DAYS = {
    **dict.fromkeys(("大前天", "大前日"), -3),
    **dict.fromkeys(("前天", "前日", "前晚"), -2),
    **dict.fromkeys(("昨天", "昨日", "昨晨", "昨晚", "昨夜"), -1),
    **dict.fromkeys(("今天", "今日", "今晨", "今早", "今晚", "今夜"), 0),
    **dict.fromkeys(("明天", "明日", "明晚"), 1),
    **dict.fromkeys(("后天", "后日"), 2),
    "大后天": 3,
}
HOURS = (
    "凌晨",
    "清晨",
    "早晨",
    "早上",
    "上午",
    "中午",
    "下午",
    "傍晚",
    "晚上",
    "晚间",
    "夜间",
    "深夜",
    "晚",
    "早",
)
"""Behind a single day they narrow it no further: an article has a day, and no hour."""
WEEKS = {"上上周": -2, "上上个星期": -2, "上上星期": -2, "上周": -1, "上一周": -1, "上个星期": -1}
WEEKS |= {"上星期": -1, "上个周": -1, "本周": 0, "这周": 0, "这一周": 0, "这个周": 0}
WEEKS |= {"这个星期": 0, "本星期": 0, "下周": 1, "下一周": 1, "下个周": 1, "下个星期": 1, "下星期": 1}
WEEKDAYS = {day: number for number, days in enumerate("一二三四五六日") for day in days} | {"天": 6}
QUARTERS = {
    f"{said}{count}季度": number
    for number, words in ((-1, ("上", "上一")), (0, ("本", "这", "这一")), (1, ("下", "下一")))
    for said in words
    for count in ("", "个")
}
# The days that end today; of years, months and weeks, and of days that are counted by 几.
RECENT_DAYS = dict.fromkeys(("近日", "日前", "连日来", "连日", "这些天", "前些天", "前几天"), 7)
RECENT_DAYS |= dict.fromkeys(("近期", "近来", "最近", "前不久", "不久前"), 30)
RECENT_DAYS |= dict.fromkeys(("近一段时间", "最近一段时间", "近段时间", "前段时间"), 30)
RECENT_YEARS = ("近年", "近年来", "近年以来", "近些年", "近些年来", "最近些年", "这些年", "这些年来")
SEVERAL = 3  # 近几年, 近几个月, 近几周
SEVERAL_DAYS = 7  # 近几天
# First and last (month, day) of a year; a last month before the first is one of the next year.
PARTS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    **dict.fromkeys(("", "全年", "年内"), ((1, 1), (12, 31))),
    **dict.fromkeys(("上半年", "前半年", "H1"), ((1, 1), (6, 30))),
    **dict.fromkeys(("下半年", "后半年", "H2"), ((7, 1), (12, 31))),
    **dict.fromkeys(("年初", "岁初", "开年", "新年伊始"), ((1, 1), (1, 31))),
    "年中": ((6, 1), (7, 31)),
    **dict.fromkeys(("年底", "年末", "岁末"), ((12, 1), (12, 31))),
    "春": ((3, 1), (5, 31)),
    "夏": ((6, 1), (8, 31)),
    "秋": ((9, 1), (11, 30)),
    "冬": ((12, 1), (2, 29)),
    **dict.fromkeys(("元旦", "元旦节"), ((1, 1), (1, 1))),
    "三八": ((3, 8), (3, 8)),
    "妇女节": ((3, 8), (3, 8)),
    "植树节": ((3, 12), (3, 12)),
    "五一": ((5, 1), (5, 5)),
    "劳动节": ((5, 1), (5, 5)),
    "五四": ((5, 4), (5, 4)),
    "青年节": ((5, 4), (5, 4)),
    "六一": ((6, 1), (6, 1)),
    "儿童节": ((6, 1), (6, 1)),
    "七一": ((7, 1), (7, 1)),
    "建党节": ((7, 1), (7, 1)),
    "八一": ((8, 1), (8, 1)),
    "建军节": ((8, 1), (8, 1)),
    "教师节": ((9, 10), (9, 10)),
    "国庆": ((10, 1), (10, 7)),
    "国庆节": ((10, 1), (10, 7)),
    "十一": ((10, 1), (10, 7)),
    "暑假": ((7, 1), (8, 31)),
    "记者节": ((11, 8), (11, 8)),
    "双十一": ((11, 11), (11, 11)),
    "双11": ((11, 11), (11, 11)),
    "圣诞": ((12, 25), (12, 25)),
    "圣诞节": ((12, 25), (12, 25)),
}
PARTS |= {f"{season}{ending}": PARTS[season] for season in "春夏秋冬" for ending in ("天", "季")}
PARTS |= {
    f"{ordinal}{quarter}{ending}": ((3 * quarter - 2, 1), (3 * quarter, 31 if quarter in (1, 4) else 30))
    for quarter in range(1, 5)
    for ordinal, ending in (("", "季度"), ("第", "季度"), ("Q", ""))
}
PARTS |= {  # 三季度末 is its last month, as 年底 is the year's
    f"{ordinal}{quarter}季度{edge}": ((month, 1), (month, 31))
    for quarter in range(1, 5)
    for edge, month in (("初", 3 * quarter - 2), ("末", 3 * quarter), ("底", 3 * quarter))
    for ordinal in ("", "第")
}
THIRDS = {
    **dict.fromkeys(("上旬", "初", "月初"), (1, 10)),
    **dict.fromkeys(("中旬", "中", "月中"), (11, 20)),
    **dict.fromkeys(("下旬", "底", "末", "月底", "月末"), (21, 31)),
    "上中旬": (1, 20),
    "中下旬": (11, 31),
    "上半月": (1, 15),
    "下半月": (16, 31),
}
"""Thirds and halves of a month: first and last day."""
THIRDS_OF_DECADE = {
    **dict.fromkeys(("初", "初期", "前期"), (0, 3)),
    **dict.fromkeys(("中", "中期"), (4, 6)),
    **dict.fromkeys(("末", "末期", "后期"), (7, 9)),
}
"""First and last year of ten."""
CENTURIES = {"19世纪": 1800, "上世纪": 1900, "20世纪": 1900, "本世纪": 2000, "21世纪": 2000, "新世纪": 2000}
# By the calendar of the moon: (month, day).
LUNAR_DAYS = {
    **dict.fromkeys(("大年初一", "春节当天", "春节当日"), (1, 1)),
    **dict.fromkeys(("元宵", "元宵节"), (1, 15)),
    **dict.fromkeys(("龙抬头",), (2, 2)),
    **dict.fromkeys(("端午", "端午节"), (5, 5)),
    **dict.fromkeys(("七夕", "七夕节"), (7, 7)),
    **dict.fromkeys(("中元节",), (7, 15)),
    **dict.fromkeys(("中秋", "中秋节"), (8, 15)),
    **dict.fromkeys(("重阳", "重阳节"), (9, 9)),
    **dict.fromkeys(("腊八", "腊八节"), (12, 8)),
    **dict.fromkeys(("小年",), (12, 23)),
}
SPRING_FESTIVAL = ("春节", "农历新年")
NEW_YEARS_EVE = ("除夕", "除夕夜", "大年三十", "年三十")
TERMS = (
    *("立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑"),
    *("立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒"),
)
"""The 24 days of the sun's calendar, which fall on a day that is computed."""
TERM_DAYS = {f"{term}{ending}": term for term in TERMS for ending in ("", "节气")} | {"清明节": "清明"}
TERM_DAYS |= {"入春": "立春", "开春": "立春", "入夏": "立夏", "入秋": "立秋", "入冬": "立冬"}
OF_THREE_DAYS = ("元旦", "清明", "端午", "中秋")
"""Holidays of three days; with 节 behind them they are the same."""
FESTIVALS = (*LUNAR_DAYS, *SPRING_FESTIVAL, *NEW_YEARS_EVE, *TERM_DAYS)
"""The days that no fixed date tells: ``festivals`` knows them."""
NAMES = frozenset((*FESTIVALS, *HOURS, *(part for part in PARTS if part.isalpha() and len(part) > 1))) - {
    *("上半年", "前半年", "下半年", "后半年", "全年", "年内", "年初", "年中", "年底", "年末"),
    *(part for part in PARTS if "季度" in part),
}
"""Words for days that articles hold as words too: behind a date and a blank they are searched as text."""
# First and last (year, month, day).
EVENTS = {
    **dict.fromkeys(("民国", "民国时期", "民国年间"), ((1912, 1, 1), (1949, 9, 30))),
    **dict.fromkeys(("建国", "新中国成立", "中华人民共和国成立"), ((1949, 10, 1), (1949, 10, 1))),
    **dict.fromkeys(("文革", "文革时期", "文化大革命"), ((1966, 5, 16), (1976, 10, 6))),
    "改革开放": ((1978, 12, 18), (1978, 12, 18)),
    "十七大": ((2007, 10, 15), (2007, 10, 21)),
    "十八大": ((2012, 11, 8), (2012, 11, 14)),
    "十九大": ((2017, 10, 18), (2017, 10, 24)),
    "二十大": ((2022, 10, 16), (2022, 10, 22)),
}
EVENTS |= {f"党的{name}": days for name, days in EVENTS.items() if name.endswith("大")}
_PLANS = ("三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
EVENTS |= {  # five-year plans; of the first two the years were others
    f"{ordinal}五{ending}": ((1966 + 5 * number, 1, 1), (1970 + 5 * number, 12, 31))
    for number, ordinal in enumerate(_PLANS)
    for ending in ("时期", *([""] if len(ordinal) == 2 else []))
}
EVENTS |= {f"{name.removesuffix('时期')}期间": days for name, days in EVENTS.items()}
