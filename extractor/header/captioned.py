"""Whether a caption over tables names another body than the one that reports: the data of a child."""

import re
from collections.abc import Callable

from extractor.header.body_names import is_name, is_office
from extractor.header.other_bodies import is_below_county, surely_differ

_CHILD = re.compile(
    r"(?<![及含和与、])(?<!包括)(?:下属|所属|直属|下辖|派出)(?:各?(?:事业)?单位|机构|部门)?|二级(?:预算)?单位"
)
_COMPILER = re.compile(r"填[报表]|制表|编制|审核|来源|报送|主管")
"""Words for who filled a form in, which says nothing of whose numbers they are."""
_LEAD = re.compile(r"^\W*(?:附[表件录]?|表)?[一二三四五六七八九十\d]*\W*")
_PARTED = re.compile(
    r"[:：()（）\[\]【】“”\"、,，—-]|20\d\d年?度?|政府信息|信息公开|政务公开|主动公开|依申请|年度|数据|情况|统计(?!局)|报表|收到|行政复议"
)
_OWN_OFFICE = re.compile(r"\W*(?:本级|机关|本部|办公[室厅]|党政办|综合\w|信息中心|.{0,6}?[科股处室])*+")
_SHORTEST = 4
_PLACE = re.compile(r"^.+?(?:[省市县区旗州盟]|街道|镇|乡|苏木)(?=.{2})")


def names_another(issuer: object) -> Callable[[str], str | None]:
    """A reader of captions (without white space) that gives the body they name where it is not the issuer.

    ``issuer``: its name; anything else where it is not known, when only words for children count.
    """
    own = issuer if isinstance(issuer, str) else ""

    def read(caption: str) -> str | None:
        if _COMPILER.search(caption):
            return None
        cue = _CHILD.search(caption)
        rest = _LEAD.sub("", caption) if cue is None else caption[cue.end() :]
        for part in map(str, _PARTED.split(rest)):
            if not (is_office(part) and is_name(part)):
                continue
            if cue is not None and part != own:
                return part
            if own and len(part) >= _SHORTEST and _is_another(part, own):
                return part
        return None if cue is None else cue.group()

    return read


def _is_another(name: str, issuer: str) -> bool:
    if name.startswith(issuer):
        return _OWN_OFFICE.fullmatch(name[len(issuer) :]) is None
    if _shortens(name, issuer) or _shortens(issuer, name):
        return False
    return surely_differ(name, issuer) or (is_below_county(name) and not is_below_county(issuer))


def _shortens(short: str, long: str) -> bool:
    """Whether a name is left of another one when characters are dropped: 区市监局 of 某区市场监督管理局."""
    rest = iter(long)
    return all(character in rest for character in short)
