"""The judgements that ``make.py`` puts into ``variants.tsv``: pairs added by hand, pairs left out, and why.

Unihan's kSemanticVariant holds whatever one old dictionary calls the same, so each of its pairs was read; a
pair that a reader of a newspaper keeps apart is in ``LEFT_OUT``. A group such as
``仇讐`` is a standard character followed by its variants.
"""

from __future__ import annotations

# Standard characters (通用规范汉字表, 2013) that fold all the same: traditional print has them where
# simplified print has the other, and its words do not collide with those of the other.
STANDARD_BUT_FOLDED = "着著 了瞭 什甚 只祇 钟锺 余馀 借藉"

# What the first list of variant characters (第一批异体字整理表, 1955, without what was restored up to
# 2013) abolished in print and neither Unihan nor OpenCC give with one target. Left out of it: what a reader
# keeps apart today (嘅, 撚, 挼, 捼, 薙, 騃), names that are still printed so (昚, 昰, 暠, 寗), and what
# OpenCC simplifies otherwise (閤, 頫).
FIRST_LIST = """
暗晻 岸㟁 坳㘭 稗粺 坂岅 帮幚 膀髈 榜牓 刨铇鑤 背揹 悖誖 杯桮 奔逩 毙獘 瘪㿜 钵盋 脖𩓐 睬倸 踩跴 操𢮥撡
策筞䇲 碴𦉆 乘椉 敕勑 仇讐 瞅𥄨 酬詶 锄耡 船舩 创剏剙 窗𥦗牎 捶搥 棰箠 春旾 醇醕 蠢惷 词䛐 悴顇 锉剉 瘩𤺥
耽躭 捣𢷬 岛㠀 蒂蔕 叠疉 喋啑 碇椗矴 动働 敦㪟 惇㥫 墩墪 婀婐 厄阨 罚罸 法灋㳒 繁緐 翻繙 仿髣 痱疿 废癈 氛雰
蜂䗬 俯俛 佛髴 附坿 麸粰 嘎嘠 赣贑灨 扛摃 肛疘 槁槀 构搆 挂罣 括𢬸 罐鑵 规椝 瑰瓌 悍猂 嗥獋 皓皜 和咊
呼虖嘑謼 糊䊀 獾䝔 欢讙驩 晃㨪 蛔蜖 回逥 徽幑 魂䰟 祸旤 期朞 笺椾 鉴鍳 茧蠒 侥儌 剿勦 紧𦃂 胫踁 迥逈 救捄
局跼 据㨿 飓𩗗 眷睠 倦勌 俊㑺 刊栞 侃偘 糠粇 炕匟 叩敂 裤袴 窥闚 昆崐 懒嬾 婪惏 历𠪱 璃琍 廉㢘 镰䥥 奁匲籢
敛歛 淋痳 磷燐 菱蔆 留㽞𤱊 瘤癅 柳桺 弄衖挵 橹艣 碌磟 戮剹 骂㐷 蟆蟇 虻蝱 帽㡌 卯戼 梅楳 眯瞇 眇𦕈 渺𣺌 咩𠴟
泯冺 命𠇮 冥𠖇 馍饝 谟謩 亩𤰜畮畂 拿㧱 乃廼 楠柟 嫩嫰 霓蜺 你妳 拟儗 年秊 袅嬝褭 农辳 衄䶊 暖㬉煗 碰踫 启唘
愆諐 羌𦍑 枪鎗 憔癄 惬㥦 寝寑 勤懃 琴琹 球毬 券劵 榷搉𣙜 却㕁 髯髥 韧靱 饪餁 绒羢毧 蕊橤 箬篛 飒䬃 伞𠌂 散㪚
桑桒 筲䈰 蛇虵 射䠶 深㴱 参葠蓡 视眡 柿柹 倏儵 漱潄 祀禩 似佀 嗽𠻳 苏蘓 琐𤨏 拓搨 它牠 趟䟖䠀 眺覜 筒筩 峒峝
偷媮 颓穨 臀臋 碗盌㼝 罔㒺 喂餧 吻脗 蚊螡 污汚 嘻譆 熙𤋮 膝䣛 狭陿 衔衘 鲜尠尟 享亯 效傚 邪衺 燮爕 绁絏
携㩗擕㩦 胸胷 恤䘏賉 萱藼 徇狥 寻𡬶 丫枒 燕鷰 岩巗嵒 宴醼 扬敭 耀燿 夭殀 野壄 夜亱 烨爗 翳瞖 以㕥 因囙 殷慇
饮㱃 淫滛 喑瘖 罂甖 颖颕 恿惥 雍雝 寓庽 郁鬰 冤𡨘 再𠕅 咱喒𠴰偺倃 簪簮 葬𦵏 唣唕 糟蹧 闸牐 榨搾 斋亝 盏琖
崭嶃 暂蹔 浙淛 慑慴 卮巵 帙袟 址阯 侄姪妷 砖塼 撰譔 斫斲斵斮 桌槕 鬃骔騣鬉 纂篹 最冣 只秖
"""

# What ISO/IEC 10646, Annex S (source code separation) calls one character in two forms, and Unihan does not.
ANNEX_S = """
剑劔 唧喞 嚏嚔 圆圎 图圗 埒埓 本夲 妍姸 婕媫 孳孶 尔尓 巅巓 厩廏 彝彜 喻喩 熙煕 走赱 迸逬 邢郉 驮駄 凤鳯
鸫鶫
"""

# Print forms of Japan (JIS X 0208 where it has the simple form only).
JAPANESE = """
鲹鯵 莺鴬 灌潅 颈頚 矿砿 贱賎 壶壷 渎涜 囊嚢 蝇蝿 颊頬 笼篭 渊渕 岛嶋嶌 国圀 签籖 铎鈬 厅廰 聪聡 滨濵 崎嵜﨑
秋穐
"""

# Newspapers of 1900 to 1978: forms of the printing house and of the second scheme of simplification (伩 迠).
PRINTING_HOUSE = """
联聨聫 准凖 竞竸 体躰 饰餝 备偹 风凨凮凬 世卋 多夛 点奌 庄庒 思恖 误悮 总揔 搜摉 改攺 松枩 郁欎 前歬 涩歮
叠疂 蠹蠧 裴裵 辞辝 剑釼剱劎 灵霛 粗麁 协恊 一弌 二弍 三弎 信伩 建迠 柜樻 称穪 篑籄 飙飇 鳅䲡 于扵 鸲鸜 捂摀
模糢 钳箝 麻痲 掸撢 蜷踡 珏玨
"""

ADDED = {
    "reviewed": STANDARD_BUT_FOLDED,
    "first-list-1955": FIRST_LIST,
    "annex-s": ANNEX_S,
    "japanese": JAPANESE,
    "printing-house": PRINTING_HOUSE,
}

# Sources that never become a row, by reason.
LEFT_OUT = {
    "a component or a sign, not a character of text": (
        "乚亻儿冫刂勹匊卐卍厶喿垔巛彐忄扌桼氵灬爫牜犭礻糹艹衤訁釒阝飠㓁㣺㐮讠钅纟饣亼粦䀠囗幵尃"
    ),
    "a name's own character: 哲 and 悊 are two people, 耿飚 is never 飙": (
        "仼伃伷佋偊傜匋厎悊愻旉暠棅洤皝蓧蚡廌飚"
    ),
    "today a character in its own right": (
        "侚俈傁偒傏儓圕挢憝擗攒桼歺炁甽皝舡蜑鮧魟𫚉鵻麕麰揜擃枬舃瀁紬餂嚵襮猋菑觍滺"
    ),
    "the dictionary's equation holds for one old passage only": (
        "侅傁偐刅刓匵厷呠呡唊啍喭噑坆堈堭墫壿夅奞嶎巤廔廱憰戉挭摡撟撽斞旘朿栛棥棳樚檴欼歱氜涶渨渹湏潬"
        "灴炰烕牄瓟甤畺疃砇磪笓箛箾紟絥繲苿茠葁虣蛌蛓螆褺訦誐誩諁諊謱譈豋赸跙鍉鑴霥靀靝韒鬫鷩鼏龤尗尰"
        "埶㐅㐯㐴㐵㒚㒰㒲㓮㔱㚝㚣㛛㝵㠊㡘㤒㤵㦳㧃㫃㷻㽣䃉䆼䢜䤠䶏㕚㪯㨉㫎㟗㿟霶㟢磛陭"
    ),
}
