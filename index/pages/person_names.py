"""Recognition of person names by surnames, word lists and the names in an archive's bylines."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analyzers.marks import DASHES, DOTS
from index.pages.byline_words import is_vocabulary
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
_COMPOUND_SURNAMES_LIST = """
欧阳 上官 司马 诸葛 皇甫 尉迟 令狐 司徒 端木 夏侯 公孙 慕容 罕买 宇文 赫连 呼延 澹台 濮阳 淳于 申屠
钟离 闻人 闾丘 鲜于 公羊 万俟 独孤 轩辕 拓跋 完颜
"""
COMPOUND_SURNAMES = tuple(_COMPOUND_SURNAMES_LIST.split())
# They begin other words too (东方红), so a role word has to stand beside them.
_DOUBTFUL_COMPOUND_SURNAMES = ("东方", "南宫", "西门", "百里", "长孙", "第五", "单于", "乐正", "东郭", "叶赫")
_NOT_NAMES_LIST = """
北京 天津 上海 重庆 河北 山西 太原 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西
海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 内蒙古 黑龙江 中国 美国 日本 待续
未完 节选 下转 上接 资料 来源 综合 全文 摘要 暂定 简称 试行 草案 连载 小说 散文 诗歌 组诗 木刻 国画
油画 漫画 速写 剪纸 书法 传真 照片 新闻 国内 国外 附表 附图 附图片 前言 引子 尾声 序言 后记 编后
编者按 编者 记者 核心阅读 内容提要 影像中国 人民视觉 视觉中国 资料图片 传真照片 本报讯 社论 短评
简讯 完好 全部完好 广告 手记 说明 链接 上图 下图 附图表 全文另发 观察 感言 调查 札记 见闻 来信 来函
点评 留言 简介 心声 热线 日记 视点 在线 说法 连线 直击 体验 随笔 述评 寄语 热议 评论 沙龙 问答 先生
女士 同志 发言 留言板
"""
_NOT_NAMES = frozenset(_NOT_NAMES_LIST.split())
MIN_ARTICLES = 2  # articles that support a name: a single one may be the mistake in question
MIN_NAMES = 1000  # names of an archive: fewer do not show with which characters a name can begin
# Organisations, offices and places end in these characters; a name without a known surname does not.
ORGAN_END = re.compile(
    r"[省市县区镇乡村州盟旗局厅处院校会社司厂所港站园馆团队组委办部系室版稿电讯发报国家员长人者学]$"
)
_PLACE_END = re.compile(r"[省市县区镇乡村州盟旗局厅处]$")
MAX_UNDOTTED_LENGTH = 4  # characters of a name that is not in parts
# Characters of words that a sentence has and no name without a surname: 记者 走进山村.
_SENTENCE = re.compile(r"[的了是从这那不被把就很更问说谈访给使们您谁么哪些每者我你他她它走进]")
# Words for an office that is printed before a name: 某某协会主席阿不都·某.
_OFFICE = re.compile(r"协会|主席|总统|总理|部长|大使|教授|院长|代表|记者|先生|女士|为")
# The characters that transcribe the sounds of other languages. Names that are printed without dots consist of
# them, other dotted names mostly: 阿卜杜热合曼, 塔里克·某.
_SOUNDS = (
    "卜不都阿埃艾爱安奥巴白班邦保鲍贝本比彼毕宾波伯博布蔡策查彻达戴丹道得德登邓迪蒂东杜顿多厄恩尔法凡范菲费芬丰冯弗福盖甘冈戈哥格根古瓜哈罕汉豪赫亨洪胡华惠霍基吉季加贾简杰金卡凯坎康考柯科克肯"
    "库夸拉来莱赖兰朗劳勒雷黎里利莉历丽连林琳隆卢鲁露伦罗洛吕马玛迈麦曼芒毛梅美门蒙米密敏缪摩莫默姆穆那娜纳奈南瑙内尼妮涅宁牛纽努诺欧帕派潘庞佩彭皮珀普奇恰钱乔切琴青丘让热日荣茹瑞萨塞赛"
    "桑瑟森沙珊尚绍舍申圣施史舒斯松苏孙索塔泰坦汤唐特腾提廷通图托瓦万旺威韦维温文翁沃乌伍西希锡夏显香肖谢辛欣休许雅亚延扬耶叶伊因英尤于约扎泽詹朱兹宗佐次仁卓央措珠旦增堆曲珍嘎噶玉参赞才"
    "尕其朝孟和力高敖乐托买合木吐逊依音班迪地祖拜孜肉如司义汗别巫云呼浩苍丁桂晋扎江村平四郎嘉央邬曼仓姬更登群培益边巴强坚久冻足那坡顶"
)
_TRANSCRIBED = re.compile(f"[{_SOUNDS}]{{4,8}}")
_NO_SOUND = re.compile(f"[^{_SOUNDS}{DOTS}{DASHES}]".replace("-", r"\-"))
_MAX_NO_SOUNDS = 0.4  # share of the characters of a dotted name without a role word
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
    if not _NAME.fullmatch(text):
        return signed and _is_transcribed(text)
    if text in _NOT_NAMES or is_vocabulary(text):
        return False
    if not signed and (_PLACE_END.search(text) or _LATIN_LETTER.search(text)):  # A.概述 is no name
        return False
    if _DOT.search(text):
        if _OFFICE.search(text) or any(is_vocabulary(part) for part in _DOT.split(text)):
            return False
        return signed or _sounds_foreign(text)
    if (
        text.startswith(COMPOUND_SURNAMES)
        or (signed and text.startswith(_DOUBTFUL_COMPOUND_SURNAMES) and len(text) > 2)
        or (text[0] in SURNAMES and len(text) < 4 + signed)
    ):
        return True
    if len(text) > 3:
        return signed and _is_transcribed(text)
    return (
        (signed or known_names.supports(text)) and not ORGAN_END.search(text) and not _SENTENCE.search(text)
    )


def _sounds_foreign(text: str) -> bool:
    """Whether most characters of a dotted text transcribe sounds; 食俗·万象为宾客 is a heading."""
    return len(_NO_SOUND.findall(text)) <= _MAX_NO_SOUNDS * len(text)


def _is_transcribed(text: str) -> bool:
    """Whether a text of four to eight characters is made of those that write names of other languages."""
    return _TRANSCRIBED.fullmatch(text) is not None and not ORGAN_END.search(text) and not is_vocabulary(text)


def surname_rank(name: str) -> int | None:
    """The rank of a name's surname, 0 for the commonest; None for what is none or not of a name's length."""
    if name.startswith(COMPOUND_SURNAMES):
        return 0 if len(name) > 2 else None
    return _SURNAME_RANKS.get(name[0]) if len(name) < 4 else None
