"""Names of bodies that stand on several lines: the place, the body, a part of it."""

import re

from extractor.header.body_names import ends_as_a_body, is_name, names_a_place
from extractor.ideographs import HAN

_BROKEN_OFF = re.compile(rf"[{HAN}]{{2,10}}[省市区县旗州盟镇乡][{HAN}]{{2,12}}")
_PLACE_ALONE = re.compile(rf"[{HAN}]{{1,12}}[省市区县旗州盟镇乡]")
_HAS_PLACE = re.compile(
    rf"[{HAN}]{{2,}}(?:[省市县旗州盟](?![{HAN}]?(?:场|政|容|民))|(?<![社城园矿景新街])区(?!域|块|划))"
)
"""A name with its county or town; 大槐树街道办事处 and 禾柳镇人民政府 leave theirs out."""
_BODY = re.compile(
    rf"[{HAN}]{{2,24}}(?:局|厅|委|委员会|管委会|院|署|大学|学院|学校|医院|集团|公司|银行|中心|处|支队|总队|大队|"
    r"办事处|街道|[镇乡]人民政府|苏木人民政府|镇|乡|苏木)"
)
"""A body that has parts."""
_PART = re.compile(rf"[{HAN}]{{0,16}}(?:中心|[支总大中]队|分局|分公司|支行|办公室|站|所|处|科|室|分院|分校)")
"""What the name of a part ends with."""
_GOVERNMENT = re.compile(rf"[{HAN}]{{2,20}}(?:人民政府|委员会|管委会)")
_ITS_OFFICE = re.compile("办公[室厅]")


def begins_a_name(words: str, rest: str) -> bool:
    """Whether a line is the beginning of the name that the line below goes on with.

    The place alone above a name without it, a name that breaks off in a word (…人力资源和社会, 保障局), and a
    body above its own part (公安局, 交通警察大队; 人民政府, 办公室).
    """
    if _HAS_PLACE.match(rest):
        return False
    if _PLACE_ALONE.fullmatch(words):
        return is_name(words)
    if _BROKEN_OFF.fullmatch(words) is not None and not ends_as_a_body(words):
        return ends_as_a_body(words + rest)
    return goes_on(words, rest)


def goes_on(words: str, rest: str) -> bool:
    """Whether a line names a part of the body that the line above names in full."""
    if not (names_a_place(words) and is_name(words)):
        return False
    if _ITS_OFFICE.fullmatch(rest):
        return bool(_GOVERNMENT.fullmatch(words) or _BODY.fullmatch(words))
    return bool(_BODY.fullmatch(words) and _PART.fullmatch(rest) and is_name(words + rest))
