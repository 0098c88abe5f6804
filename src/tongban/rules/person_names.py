"""Whether something written down is the name of a person, and not what somebody is: 邻居, 村民, 李某.

Sources: 民法典 art. 1012 to 1015 (a person has a name, and takes the family name of father or mother); 全国人口普查 name data gives the
family names.  People without family names (Tibetan, Uyghur, Kazakh …) write what their card has, with · between parts.
The lists are this program's own reading (待核对): a name of three characters or more passes without them.
"""

import re
import unicodedata

LEAST, MOST = 2, 20  # characters
DOT = "·"
_DOTS = str.maketrans(dict.fromkeys("・•‧∙．.●", DOT))

FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢傅钟姜崔谭廖范"
    "汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎闫薛尹段雷黎史龙贺陶顾毛郝龚邵万覃武钱严莫孔向常汤康易乔赖文樊兰殷施洪翟安颜倪牛温芦"
    "季俞章鲁葛伍申尤毕聂柴焦柳邢岳齐沿梅庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强丛车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾"
    "郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙伏岑习胥保和蔺水云昌"
    "凤酆鲜皮平湛禹狄贝茅庞经缪干宣贲裘邰蒲从鄂索咸籍厍步耘慎戈终暨衡满国广禄阙东殴殳沃利蔚越夔隆师厉哈撒纳拜海者虎锁拓速洒剪"
    "铁喇勉黑敏妥冶苫法丑他把罕买脱赛沐摆也豆逯仝亓仉佘佴俱阚刑初势占卿召呼哲善嘉塔塞墨奂姒孝宓宛宝寇山岱帅幸库弓德扈晁普朴栋"
    "楼欣母毋毓洛波浦淡渠滑潭火牙牧玄班琚疏皇益盘眭睢矫禤竹粟糟绪羿翦胶腾良芮荀莘茹营蓬虢衷裔褟言訾谯豹辉达迪郄郇郗鄞镇闪闻阴"
    "陀隗雍靖顿鱼鹿麦麻默"
)
COMPOUND_FAMILY_NAMES = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|公孙|慕容|长孙|宇文|司徒|司空|"
    "令狐|申屠|鲜于|闻人|轩辕|呼延|赫连|拓跋|西门|东郭|百里|完颜|贺兰|澹台|濮阳|万俟|公羊|钟离|"
    "单于|淳于|仲孙|纳兰|达奚|叱干"
)
NAMES_WITHOUT_FAMILY = re.compile(
    "扎西|卓玛|达瓦|尼玛|边巴|央金|拉姆|德吉|次仁|旺堆|格桑|巴桑|米玛|拉巴|普布|白玛|平措|多吉|"
    "旦增|丹增|索朗|顿珠|洛桑|仁青|才让|加措|卓嘎|玉珍|曲珍|益西|娜仁|乌兰|其其|阿茹"
)
WHAT_SOMEBODY_IS = re.compile(
    "村民|邻居|邻里|群众|路人|行人|村干|干部|工作人员|人员|亲属|家属|亲戚|家人|熟人|见证|证人|代办|"
    "主任|书记|支书|组长|队长|会计|村长|乡长|镇长|科长|所长|站长|民警|警察|辅警|网格员|委员|同事|"
    "同村|本村|朋友|老乡|居民|住户|户主|本人|他人|别人|旁人|有人|某人|大家|我们|他们|申请|先生|"
    "女士|小姐|师傅|同志|老板|经理|老师|医生|保安|门卫|快递|邮递|邮差|父亲|母亲|爸|妈|爷爷|奶奶|"
    "妻子|丈夫|老婆|老公|儿子|女儿|儿媳|女婿|兄弟|姐妹|哥哥|弟弟|姐姐|妹妹|叔叔|婶|对门|隔壁|房东|"
    "租客|村委|政府|派出所|中心|窗口|无名|不详|不知|未知|匿名|姓名|某"
)
_NOBODY = frozenset("无没有带不详未知人")
_COUNTED = frozenset("甲乙丙丁0123456789")


def why_no_person_name(text: str) -> str:
    """A code that says why this is no name of a person; empty where it may be one.

    Args:
        text: as written.

    Returns:
        ``required``; ``no_name_of_a_person``: what somebody is, or no name in its shape.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_DOTS)
    if not plain:
        return "required"
    return "" if _is_name(plain) else "no_name_of_a_person"


def _is_name(plain: str) -> bool:
    if not LEAST <= len(plain) <= MOST or WHAT_SOMEBODY_IS.search(plain):
        return False
    parts = plain.split(DOT)
    if not all(part and all(_han(c) for c in part) for part in parts) or set(plain) <= _NOBODY:
        return False
    if len(parts) > 1:
        return True
    if len(set(plain)) == 1 and len(plain) > 2:
        return False
    if plain[0] in FAMILY_NAMES or COMPOUND_FAMILY_NAMES.match(plain):
        return not set(plain[1:]) <= _COUNTED or len(plain) > 3
    return len(plain) > LEAST or NAMES_WITHOUT_FAMILY.fullmatch(plain) is not None


def _han(c: str) -> bool:
    return "CJK UNIFIED" in unicodedata.name(c, "") or c == "〇"
