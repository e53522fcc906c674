"""Names of public bodies: how they end, what may stand before one, and what is no name."""

import re
from collections import Counter

from extractor.ideographs import HAN

KINDS = (
    "人民政府|政府|办公室|办公厅|委员会|管委会|管理处|管理局|服务局|分局|局|厅|委|院|署|中心|办事处|街道办|"
    "部|司|站|所|支队|总队|大队|队|办|银行|大学|学院|学校|中学|小学|幼儿园|集团|公司|开发区|示范区|新区|园区|"
    "景区|林场|农场|牧场|监狱|海关|台|馆|社|协会|学会|联合会|总会|研究室|研究院|研究所|(?<!社)会|室|处|"
    "省|市|区|县|自治州|州|盟|旗|镇|乡|苏木|街道|街|社区|村"
)
"""The ends of names, from the statutory kinds of bodies and the places that a government is named by."""

_KIND = re.compile(rf"(?:{KINDS})(?:[(（][{HAN}]{{1,20}}[)）])?$")
_OFFICE = re.compile(
    r"(?:人民政府|政府|办公[室厅]|委员会|局|厅|委|院|署|中心|办事处|管委会|部|司|站|所|队|办|公司|银行|大学|"
    rf"学校|学院|处|室|(?<!社)会|馆|台|社)(?:[(（][{HAN}]{{1,20}}[)）])?$"
)
"""The name of a body itself, not of the place that it governs."""
_PLACE = re.compile(r"省|市|区|县|州|盟|旗|镇|乡|街|苏木|村|国家|中国|中华")
_GENERIC = re.compile(
    r"(?:我|本|该|此)(?:[省市区县旗州盟镇乡村街局厅委办院校中部所站处司]|单位|机关|部门|级|公司|苏木|开发区|新区)\S{0,4}"
    r"|在?全(?:[省市区县旗州盟镇乡街局]|系统|体|国)\S*|各\S*"
    r"|(?:各|全|本|我)?(?:省|市|区|县|旗|州|盟)?(?:各级)?(?:人民)?政府(?:机关|部门|网站?)?|(?:人民)?政府办公[室厅]"
    r"|(?:有关|相关|上级|各级|本级|下级|基层|其他)\S*|(?:行政|国家)(?:机关|部门|单位|有关|相关)\S*"
    r"|单位|机关|部门|办公[室厅]|(?:政务|信息|政府信息)\S*|街道|办事处|委员会|管委会|[省市区县镇乡村局委办厅院]"
    r"|党政办(?:公室)?|[^省市区县州盟旗镇乡]{1,6}部门"
)
"""Words for a body that name none: 政府, 我镇, 各部门, 本机关, 县政府."""
_NO_NAME = re.compile(
    r"关于|公布|发布|编制(?!委)|报告|根据|依据|按照|要求|规定|公开|年度|如下|请与|以及|我[们局镇市县区街办委院乡单]"
    r"|本[局镇市县区街办委院乡单]|专栏|目录|更多|首页|[上下]一[篇条页]|当前|位置|网站|平台|栏目|做好|开展|加强|推进"
    r"|落实|条例|通知|主动|申请|来源|日期|时间|情况|统计(?!局|调查)|数据(?!局|管理|资源|中心|和|发展)"
    r"|工作(?!委员会|委|部|站|局|办|中心)"
)
_PRESS = re.compile(r"融媒体|新闻|日报|晚报|电视台|传媒|宣传部")
"""Whom a page names as its source; in a title such a body reports on itself."""
_FURNITURE = re.compile(
    rf"(?:(?:[^{HAN}(（【\[]|【[^】]*】|\[[^\]]*\])*(?:[(（]?[一二三四五六七八九十\d]{{1,3}}[)）、.．:：,]+)?"
    rf"(?:[(（](?![{HAN}]{{0,10}}[省市区县旗州盟镇乡][)）])[{HAN}]{{1,10}}[)）])?"
    r"(?:第[一二三四五六七八九十\d]{1,3}[篇页章部分]+[:：、. ]*|附件?[一二三四五六七八九十\d]*[:：、. ]+"
    r"|(?:标题|名称|信息名称|文件名称|主题|题名|转发|转载)[:： ]*|(?:转|原标题)[:：] *"
    r"|[一二三四五六七八九十]{1,2}、"
    r"|关于(?:印发|公布|发布|报送|上报|呈报|提交)?"
    r"|现将|现公布|公布|发布)?)*"
)
_OWN_OFFICE = re.compile(
    r"(?<=.{3})(?:(?:政府信息|政务信息|信息|政务)(?:与政务)?公开\S{0,16}|党政(?:综合)?办(?:公室)?|"
    r"综合(?:科|处|股|办公室|办)|(?<!政府)(?<!会)办公[室厅]|(?<=会)办公室|行政科|秘书科|政策法规\S{1,2})$"
)
"""The office within a body that answers questions about its report."""


_ENDS = {
    "局": "局|队|署|中心|站",
    "镇": "镇",
    "乡": "乡",
    "街道": "街",
    "委": "委",
    "中心": "中心",
    "校": "学|校|园",
    "院": "院",
    "厅": "厅",
    "所": "所",
    "苏木": "苏木",
}
"""Word of 我…, 本… to what the name of such a body holds."""
_OURSELVES = re.compile(rf"[我本]({'|'.join(_ENDS)})(?!长|员会主任)")
_OFTEN = 2


def cleaned(words: str) -> int:
    """How many characters before the name are furniture: list numbers, page marks, 关于, 附件1:."""
    match = _FURNITURE.match(words)
    return match.end() if match else 0


def is_name(words: str) -> bool:
    """Whether words are the name of some body: made of ideographs, no generic word, no sentence."""
    if len(re.findall(r"[(（]", words)) != len(re.findall(r"[)）]", words)):
        return False
    bare = re.sub(r"[()（）·、“”\"]", "", words)
    if not 2 <= len(bare) <= 40 or not re.fullmatch(rf"[{HAN}A-Za-z]+", bare):
        return False
    if re.search(r"[A-Za-z]", bare) and not re.search(rf"[{HAN}]{{2}}", bare):
        return False
    return not _GENERIC.fullmatch(words) and not _NO_NAME.search(words)


def is_press(words: str) -> bool:
    """Whether a name is that of a newspaper, a broadcaster or the like, whom pages name as their source."""
    return _PRESS.search(words) is not None


def ends_as_a_body(words: str) -> bool:
    """Whether a name ends as bodies or the places they govern do."""
    return is_name(words) and _KIND.search(words) is not None


def is_office(words: str) -> bool:
    """Whether a name is that of a body itself (禾柳镇人民政府), not of its place alone (禾柳镇)."""
    return _OFFICE.search(words) is not None


def names_a_place(words: str) -> bool:
    """Whether a name says where the body is."""
    return _PLACE.search(words) is not None


def without_own_office(words: str) -> str:
    """The body whose office answers: 云岭县水利局 of 云岭县水利局政务公开办公室."""
    shorter = _OWN_OFFICE.sub("", words)
    return shorter if ends_as_a_body(shorter) else words


def calls_itself_so(text: str, name: str) -> bool:
    """Whether a name fits the word by which the text speaks of its body: 我局 is no 人民政府.

    我县, 我市 and the like name the place, which every body in it may say.
    """
    ourselves = Counter(_OURSELVES.findall(text)).most_common(1)
    if not ourselves or ourselves[0][1] < _OFTEN:
        return True
    return re.search(_ENDS[ourselves[0][0]], name) is not None


def differ(first: str, second: str) -> bool:
    """Whether two names are surely of different bodies: not three characters in a row in common."""
    one, other = _stem(first), _stem(second)
    if len(one) < 2 or len(other) < 2 or one in other or other in one:
        return False
    size = 2 if min(len(one), len(other)) <= 3 else 3
    return not any(one[at : at + size] in other for at in range(len(one) - size + 1))


def _stem(name: str) -> str:
    return re.sub(r"(?:人民政府|政府|办公[室厅]|办事处|管理委员会|管委会|委员会)+$", "", name)
