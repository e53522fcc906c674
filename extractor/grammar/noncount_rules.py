"""The named rules for digits and numerals that never count disclosure work, as data.

A rule has up to three patterns: ``free`` is searched anywhere and begins with fixed characters;
``at_number`` must match where a run of digits or of Chinese numerals begins; ``at_start`` likewise,
where that run also begins a line or a sentence. This keeps the cost proportional to the numbers of a
text and not to its length times the number of rules.
"""

import re
from typing import NamedTuple

from extractor.ideographs import HAN

_N = "[一二三四五六七八九十百零〇两]"
_NUM = rf"(?:\d+|{_N}+)"
_S = r"[ \t]*"
_COUNTED = rf"{_S}[件条个人次余多篇份期项则宗起名场元万页部台户家字]"
"""Something is counted: the number before it is no telephone number."""
_THINGS = rf"{_S}(?:[件次份篇起宗处场户]|条(?!例)|项(?!目)|个(?!人)|人(?![员才民事大])|名(?!称)|期(?!刊))"
"""So many things, not the number of a heading: 1件转入下年度办理, but 1 条例学习情况."""
_ZH = HAN
_DASH = r"[-—–－―]"
_MEASURE = "[余多万千百个条件人次份家篇项期册户场名元起处例部宗卷页字张批套]"


class Rule(NamedTuple):
    """One named rule; a text is set aside where any of its patterns matches."""

    free: re.Pattern[str] | None = None
    at_number: re.Pattern[str] | None = None
    at_start: re.Pattern[str] | None = None


def _rule(free: str = "", at_number: str = "", at_start: str = "") -> Rule:
    patterns = (re.compile(text, re.MULTILINE) if text else None for text in (free, at_number, at_start))
    return Rule(*patterns)


RULES: dict[str, Rule] = {
    # A line that describes a picture in English; converters put such lines between sentences.
    "image_description": _rule(rf"^[^\n{HAN}]*?(?:(?<![A-Za-z])[A-Za-z]{{2,}}+[ ,.'()\-]++){{8,}}[^\n]*$"),
    "title_name": _rule(r"《[^》]{1,120}》|〈[^〉]{1,60}〉"),
    "quoted_name": _rule(r"[“「‘][^”」’\n]{0,24}[”」’]|\"[^\"\n]{1,16}\""),
    "email": _rule(
        r"(?<![A-Za-z0-9._+\-])[A-Za-z0-9._+\-]{1,64}+@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,8}"
    ),
    "url": _rule(
        r"(?:https?://|www\.)[A-Za-z0-9\-._~/?#@!$&+,;=%:]+|"
        r"(?<![A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,63}/?"
    ),
    "file_name": _rule(at_number=r"\d[\w\-() ]{0,40}+\.(?:pdf|PDF|docx?|xlsx?|jpe?g|png|html?)(?![A-Za-z])"),
    # 国办公开办函〔2021〕30号, 鲁政办字[2021]115号, 国务院令第711号
    "document_number": _rule(
        rf"[〔\[(【{{<]{_S}(?:19|20)\d\d{_S}年?[〕\])】}}>]{_S}(?:第{_S})?\d+(?:[-—、,]\d+)*{_S}号?"
        rf"|令{_S}[(]?第?{_S}\d+{_S}号[)]?|第{_S}\d+{_S}号(?:令|公告|文)?",
        r"(?:19|20)\d\d年第?\d+号(?:文件?|令|公告)?|\d+号(?:文件?|令|公告)",
    ),
    # a bare run of digits is none: it may be a row of a table, glued or torn
    "file_index_number": _rule(
        rf"(?:索{_S}引{_S}号?|编号|信用代码|备案号?|许可证号?|标识码|公网安备|流水号|序列号|"
        rf"ICP备)[:： ]*[A-Z0-9\-/_]{{4,}}号?"
        rf"|(?:索{_S}引{_S}号?|信用代码|标识码)[:：|\s]{{1,8}}[A-Z0-9\-/_]{{9,}}号?",
        r"\d[A-Z0-9\-/]{4,60}/(?:19|20)\d\d-\d{3,}|\d{13,}号",
    ),
    "phone": _rule(
        rf"(?:电{_S}话|传{_S}真|手机|热线|咨询|"
        rf"号码)[^\d\n。;]{{0,8}}?(?:\(?0\d{{2,3}}\)?[ ]*(?:{_DASH}[ ]*)?)?"
        rf"\d{{7,8}}(?!\d)(?:[、/,转\-]{{1,2}}\d{{1,8}}){{0,9}}"
        rf"|\(0\d{{2,3}}\)[ ]*{_DASH}*[ ]*\d{{7,8}}(?!\d)",
        rf"0\d{{2,3}}[ ]*{_DASH}+[ ]*\d{{7,8}}(?!\d)(?:[、/转\-]{{1,2}}\d{{1,8}}){{0,9}}"
        r"|1[3-9]\d{9}(?!\d)"
        rf"|[48]00{_DASH}\d{{3,4}}{_DASH}?\d{{3,4}}(?!\d)",
    ),
    "postcode": _rule(rf"邮{_S}政?{_S}编{_S}[码号]?[为是:： ]*\d{_S}\d{_S}\d{_S}\d{_S}\d{_S}\d(?!\d)"),
    "address": _rule(
        at_number=rf"(?:(?<=[路街道巷弄里村区园场段])|(?<=[路街道] )|"
        rf"(?<=[路街道][东西南北中]))\d+(?:[-—]\d+)*{_S}号(?![文令公])"
        rf"(?:[院楼]?{_S}[A-Z]?\d*(?:号?楼|室|房|层|栋|幢|座|单元))*"
        rf"|\d+{_S}(?:号楼|楼|室|号?房间|栋|幢|单元)(?!宇)"
    ),
    "law_article": _rule(
        rf"第{_S}{_NUM}{_S}条(?:之{_N})?(?:{_S}第{_S}{_NUM}{_S}款)?(?:{_S}第?{_S}[(]?{_NUM}[)]?{_S}项)?"
        rf"(?:[、和及]第?[(]?{_NUM}[)]?[条款项])*|第{_S}{_NUM}{_S}(?:条{_S})?(?:{_DASH}|[至到]){_S}第?{_S}{_NUM}{_S}[条款项]|第{_S}[(]{_NUM}[)]{_S}项|第{_S}{_NUM}{_S}[款项章节]"
    ),
    "period": _rule(
        rf"(?:统{_S}计{_S}(?:期限|时限|时间|周期|数据)|"
        rf"起止)[^\n。;]{{0,12}}?\d{{4}}{_S}年{_S}\d+{_S}月{_S}\d+{_S}日"
        rf"[^\n。;]{{0,6}}?(?:(?:\d{{4}}|[本当同次]){_S}年{_S})?\d+{_S}月{_S}\d+{_S}日"
    ),
    "date": _rule(
        at_number=rf"(?:(?:19|20)(?:\d\d|\d \d){_S}年{_S})?\d{{1,2}}{_S}月"
        rf"(?:份|{_S}(?:\d{{1,2}}{_S}(?:[日号]|(?=[-—–~至、]{_S}\d+{_S}[日号])))"
        rf"(?:{_S}[-—–~至到、和及]{_S}\d{{1,2}}{_S}[日号])*)?(?:底|初|中旬|上旬|下旬)?(?!\d)"
        rf"|\d{{1,2}}{_S}[-—–~至]{_S}\d{{1,2}}{_S}月份?(?!\d)"
        r"|(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:3[01]|[12]\d|0?[1-9])(?!\d)"
        rf"|(?<=[至到和、—-])\d{{1,2}}{_S}日(?!均)|[1-3]?\d日(?=\()"
        rf"|[二一][〇○零一二三四五六七八九]{{3}}年(?:{_N}{{1,3}}月)?(?:{_N}{{1,3}}日)?"
        rf"|{_N}{{1,3}}月{_N}{{1,3}}[日号]|(?<=[至到起自从]){_N}{{1,2}}月"
    ),
    "year": _rule(
        at_number=rf"(?:19|20)\d{_S}\d{_S}(?:年|(?=[-—–~至/、和]{_S}(?:19|20)?\d\d{_S}年|版|修订|修改|"
        rf"修正|财年))"
        rf"|(?:19|20)\d\d(?=[{_ZH}]{{2}})(?!{_MEASURE})"
    ),
    "time_of_day": _rule(
        at_number=r"(?<!:)(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d|:\d|[ ]+\d{1,2}:\d)"
        r"|(?<=[午晨晚日])(?:1[0-2]|"
        r"\d)[时点](?:\d{1,2}分|半)?"
    ),
    "page_number": _rule(
        rf"^[ \t]*(?:{_DASH}+{_S}\d{{1,3}}{_S}{_DASH}+|第{_S}\d{{1,3}}{_S}页)[ \t]*$",
        rf"(?:(?<=第)|(?<=第 ))\d{{1,3}}{_S}页[ ,，/]*共{_S}\d{{1,3}}{_S}页",
        r"\d{1,3}[ ]*/[ ]*\d{1,3}[ \t]*$|\d{1,3}[ \t]*(?=\s*\Z)",
    ),
    "session_name": _rule(
        r"(?:党的|[人政][大协])(?:十八|十九|二十)大",
        rf"{_N}+届(?:{_N}+(?:中、?|、)){{0,12}}(?:{_N}+中)?全[会体]"
        rf"|{_NUM}{_S}届(?:[{_ZH}]{{0,8}}?(?:第{_S})?{_NUM}{_S}次(?:全体)?(?:会议|全会)?)?|"
        rf"(?:十八|十九|二十)大",
    ),
    "ordinal": _rule(
        rf"第{_S}{_NUM}(?:{_S}[期次届批号名位方版卷辑个场轮部集季时手线台天步类张产把例站]|"
        rf"季度|位次|线|阶段)?|NO\.?\d+"
    ),
    # 12345热线, 区长电话12345, 12345政务服务便民热线
    "hotline_name": _rule(
        at_number=rf"1\d{{4}}(?!\d|{_COUNTED})(?=[\"”]?{_S}[{_ZH}、]{{0,8}}?(?:热线|平台|专线|电话|投诉|举报|工单|"
        rf"服务|市长|中心))"
        r"|(?<=热线|电话|专线|平台)1\d{4}(?!\d)"
        rf"|(?:12345|12380|12388|12333|12315|12348|12369|12329|12366)(?!\d|{_COUNTED})"
    ),
    "name_with_digits": _rule(
        r"(?<![A-Za-z])[A-Za-z]++[.\-]?\d++(?:\.\d+)?",
        rf"\d+(?:\+[\dA-Za-z]{{1,20}}){{1,9}}(?:\+[\dA-Za-z{_ZH}])?|\d+[x×X*]\d+|\d+[GKDN](?![A-Za-z])"
        rf"|十[大件项]{_S}(?:民生|惠民|为民|重点)*{_S}(?:实事|工程)|三{_S}项{_S}制度|三{_S}公(?:{_S}经费)?",
    ),
    # 三个方面, 五大任务: how the text is built or a slogan, never how much was done
    "structure_word": _rule(
        at_number=rf"{_NUM}{_S}[个大项]?{_S}(?:方面|维度|层面|环节|步骤|阶段|角度|部分|要素|关键词|自信|"
        rf"意识|维护|确立|转变"
        r"|融合|必须|坚持|统一|结合|原则|强化|到位|着力|聚焦|注重|确保|不放过|一律|凡是|更加|"
        rf"亮点|抓手|高地|定位|篇文章|盘棋|张网|本账|步走|道防线|套班子|位一体|全面|一(?![{HAN}])"
        r"|[种类](?:方式|形式|渠道|途径|手段|情形|方法|内部|过程))"
        rf"|{_N}+{_S}大{_S}[{_ZH}]{{2}}"
        # 一件一档, 一事一议: how it is done
        rf"|一[{_ZH}]一(?![次{_N[1:-1]}])[{_ZH}](?![{_ZH}]{{0,2}}\d)"
    ),
    "list_number": _rule(
        rf"[(]{_S}(?:\d{{1,2}}|{_N}{{1,3}}){_S}[)](?!{_S}[(]{_S}\d)|[①-⑳]",  # (12)(0)(3) is a row
        rf"(?<=[,，]){_N}{{1,3}}是",
        rf"\d{{1,2}}{_S}(?:[)]|[、．]|[.](?!\d)|[.](?=\d{{1,2}}{_S}月)|是(?=[{_ZH}])|(?!{_THINGS})(?=[{_ZH}]{{2}}[{_ZH}、]*[。:]$))"
        rf"|{_N}{{1,3}}(?:是|、(?!{_N})|[.．,])",
    ),
    # 20个工作日内, 24小时, 7天, 近3年: how long, never how much
    "deadline": _rule(
        at_number=rf"(?:\d+(?:\.\d+)?(?:[-—至到]\d+)?|{_N}+){_S}个?{_S}(?:工作日|自然日|小时|日内|天|"
        rf"分钟|个月|"
        rf"月(?:内|以内|之内|的|期|后|前|以上)"
        rf"|年(?:内|来|以上|以来|期)|周内|秒)(?:之?内|以内|前)?|\d{{1,2}}日(?:之?内|以?前)"
    ),
    # 至少一名, 不低于4%: what ought to be
    "requirement": _rule(
        r"[至最不原上满≥≤<>](?:(?<=[至最])[少多]|(?<=不)(?:[得应]?[少低高大多]于|[得能]?超过|"
        r"得超出)|(?<=原)则上|(?<=上)限"
        r"|(?<=满)分|(?<=[≥≤<>]))"
        rf"[^\d\n,，。;；、一二三四五六七八九十两]{{0,6}}(?:\d[\d,.]*|{_N}+){_S}%?[万亿]?[{_ZH}]?"
        rf"|误差[^\d\n,，。;；]{{0,6}}\d[\d.]*{_S}%"
    ),
    # 下辖11个行政村、2个社区, 总人口3.2万人: what the place is like, never what was done
    "background": _rule(
        rf"(?:[下管现共]辖|辖有?(?=\d)|户籍人口|常住人口|总人口|人口总?数?)[^\d\n,，。;；]{{0,4}}\d[\d.]*{_S}万?余?[个人户名]?"
        rf"(?:[{_ZH}()]{{1,12}}[、和及]{_S}\d[\d.]*{_S}个?){{0,8}}"
        rf"(?:[,，、](?:下?设|辖|有)[^\d\n。;；]{{0,4}}\d+{_S}个(?=行政村|社区|村|居委会))?"
    ),
    # 九台街道, 三家子镇: numerals in names of places that look like measures
    "place_name": _rule(
        at_number=rf"{_N}(?:台|家[子渠营店]|门[峡坡]|座店|张店|条石|河口|里[河屯]|道[沟江])[{_ZH}]?(?:街道|镇|乡|县|区|市|村|社区)(?![直属级办有])"
    ),
    # 每季度检查一次: how often it is done, not how often it was
    "frequency": _rule(
        rf"每(?:个?[日天周月年]|个?季度?|半[年月]|两周|"
        rf"旬)(?:(?!等|媒体|报上|、)[^\d\n,，。;；一二三四五六七八九十两]){{0,12}}{_NUM}(?:[-至]\d+)?"
        rf"{_S}[次期条篇份个场件](?!余)"
    ),
    # 政务公开40分分值: what a score is made of
    "score_weight": _rule(
        rf"[分权赋占](?:(?<=分)值|(?<=权)重|(?<=[赋占])分)[^\d\n,，。;；]{{0,8}}\d+(?:\.\d+)?{_S}[分%]"
        rf"(?:[提增升降减调][^\d\n,，。;；]{{0,3}}[到至为]\d+(?:\.\d+)?{_S}[分%])?",
        rf"\d+(?:\.\d+)?{_S}分(?:分值|的分值)",
    ),
}
"""Rule name to rule, in order of precedence."""
