"""Recognition of person names by surnames, word lists and the names in an archive's bylines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzers.marks import DASHES, DOTS
from index.pages.folded_line import HAN, LATIN

# Surnames of one character, the commonest first.
_SURNAMES_BY_FREQUENCY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛"
    "邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游"
    "辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧"
    "闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮"
    "粟冼蔺楼盘满闻厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿"
    "薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智"
    "萧步幸奉植衡富尧闭由弓岩水莎燮钮冒牧谯竺郗滑鄂丽钦"
)
SURNAMES = frozenset(_SURNAMES_BY_FREQUENCY)
_SURNAME_RANKS = {surname: _SURNAMES_BY_FREQUENCY.index(surname) for surname in SURNAMES}
_COMPOUND_SURNAMES = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "令狐",
    "司徒",
    "端木",
    "夏侯",
    "公孙",
    "慕容",
    "罕买",
)
_NOT_NAMES = frozenset(
    [
        "北京",
        "天津",
        "上海",
        "重庆",
        "河北",
        "山西",
        "太原",
        "辽宁",
        "吉林",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
        "香港",
        "澳门",
        "台湾",
        "内蒙古",
        "黑龙江",
        "中国",
        "美国",
        "日本",
        "待续",
        "未完",
        "节选",
        "下转",
        "上接",
        "资料",
        "来源",
        "综合",
        "全文",
        "摘要",
        "暂定",
        "简称",
        "试行",
        "草案",
        "连载",
        "小说",
        "散文",
        "诗歌",
        "组诗",
        "木刻",
        "国画",
        "油画",
        "漫画",
        "速写",
        "剪纸",
        "书法",
        "传真",
        "照片",
        "新闻",
        "国内",
        "国外",
        "附表",
        "附图",
        "附图片",
        "前言",
        "引子",
        "尾声",
        "序言",
        "后记",
        "编后",
        "编者按",
        "编者",
        "记者",
        "核心阅读",
        "内容提要",
        "影像中国",
        "人民视觉",
        "视觉中国",
        "资料图片",
        "传真照片",
        "本报讯",
        "社论",
        "短评",
        "简讯",
        "完好",
        "全部完好",
        "广告",
        "手记",
        "说明",
        "链接",
        "上图",
        "下图",
        "附图表",
        "全文另发",
    ]
)
MIN_ARTICLES = 2  # articles that support a name: a single one may be the mistake in question
MIN_NAMES = 1000  # names of an archive: fewer do not show with which characters a name can begin
# Organisations, offices and places end in these characters; a name without a known surname does not.
ORGAN_END = re.compile(
    r"[省市县区镇乡村州盟旗局厅处院校会社司厂所港站园馆团队组委办部系室版稿电讯发报国家员长人者学]$"
)
_PLACE_END = re.compile(r"[省市县区镇乡村州盟旗局厅处]$")
MAX_UNDOTTED_LENGTH = 4  # characters of a name that is not in parts
_LATIN_LETTER = re.compile(f"[{LATIN}]")
_DOT = re.compile(f"[{DOTS}]")
# A transcribed or minority name has up to four parts, joined by dots; a part may be Latin (乔·K·某) or of two
# names itself (让-某·某).
_PART = rf"(?:[{HAN}]{{1,7}}(?:[{DASHES}][{HAN}]{{1,7}})?|[{LATIN}]{{1,15}})"
_NAME = re.compile(rf"[{HAN}]{{2,{MAX_UNDOTTED_LENGTH}}}|(?=.*[{HAN}]){_PART}(?:[{DOTS}]{_PART}){{1,3}}")


class NameCounts:
    """The names in an archive's bylines and how many articles each signs: evidence about doubtful names.

    A word is doubtful where it has no surname of ``SURNAMES``. Without a role word it is a name only if
    several articles support it; alone in brackets it is none if no name of a large archive begins with its
    first character.
    """

    def __init__(self, articles: Mapping[str, int]) -> None:
        """``articles``: name -> number of articles that it signs; kept, do not modify."""
        self._articles = articles
        names = [name for name, count in articles.items() if count > 0]
        self._first_characters = frozenset(name[0] for name in names) if len(names) >= MIN_NAMES else None

    def supports(self, name: str) -> bool:
        """Whether ``MIN_ARTICLES`` or more articles are signed by the name."""
        return self._articles.get(name, 0) >= MIN_ARTICLES

    def contradicts(self, name: str) -> bool:
        """Whether there are ``MIN_NAMES`` or more names and none begins with the same character."""
        return self._first_characters is not None and name[0] not in self._first_characters

    def without(self, articles: Mapping[str, int]) -> NameCounts:
        """The counts less those of ``articles``: an article that is parsed again must not support itself."""
        return NameCounts({name: count - articles.get(name, 0) for name, count in self._articles.items()})


NO_NAMES = NameCounts({})  # neither supports nor contradicts any name


def is_name(text: str, *, signed: bool, known_names: NameCounts = NO_NAMES) -> bool:
    """Whether a run of characters can be a person's name.

    ``signed``: it has a role word beside it, or is alone in brackets, so it needs no known surname.
    """
    if not _NAME.fullmatch(text) or text in _NOT_NAMES:
        return False
    if not signed and (_PLACE_END.search(text) or _LATIN_LETTER.search(text)):  # A.概述 is no name
        return False
    if (
        _DOT.search(text)
        or text.startswith(_COMPOUND_SURNAMES)
        or (text[0] in SURNAMES and len(text) < 4 + signed)
    ):
        return True
    return (signed or known_names.supports(text)) and len(text) < 4 and not ORGAN_END.search(text)


def split_names(text: str) -> list[str]:
    """Part names that are printed without anything between them, as in a letter-spaced byline.

    Each name is a surname and one or two characters. Of all ways to part them so, the one with the commonest
    surnames is taken, and of two such the one with fewer names. A text that cannot be parted so, or has a
    dot, is one name.
    """
    if _DOT.search(text):
        return [text]
    best: list[tuple[int, list[str]] | None] = [(0, [])]  # of the first characters: (sum of ranks, names)
    for end in range(1, len(text) + 1):
        ways = []
        for start in range(max(0, end - 4), end - 1):
            way, rank = best[start], _surname_rank(text[start:end])
            if way is not None and rank is not None:
                ways.append((way[0] + rank, [*way[1], text[start:end]]))
        best.append(min(ways, key=lambda way: (way[0], len(way[1])), default=None))
    whole = best[-1]
    return whole[1] if whole else [text]


def _surname_rank(name: str) -> int | None:
    """The rank of a name's surname, 0 for the commonest; None for what is none or not of a name's length."""
    if name.startswith(_COMPOUND_SURNAMES):
        return 0 if len(name) > 2 else None
    return _SURNAME_RANKS.get(name[0]) if len(name) < 4 else None
