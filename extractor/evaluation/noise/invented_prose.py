"""The words around the tables: an invented body, its sections one, five and six, its signature.

The prose never says how many applications or cases there were, so that the bench measures what the
tables alone can prove.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from extractor.evaluation.noise.fill import FilledForm, Scale
from extractor.forms import TableForm, edition_named

_FIRST = "青云白松石清金东柳霞桐鹿"
_SECOND = "溪岭坪湾桥塘原泉坡渡"
_KINDS = {Scale.TOWNSHIP: "镇", Scale.COUNTY: "县", Scale.CITY: "市"}
_WORK = (
    "围绕重点领域完善公开目录，及时更新栏目内容，方便群众查询。",
    "健全信息发布审核制度，明确专人负责，做到先审查后公开。",
    "依托门户网站和新媒体账号发布信息，拓宽公开渠道。",
    "规范依申请公开答复流程，加强与申请人的沟通。",
)
_PROBLEMS = ("部分信息更新不够及时", "解读形式较为单一", "工作人员业务水平有待提高")
_REMEDIES = ("加强业务学习", "丰富解读形式", "完善信息更新机制")
HEADINGS = {
    "overview": "一、总体情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
"""Headings of the sections of running text."""


@dataclass(frozen=True)
class Prose:
    """All running text of one document, in order."""

    opening: str
    overview: str
    problems: str
    other: str
    signature: str


def headings_of(tables: Mapping[str, TableForm]) -> dict[str, str]:
    """Headings of all sections in order."""
    overview, *after = HEADINGS.items()
    return dict((overview, *((key, form.title) for key, form in tables.items()), *after))


def opening_of(filled: FilledForm, prose: Prose) -> str:
    """The title of a document that is no yearly report: body, year, form; and marks that nothing prints.

    A mark that is a pattern and no words is left out.
    """
    forms = filled.tables.values()
    printed = [
        filled.name,
        *(form.title for form in forms),
        *(word for form in forms for word in form.headers),
    ]
    printed += [row.prints for form in forms for row in form.rows]
    printed += [column.prints for form in forms for row in form.rows for column in row.columns]
    squeezed = "".join(" ".join(printed).split())
    lacking = [mark for mark in edition_named(filled.form).marks if mark not in squeezed]
    lines = (f"{mark}\n" for mark in lacking if re.escape(mark) == mark and not re.search(mark, squeezed))
    return f"{prose.signature.split()[0]}{filled.year}年{filled.name}\n{''.join(lines)}"


def write_prose(filled: FilledForm, rng: Random) -> Prose:
    """Running text of an invented body for the year of the form."""
    place = rng.choice(_FIRST) + rng.choice(_SECOND) + _KINDS[filled.scale]
    year = filled.year
    work = rng.sample(_WORK, 3)
    return Prose(
        opening=(
            f"{place}人民政府{year}年政府信息公开工作年度报告\n\n"
            f"本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起，"
            f"至{year}年12月31日止。\n"
        ),
        overview=(
            f"{year}年，{place}{work[0]}全年通过网站公开政府信息{rng.randint(20, 4000)}条，"
            f"发布政策解读{rng.randint(2, 60)}篇。\n{work[1]}{work[2]}\n"
        ),
        problems=(
            f"存在的问题：一是{rng.choice(_PROBLEMS[:2])}；二是{_PROBLEMS[2]}。\n"
            f"下一步，一是{rng.choice(_REMEDIES[1:])}；二是{_REMEDIES[0]}。\n"
        ),
        other=rng.choice(("无。\n", "无其他需要报告的事项。\n", "本年度未收取信息处理费。\n")),
        signature=f"{place}人民政府\n{year + 1}年{rng.randint(1, 3)}月{rng.randint(2, 28)}日\n",
    )
