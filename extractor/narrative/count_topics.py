"""Which topic a count belongs to, by keywords of its label and, where that is silent, of its surroundings.

The table of topics is in order: the first topic with a keyword in the label wins. A label that says
nothing of its own (公开5件, 办复率100%) takes the topic of the count before it in the same paragraph, then
that of its clause and its sentence.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from extractor.lexicon import one_of, topic_rules, topic_table
from extractor.narrative.event_words import (
    ABOUT_DISCLOSURE,
    FOR_THE_PUBLIC,
    LECTURE_FOR_THE_PUBLIC,
    NAMED_TRAINING,
    NOT_FOR_DISCLOSURE,
    STAFF_AT_HAND,
    TAUGHT,
)
from extractor.records import SectionKey, Topic

_RULES = tuple((Topic(key), words) for key, words in topic_rules())
_BARE = re.compile(rf"{one_of('labels.bare')}*")
_PEOPLE = {"人", "人次", "名", "位"}
_MONEY = {"元", "万元", "亿元"}
_IN_FEES = _MONEY | {"", "%", "件", "笔", "次", "人次", "份", "起", "宗", "单"}
"""What fees and who paid them are counted in: 就停车收费开座谈会3场 counts no fees."""
_ASKED_FOR = re.compile(r"(?:征集|收集|征求|征得|听取)到?(?:的|各类)?建议")
_OF_DEPUTIES = re.compile(r"代表|委员|人大|政协|提案|议案")
"""Whose suggestions are proposals; others were asked for, and are what the public says: 征集到建议29条."""
_ENDED = re.compile(r"(?:驳回|撤回)(?:复议|起诉|诉讼)?申请$")
"""How a case ended, of which the words speak as of an application."""
_PERIODICAL = ("信息", "周报", "日报", "月报", "快报")
"""What is published under the name of a check or a site: 监测周报52期."""
_STOPPED = re.compile(r"退回(?:修改|重写|完善|不合格)|退改|撤稿|拦[截下]")
"""What a review before publishing kept back: 拦截含身份证号的信息9条."""
_ITEMS = {"条", "篇"}
_TIMES = {"次", "场", "轮", "场次", "轮次"}
_VISITS = re.compile(r"访问|浏览|点击|阅读|播放|转发|点赞|关注|观看|下载|登录|使用|开设|更新|改版")
"""What is done to a site so many times."""
_PUBLIC = re.compile(r"群众|市民|公众(?!号)|居民|村民")
_HANDLED = re.compile(r"(?:微博|微信|网站|平台|热线|电话|信箱)(?:共|累计)*(?:办理|受理|答复|回复|接听|处理)$")
"""Letters and calls that came in by a channel, where the label names the channel only."""
_STAFF = re.compile(r"(?:全职|专职|兼职)人员$")
_WITHHELD = re.compile(r"(?:依申请|不予)公开(?:政府)?信息(?:数量?)?$")
"""Documents that are not published by themselves: a report of 2018 counts them beside the others."""
_CAME_IN = re.compile(r"收到|受理|办理|答复|申请人")
_BODIES = re.compile(r"(?:部门|单位|镇办|镇街|街道|乡镇|社区|村|县|区|科室)$")
_OUTCOME = re.compile(r"^(?:属于)?(?:已?主动|同意|予以|部分|不予|全部)?公开$|^(?:属于|不属于|非)")
"""How an application ended, where the label says no more: 同意公开24件."""
_STEP = 256
"""Characters of a sentence whose clauses are read again for each number among them."""
_WHOLES = {Topic.REQUESTS, Topic.PROPOSALS, Topic.DISPUTES}
_KINDS_OF_ITEMS = {Topic.MEETINGS, Topic.DOCUMENTS, Topic.INTERPRETATIONS, Topic.CATALOGUES, Topic.GAZETTE}
"""Topics that a list of what was published goes through: 文件3条，工作会议4条，发展规划2条."""
_NEVER_IN = {Topic(topic.key): topic.never_in for topic in topic_table()}
_PRINTED = {"条", "篇", "则", "期", "条次", "篇次"}
"""Units of what is published."""
_SAID = {"条", "件", "次", "封"}
_PUBLISHES = re.compile(r"公示|公开|发布|录入|推送|上传|归集|刊[发登]")
_ANSWERS = re.compile(r"回复|答复|提问|留言|来信|诉求")
_OWN_THINGS = {Topic.INTERPRETATIONS, Topic.REQUESTS, Topic.DOCUMENTS, Topic.PROPOSALS}
"""Topics that parts of published items keep: what is published of these is still one of these."""
_LOOSE = {
    Topic.DISCLOSED_ITEMS,
    Topic.PLATFORMS,
    Topic.OVERSIGHT,
    Topic.PARTICIPATION,
    Topic.DOCUMENTS,
    Topic.CATALOGUES,
}


_CASES = ("件", "宗", "起", "份")
_OF_SECTION: dict[SectionKey | None, dict[str, Topic]] = {
    SectionKey.PROACTIVE: dict.fromkeys(("条", "篇"), Topic.DISCLOSED_ITEMS),
    SectionKey.APPLICATIONS: dict.fromkeys((*_CASES, "条"), Topic.REQUESTS),
    SectionKey.DISPUTES: dict.fromkeys(_CASES, Topic.DISPUTES),
    SectionKey.RESOURCES: dict.fromkeys(("人", "名"), Topic.STAFF),
    SectionKey.CONSULTATIONS: dict.fromkeys((*_CASES, "次", "人次"), Topic.CONSULTATIONS),
    SectionKey.FEES: dict.fromkeys(("元", "万元"), Topic.FEES),
}
"""What a section counts in these units where no word says so: 共收6件 among applications."""


class Surroundings(NamedTuple):
    """What stands around a count: its clause, the sentence up to the number, the whole sentence."""

    clause: str
    before: str
    sentence: str
    previous: Topic | None
    """Topic of the count before it in the same sentence (or paragraph, for a part of that count)."""
    previous_unit: str
    is_part: bool
    """Whether it is a part of an earlier count: in brackets after it, or after 其中."""
    section: SectionKey | None = None
    """Where it stands: what is counted where no word says so."""

    @property
    def part(self) -> str:
        """The part of the sentence between semicolons that holds the number."""
        stop = self.sentence.find(";", len(self.before))
        return self.sentence[self.before.rfind(";") + 1 : stop if stop >= 0 else len(self.sentence)]

    @property
    def told_before(self) -> str:
        """That part up to the number."""
        return self.before[self.before.rfind(";") + 1 :]


def topic_of(text: str, but: Collection[Topic] = ()) -> Topic | None:
    """The first topic of the table with a keyword in ``text``, other than those of ``but``."""
    for topic, pattern in _RULES:
        if topic not in but and pattern.search(text):
            return topic
    return None


def _counted_in(unit: str, text: str) -> Topic | None:
    """The topic that ``text`` names for what is counted in ``unit``: visits to a site, not a site, in 次."""
    but = set() if unit in _IN_FEES else {Topic.FEES}
    if unit in _TIMES and not _VISITS.search(text):
        but.add(Topic.PLATFORMS)
    return topic_of(text, but)


def nearest_topic(before: str, but: Collection[Topic] = ()) -> Topic | None:
    """The topic, other than those of ``but``, whose keyword stands nearest to the end of ``before``."""
    best: tuple[int, Topic] | None = None
    for topic, pattern in _RULES:
        if topic in but:
            continue
        for match in pattern.finditer(before):
            if best is None or match.end() > best[0]:
                best = (match.end(), topic)
    return best[1] if best else None


_NO_DEEDS = frozenset({Topic.PLATFORMS, Topic.CATALOGUES})
"""Things: what was done so many times near them (赴外地学习2次) is none of them."""


def is_bare(label: str) -> bool:
    """Whether a label only says what was done, not to what."""
    return _BARE.fullmatch(label) is not None


def _is_kind_of(label: str, unit: str, own: Topic | None, around: Surroundings) -> bool:
    """Whether a label with a keyword of another topic only names a kind of what was counted before it."""
    if around.previous is Topic.DISCLOSED_ITEMS:
        kind = label.endswith("类") and not re.search("文件|规章|法规", label)
        return unit in _ITEMS and ((kind and own in _LOOSE) or own in (Topic.OTHER, Topic.FEES))
    if around.previous is Topic.INTERPRETATIONS:
        return around.is_part and own is Topic.DISCLOSED_ITEMS
    return around.previous is Topic.PARTICIPATION and own is Topic.PLATFORMS and unit in ("件", "封")


def decide_topic(label: str, unit: str, around: Surroundings) -> Topic:
    """The topic of one count from its label, then its neighbours; never one that is not counted in its unit.

    What a channel is counted in (公众号 180 条) is what was published through it.
    """
    topic = _in_section(_by_words(label, unit, around), label, unit, around)
    if topic is Topic.TRAININGS and for_others(around.told_before, around.part):
        return Topic.PARTICIPATION if LECTURE_FOR_THE_PUBLIC.search(around.part) else Topic.OTHER
    if unit not in _NEVER_IN.get(topic, ()):
        return topic
    published = unit in _PRINTED or (unit == "件" and _PUBLISHES.search(around.clause))
    return Topic.DISCLOSED_ITEMS if published else Topic.OTHER


def _in_section(topic: Topic, label: str, unit: str, around: Surroundings) -> Topic:
    """The topic in a section of reports on 2008 to 2018 that counts one thing: who asked, how it ended."""
    if around.section is SectionKey.CONSULTATIONS and topic is Topic.PARTICIPATION:
        return Topic.CONSULTATIONS
    loose = topic in (Topic.DISCLOSED_ITEMS, Topic.DOCUMENTS)
    if around.section is SectionKey.APPLICATIONS and loose and unit in _CASES and _OUTCOME.search(label):
        return Topic.REQUESTS
    return topic


def _by_words(label: str, unit: str, around: Surroundings) -> Topic:
    own = None if is_bare(label) else _counted_in(unit, label)
    if own is Topic.OTHER:
        published = _PUBLISHES.search(around.clause) or around.previous is Topic.DISCLOSED_ITEMS
        return Topic.DISCLOSED_ITEMS if published else own
    by_unit = _by_verb(label, own, around.clause) or _by_unit(label, unit, own, around)
    if by_unit is not None:
        return by_unit
    previous = around.previous
    if previous is not None and (
        (around.is_part and previous in _WHOLES and _says_how(label, own))
        or (around.is_part and _takes_after(previous, own, unit == around.previous_unit))
        or _is_kind_of(label, unit, own, around)
        or (unit == "%" and (own is None or own in _LOOSE | {Topic.REQUESTS}))
    ):
        return previous
    if own is Topic.REQUESTS and previous is Topic.PROPOSALS and "申请" not in label:
        return Topic.PROPOSALS
    if own is not None:
        return own
    if previous in _KINDS_OF_ITEMS and unit in _ITEMS and not is_bare(label):
        return Topic.DISCLOSED_ITEMS
    deed = unit in _TIMES and not is_bare(label) and _VISITS.search(label) is None
    if previous is not None and not (deed and previous in _NO_DEEDS):
        return previous  # visits to a site say nothing of what was done so many times behind them
    if unit in _MONEY and re.search("处理费|收费|收取|减免", around.sentence):
        return Topic.FEES
    near = _counted_in(unit, around.clause)
    if near is None:
        but = _NO_DEEDS if deed else frozenset[Topic]()
        near = nearest_topic(around.before, but) or topic_of(around.sentence, but)
        if near in _KINDS_OF_ITEMS and unit in _ITEMS and not is_bare(label):
            return Topic.DISCLOSED_ITEMS
    if near is None:
        return _OF_SECTION.get(around.section, {}).get(unit, Topic.OTHER)
    return Topic.OTHER if near is Topic.DISCLOSED_ITEMS and _BODIES.search(label) else near


def _says_how(label: str, own: Topic | None) -> bool:
    """Whether a part of a number of cases only says how they came in or ended."""
    ended = _ENDED.search(label) is not None or "申请" not in label
    return own is None or own in _LOOSE or (own is Topic.REQUESTS and ended)


def for_others(before: str, part: str) -> bool:
    """Whether people who do no disclosure work were taught; ``before``: ``part`` up to the number.

    The last training that is named before the number says so, else what stands around it.
    """
    if _says(LECTURE_FOR_THE_PUBLIC, part):
        return not _says(ABOUT_DISCLOSURE, part)
    if _says(FOR_THE_PUBLIC, part) and not _says(ABOUT_DISCLOSURE, part):
        return True
    told = _last_named(before) or part
    return _says(NOT_FOR_DISCLOSURE, told) and not _says(ABOUT_DISCLOSURE, told)


@lru_cache(maxsize=256)
def _says(words: re.Pattern[str], text: str) -> bool:
    """Whether a text holds these words: looked for once, not again for each of its numbers."""
    return words.search(text) is not None


@lru_cache(maxsize=256)
def _last_named(before: str) -> str:
    """The last clause that names a training, empty where none does; an earlier stretch is read once."""
    step = (len(before) - 1) // _STEP * _STEP
    read = before.rfind(",", 0, max(0, step)) + 1
    named = [clause for clause in before[read:].split(",") if NAMED_TRAINING.search(clause)]
    if named:
        return named[-1]
    return _last_named(before[: read - 1]) if read else ""


def _takes_after(whole: Topic, own: Topic | None, same_unit: bool) -> bool:
    """Whether a part (其中 …) counts the same things as the whole, its own words naming their kind only."""
    if whole is Topic.OTHER:
        return own is None or own is Topic.CATALOGUES
    if whole is Topic.DISCLOSED_ITEMS:
        return same_unit and own not in _OWN_THINGS
    return same_unit and (own is None or own in _LOOSE)


def _of_people(label: str, own: Topic | None, around: Surroundings) -> Topic | None:
    """The topic of a number of people: those of a training, or of the public."""
    staff = own in (None, Topic.DISCLOSED_ITEMS, Topic.OVERSIGHT) or "工作人员" in label
    staff = staff and STAFF_AT_HAND.search(label) is None
    if staff and re.search("培训|讲座|轮训|授课", around.part):
        return Topic.TRAININGS
    if own in (None, *_LOOSE, Topic.REQUESTS) and TAUGHT.search(around.clause):
        return Topic.TRAININGS
    return Topic.PARTICIPATION if own is None and _PUBLIC.search(label) else None


def _by_verb(label: str, own: Topic | None, clause: str) -> Topic | None:
    """The topic that what was done decides: kept back by a review, asked of the public."""
    if _STOPPED.search(label):
        return Topic.OVERSIGHT
    asked = own is Topic.PROPOSALS and _ASKED_FOR.search(clause) and not _OF_DEPUTIES.search(clause)
    return Topic.PARTICIPATION if asked else None


def _by_unit(label: str, unit: str, own: Topic | None, around: Surroundings) -> Topic | None:
    """The topic that the unit decides: money of fees, people of a training, items in a column."""
    answers = around.previous not in _WHOLES and _ANSWERS.search(around.clause)
    if own is Topic.PLATFORMS and unit in _SAID and answers:
        return Topic.PARTICIPATION
    if unit in _MONEY and re.search("处理费|费用|收费|复制费|邮寄费|支出$", label):
        return Topic.FEES
    people = _of_people(label, own, around) if unit in _PEOPLE else None
    if people is not None:
        return people
    if (
        own in (Topic.PLATFORMS, Topic.OVERSIGHT, Topic.CATALOGUES)
        and unit in _PRINTED
        and (label.endswith(_PERIODICAL) or (own is Topic.OVERSIGHT and _PUBLISHES.search(label)))
    ):
        return Topic.DISCLOSED_ITEMS
    if own is Topic.PLATFORMS and unit in _ITEMS and label.endswith(("栏目", "专栏", "专题")):
        return Topic.DISCLOSED_ITEMS
    printed = unit in ("册", "本") or (unit == "份" and label.endswith(("发行", "赠阅")))
    if printed and own is None and "公报" in around.sentence:
        return Topic.GAZETTE
    if own is Topic.DOCUMENTS and unit in _ITEMS and label.endswith(("通知", "政策")):
        return Topic.DISCLOSED_ITEMS
    if unit in _PEOPLE and _STAFF.search(label):
        return Topic.STAFF
    if (
        own is Topic.REQUESTS
        and unit in _ITEMS
        and _WITHHELD.search(label)
        and not _CAME_IN.search(around.clause)
    ):
        return Topic.DISCLOSED_ITEMS
    if unit == "件" and around.previous not in _WHOLES and _HANDLED.search(label):
        return Topic.PARTICIPATION
    return None
