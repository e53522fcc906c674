"""Section five where it numbers nothing: sentences that lead in, name problems, tell measures or look back.

One sentence after another is read with what was said before it in mind: after 不足是 plain facts are
problems, after 下一步 they are measures, after the problems of last year they are what was done about them.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from extractor.ideographs import HAN
from extractor.lexicon import one_of, pattern
from extractor.narrative.clauses import Listed, is_contrast, issue_clauses, parts, sentences
from extractor.narrative.last_year import (
    names_earlier_year,
    put_right,
    recalls,
    says_solved,
    tells_deed,
    unsolved,
)
from extractor.narrative.markers import NUMBER_OF_LABEL, is_list_lead
from extractor.narrative.pairing import ORDINAL
from extractor.narrative.roles import (
    CAUSE,
    ISSUE_TURN,
    NEGATIVE,
    REMEDY_TURN,
    Role,
    heading_role,
    is_measure,
    tells_of_work,
)

_ANNOUNCES = re.compile(r":$|如下[。:]?$|以下[^,。;]{0,14}[。:]$")
_LABELS = (
    rf"(?:存在的?(?:主要)?问题|问题|不足|表现|下一步(?:打算)?){NUMBER_OF_LABEL}?:"
    rf"|{one_of('roles.answers')}"
)
LABEL = re.compile(rf"[ \n,;:、。→>•·●■◆★※▪►➢—-]+|{_LABELS}")
LABELLED = re.compile(rf"[ ]?(?:{_LABELS})|(?:改进|整改|解决)")
_GOES_ON = (
    r"[起开底初末内春夏秋冬\d]|年[底初末内中]|以[后内]|之[后前内]|[上下]半年|第?[一二三四]季"
    r"|[一二三四五六七八九十]{1,2}月"
)
"""Behind a word of time: when in it (明年起, 明年3月前). Cut off, the rest would say nothing."""
_LEADS_IN = re.compile(
    rf"[ \n,;:、。→>]+|{_LABELS}|[在自从]?(?:下一步|下步|下一?阶段|下一年度?|明年|今后|接下来|为此|对此|同时|"
    rf"此外)(?:的?工作中?|(?:起|开始|以后|之后)(?=,))?(?!{_GOES_ON}),?"
    r"|(?:针对|对照|围绕|对于|对(?=以上|上述))(?:以上|上述|这些|存在|工作中|上年|去年|上一年度?|(?:19|20)\d\d年(?:度)?)"
    r"(?:提出|反馈|存在|指出|查找|梳理)?(?:出)?的?(?:\d+个|[一二两三四五六七八九]个|主要|突出|各类)?"
    r"(?:问题|不足|情况|短板)(?:和不足)?,"
    rf"|{ORDINAL}[^,;。]{{0,6}}[,:]"
)
_POSITIVE = pattern("roles.positive")
_NOTHING = re.compile(
    r"^(?:无|没有|暂无|不存在)[^,]{0,20}$|^[^;:]{0,40}(?:不存在|[未没]有?发现)[^,;]{0,20}问题$|^(?:本年度?|目前|暂)?[无没]有?[^,]{0,8}问题(?:需要?[^,]{0,6})?$"
)
_OF_THREE = re.compile(r"(?:[^;。:]{2,40}:)?(?:[^;。:]{4,60};){2,}[^;。:]{4,60}。?$")
"""Three and more parts between semicolons: each is an item of a list, and its commas only elaborate."""
_OPENING = re.compile(r"[ \n,;、•·●■◆★※▪►➢—-]+")
_BEGINS_A_LINE = re.compile(r"(?:^|[\n:])[ •·●■◆★※▪►➢—-]*$")
_COLON = re.compile(r"[^:。;]{1,140}:")
_BOTH = re.compile(r"问题[及和与、]|不足[及和与、]")
_LONGEST_HEADING = 30
_SHORTEST = 3
"""Characters of the shortest statement (人手紧)."""
_ISSUE_NOUN = one_of("roles.issue_nouns")
_ISSUE_IS = re.compile(
    rf"[^,;:。]{{0,24}}{_ISSUE_NOUN}(?:之处|方面)?(?:主要|还|仍)?{one_of('roles.lists_problems')}[,:]?"
)
_ISSUE_LEAD = re.compile(
    rf"{_ISSUE_NOUN}[^,;。]{{0,10}}:$|(?:表现|体现)(?:在|为)[^,;。]{{0,6}}:$|(?:主要有|主要是)[^,;。]{{0,4}}:$"
    rf"|{one_of('roles.reports')}:$"
    r"|(?:提升|改进|进步|完善|努力)的?空间[^。;:]{0,5}:$|会更[^,;。]{1,3}:$"
)
_REMEDY_LEAD = re.compile(
    rf"{one_of('roles.remedy_nouns')}[^,;。]{{0,6}}:$|要做[^,;。]{{0,8}}:$|(?:做到|做好|从)[^,;。]{{0,8}}:$"
)
_PAIR = re.compile(r"(?P<issue>[^。;]{4,60}?)(?:[—–-]{1,2}|→|=>|⇒)>?(?P<remedy>[^。;]{4,}[。;]?)")
_AGAINST = re.compile(
    r"(?:针对|对于|对|为解决)(?!以上|上述|这些|存在|照|此|工作中)(?P<issue>[^,。;]{4,40}?)(?:的?(?:这一)?(?:问题|现象|情况)|的(?:不足|短板)),(?=[^,。;]{2})"
)
_MATTER_FIRST = re.compile(
    r"(?!针?对)[^,。;]{4,40}(?:一事|(?:指出|反映|提到)的?[^,。;]{2,16}),(?=今年|现|已|我)|[^,。;]{4,40}一事,"
)
_ONE_MATTER = re.compile(
    r"(?:(?<=[,:])|(?<=^))(?:关于|对于?|针对|就)[^,;。]{2,24}(?:一项|一条|一事|问题|不足|意见),|(?:(?<=,)|(?<=^))[^,;。]{0,8}嫌(?=[^,;。]{2})"
    r"|(?:(?<=,)|(?<=^))(?:我[们局镇乡市县区委办])?把[^,。;]{3,24}了"
)
"""One of several matters that a sentence goes through, each with what was done about it."""
_CURES = re.compile(
    r"解决|避免|防止|杜绝|克服|消除|纠正|整治|确保|做到|不得|严禁|不准|不许|不再|凡|一律|力争|对|把|将|要|让|使|改|针对|减少"
)
"""What a measure does with what it deplores."""
_DID = re.compile(rf"[{HAN}]了(?!解)")
_STILL = pattern("roles.still")
_SPEAKS_OF_PROBLEMS = re.compile(r"问题|不足|[还仍尚也](?:然)?存在[^,。;]{0,6}:$")
_NAMES_PROBLEMS = re.compile(rf"存在|{_ISSUE_NOUN}")
_ANNOUNCES_ONLY = re.compile(
    r"(?:采取[^,。;]{0,8}(?:措施|办法|行动|对策)|(?:重点)?在[^。;]{2,16}上(?:下功夫|发力|使劲|用力)|认真|切实|逐[项一步]|不断|积极|尽快|加以|予以|着力|全力|在?(?:今后|下一步|以后)的?(?:工作中)?|"
    r"进一步|持续|扎实|(?:根据|对照|针对)?(?:以?上述?|这些|存在的?|此类)?的?(?:问题|不足)和?|我[市县区镇乡街局委办厅院站]|我们|我单位|本机关|本单位|将|要|"
    r"改进|解决|整改|推进|完善|克服|提高|以此为契机|再接再厉|推动[^,。;]{2,14}上新?台阶|工作|有待|也|会|并|和|的|,)+[。;]?"
)


class FoundStatement(NamedTuple):
    """A stretch of the text, what it says, and whether the report itself numbered it."""

    start: int
    end: int
    role: Role
    numbered: bool
    partners: tuple[int, ...] | None = None
    """Starts of the issues in whose item or sentence a remedy stands."""


class SentenceReader:
    """Reads sentences with what was said before them in mind and collects what each says."""

    def __init__(self, text: str, report_year: int | None) -> None:
        self.text = text
        self.report_year = report_year
        self.found: list[FoundStatement] = []
        self.role: Role | None = None
        self.partners: tuple[int, ...] = ()
        """Starts of the problems that the measures after a label answer."""
        self.named = False
        """Whether the role was named (不足是, 措施:), so that plain facts have it too."""
        self.waiting: list[tuple[int, int]] = []
        """Plain pieces before anything was said of problems: what comes next tells what they are."""
        self.in_passing = False
        """Whether only a word of time told a measure, so that the next sentence may name a problem again."""
        self.dashed = -1
        """Where the last pair joined by a dash ends: one right behind it is one, too."""
        self.headed = False
        """Whether a heading of its own names the role, so that each paragraph under it begins with one."""

    def plain(self, start: int, end: int, items_follow: bool) -> None:
        """Unnumbered text: it may announce what follows, or itself name problems and measures."""
        for low, high in sentences(self.text, start, end):
            self._sentence(low, high, items_follow and high >= end)

    def _sentence(self, low: int, high: int, announces: bool) -> None:
        opening = _OPENING.match(self.text, low, high)
        low = opening.end() if opening else low
        words = self.text[low:high]
        if not words.strip("。 ") or _NOTHING.match(words.strip("。 ")):
            return
        named = None if ":" in words[:-1] else heading_role(words, self.report_year)
        if named is not None:
            self._turn_to(named)
            return
        if _BOTH.search(words) and len(words) <= _LONGEST_HEADING and not re.search("[。,;]", words):
            self.role, self.named = None, False
            return
        whole = low
        low = self._after_leads(low, high)
        words = self.text[low:high]
        if not words.strip("。 ") or self.role is Role.DONE:
            return
        if low > whole and (rest := heading_role(words, self.report_year)) is not None:
            self._turn_to(rest)
            return
        if low == whole and self.role in (Role.PAST, Role.REMEDY, Role.CAUSE) and ISSUE_TURN.search(words):
            self._turn_to(Role.ISSUE, named=False)
        if CAUSE.match(words) or (self.role is Role.CAUSE and not REMEDY_TURN.search(words)):
            return
        self._pieces(low, high, announces or _ANNOUNCES.search(words) is not None)

    def _pieces(self, low: int, high: int, announces: bool) -> None:
        words = self.text[low:high]
        if announces and put_right(words, self.report_year):
            self._turn_to(Role.PAST)
            return
        turn = self._turn(low, high)
        deplores = NEGATIVE.search(self.text, low, high if turn is None else turn) is not None
        if announces and turn is None and not deplores:
            self.role = Role.ISSUE if _SPEAKS_OF_PROBLEMS.search(words) else self.role
            return
        pieces = parts(self.text, low, high)
        clauses = {self.text.count(",", start, end) for start, end in pieces}
        parallel = len(pieces) > 1 and (
            len(clauses) == 1 or _OF_THREE.match(self.text, low, high) is not None
        )
        for start, end in pieces:
            self._piece(start, end, announces, deplores, parallel)

    def _turn_to(self, role: Role, *, named: bool = True) -> None:
        self.role, self.named, self.headed, self.in_passing = role, named, False, False
        self.waiting = []

    def _after_leads(self, low: int, high: int) -> int:
        """Where a sentence goes on behind what announces it: 主要问题:, 今年的不足是, 对策:."""
        for _ in range(3):
            colon = _COLON.match(self.text, low, high)
            role = self._lead_role(low, colon.end()) if colon else None
            if colon and role is not None:
                self._turn_to(role, named=is_list_lead(colon[0]))
                self.headed = True
                self._note_partners(colon[0])
                low = colon.end()
                continue
            if colon and _BOTH.search(colon[0]) and len(colon[0]) <= 40:
                self.role, self.named = None, False
                low = colon.end()
                continue
            copula = _ISSUE_IS.match(self.text, low, high)
            if copula is None or copula.end() >= high - 1 or NEGATIVE.search(_plain(copula[0])):
                break
            recalled = recalls(copula[0], self.report_year)
            self._turn_to(Role.PAST if recalled else Role.ISSUE)
            low = copula.end()
            if recalled and not tells_deed(self.text[low:high]):
                return high
        return low

    def _note_partners(self, label: str) -> None:
        """Where problems and answers are labelled in turn (问题…对策…), an answer is to those before it."""
        alternates = self.role is Role.REMEDY and self.text.count(label) > 1
        since = len(self.found)
        while alternates and since and self.found[since - 1].role is Role.ISSUE:
            since -= 1
        self.partners = tuple(entry.start for entry in self.found[since:]) if alternates else ()

    def _lead_role(self, low: int, high: int) -> Role | None:
        """What the words up to a colon announce; a problem told in them is kept."""
        lead = self.text[low:high]
        if put_right(lead, self.report_year) or recalls(lead, self.report_year):
            return Role.PAST
        if _BOTH.search(lead):
            return None
        turn = self._turn(low, high)
        if _REMEDY_LEAD.search(lead) or turn is not None:
            before = self.text[low:turn] if turn else ""
            if before and NEGATIVE.search(before):
                self._issues(low, low + len(before), False)
            return Role.REMEDY
        if re.search(r"原因(?:分析)?[^,;。]{0,4}:$", lead) and not re.search("问题[及和与]", lead):
            return Role.CAUSE
        return Role.ISSUE if _ISSUE_LEAD.search(lead) else None

    def _turn(self, low: int, high: int) -> int | None:
        """Where a stretch turns from problems to measures: 下一步, 为此, a year to come."""
        turn = REMEDY_TURN.search(self.text[low:high])
        year = re.match(r"((?:19|20)\d\d)年", self.text[low:high])
        if year and self.report_year is not None and int(year[1]) > self.report_year:
            return low
        return low + turn.start() if turn else None

    def _piece(self, low: int, high: int, announces: bool, deplores: bool, many: bool) -> None:
        """A sentence or a part of one between semicolons; ``deplores`` is about the whole sentence."""
        if self._still_unsolved(low, high, announces, deplores, many):
            return
        words = self.text[low:high]
        if self._looks_back(low, high, announces) or self.pair(low, high):
            return
        turn = self._turn(low, high)
        stop = high if turn is None else turn
        issues: tuple[int, ...] = ()
        self._settle(low, high, turn)
        own = NEGATIVE.search(self.text, low, stop) is not None
        if self.in_passing and own and turn is None and not _CURES.search(words):
            self._turn_to(Role.ISSUE, named=False)
        if self.role is Role.ISSUE and turn is None and is_measure(words):
            turn, stop, own = low, low, False
        if own and self.role is not Role.PAST and (self.role is not Role.REMEDY or turn is not None):
            issues = self._issues(low, high if turn is None else stop, many, announces and turn is None)
        elif self.role is Role.ISSUE and turn is None and not announces and not _POSITIVE.search(words):
            issues = self._issues(low, high, many)
        if turn is not None:
            named = self.named and bool(issues)
            self._turn_to(Role.REMEDY)
            self.in_passing = bool(self.found) and self.found[-1].role is Role.ISSUE
            if not announces:
                self._add(stop, high, Role.REMEDY, False, issues or None)
            if issues and deplores and words.endswith(";"):
                self._turn_to(Role.ISSUE, named=named)
        elif self.role is Role.REMEDY and not announces:
            self._add(low, high, Role.REMEDY, False, self.partners or None)
        elif self.role is None and not announces and not tells_of_work(words):
            self.waiting.append((low, high))

    def _still_unsolved(self, low: int, high: int, announces: bool, deplores: bool, many: bool) -> bool:
        """A problem of an earlier year that is not solved is one of now; what stands beside it is read."""
        earlier = self.role is Role.PAST or names_earlier_year(self.text[low:high], self.report_year)
        clause = unsolved(self.text, low, high) if earlier else None
        if clause is None or self.role is Role.REMEDY:
            return False
        if clause[0] > low and tells_deed(self.text[low : clause[0]]):
            self._piece(low, clause[0], announces, deplores, many)
        self._turn_to(Role.ISSUE, named=False)
        self._add(*clause, Role.ISSUE, False)
        if self._turn(clause[1], high) is not None or tells_deed(self.text[clause[1] : high]):
            self._piece(clause[1], high, announces, deplores, many)
        return True

    def _settle(self, low: int, high: int, turn: int | None) -> None:
        """Take the plain pieces before a problem or a turn to measures for problems: they come first.

        Not where a contrast (但, 然而) or a name of problems says that only now they begin.
        """
        words = self.text[low:high]
        waiting = self.waiting
        begins = turn is not None or (NEGATIVE.search(words) is not None)
        if not waiting or self.role is not None or not begins:
            return
        self.waiting = []
        if turn is None and (is_contrast(words) or _NAMES_PROBLEMS.search(words)):
            return
        for start, end in waiting:
            for place in issue_clauses(self.text, start, end, listed=Listed.FACTS):
                self._add(*place, Role.ISSUE, False)

    def _looks_back(self, low: int, high: int, announces: bool) -> bool:
        """Whether a piece is about an earlier year, or a solved problem; what was done is kept."""
        words = self.text[low:high]
        if put_right(words, self.report_year):
            matter = _MATTER_FIRST.match(self.text, low, high)
            for start, end in self._matters(matter.end() if matter else low, high):
                self._add(start, end, Role.PAST, False)
            self._turn_to(Role.PAST)
        elif recalls(words, self.report_year):
            self._turn_to(Role.PAST)
        elif self.role is Role.PAST:
            turn = self._turn(low, high)
            now = words if turn is None else words[: turn - low]
            if NEGATIVE.search(now) and _STILL.search(now) and not says_solved(now):
                self._turn_to(Role.ISSUE, named=False)
                return False
            if turn is not None:
                return False
            if not announces:
                for start, end in self._deeds(low, high):
                    self._add(start, end, Role.PAST, False)
        else:
            return says_solved(words) and self.role is not Role.REMEDY and self._turn(low, high) is None
        return True

    def _matters(self, low: int, high: int) -> list[tuple[int, int]]:
        """What was done about each matter of one sentence (关于甲一项,已…,关于乙一项,已…); else all of it."""
        starts = [match.start() for match in _ONE_MATTER.finditer(self.text, low, high)]
        if len(starts) < 2:
            return [(low, high)]
        first = low if tells_deed(self.text[low : starts[0]]) else starts[0]
        return list(pairwise([first, *starts[1:], high]))

    def _deeds(self, low: int, high: int) -> list[tuple[int, int]]:
        """What was done, one stretch for each clause that says 了; what goes on with it stays."""
        clauses = [match.span() for match in re.finditer(r"[^,]+,?", self.text[low:high])]
        starts = [start for start, end in clauses if _DID.search(self.text, low + start, low + end)]
        if len(starts) < 2 or self.text.startswith(("针对", "对"), low):
            return [(low, high)]
        bounds = [0, *starts[1:], high - low]
        return [(low + start, low + end) for start, end in pairwise(bounds)]

    def pair(self, low: int, high: int) -> bool:
        """A problem and its answer in one piece: 栏目杂乱——归并为五类, 针对把关不严的问题,实行三审."""
        if self.role is not Role.REMEDY and (dash := _PAIR.fullmatch(self.text, low, high)):
            left, right = dash["issue"], dash["remedy"]
            arrow = any(mark in dash[0] for mark in ">→⇒") or low - self.dashed in (0, 1)
            if arrow or NEGATIVE.search(left) or (self.role is Role.ISSUE and is_measure(right)):
                start = self._add(dash.start("issue"), dash.end("issue"), Role.ISSUE, False)
                self._add(dash.start("remedy"), high, Role.REMEDY, False, (start,))
                self.dashed = high
                return True
        against = _AGAINST.match(self.text, low, high)
        if against is None or self.role is Role.PAST or NEGATIVE.search(self.text, against.end(), high):
            return False
        known = any(entry.role is Role.ISSUE and entry.partners is None for entry in self.found)
        answered = any(entry.role is Role.REMEDY and entry.partners is not None for entry in self.found)
        if known and not answered:
            return False
        starts = self._issues(against.start("issue"), against.end("issue"), False)
        self._add(against.end(), high, Role.REMEDY, False, starts)
        return True

    def _issues(self, low: int, high: int, many: bool, announces: bool = False) -> tuple[int, ...]:
        """Keep the problems of a stretch: each clause, or each part where semicolons part them."""
        named = self.named and self.role is Role.ISSUE
        headed = (
            self.headed and self.role is Role.ISSUE and _BEGINS_A_LINE.search(self.text, max(0, low - 4), low)
        )
        if self.role is not Role.ISSUE:
            self._turn_to(Role.ISSUE, named=False)
        first = len(self.found)
        if not announces:
            how = Listed.FACTS if named else Listed.SENTENCES if headed else Listed.NOT
            for start, end in issue_clauses(self.text, low, high, whole=many, listed=how):
                self._add(start, end, Role.ISSUE, False)
        return tuple(entry.start for entry in self.found[first:])

    def _add(
        self, start: int, end: int, role: Role, numbered: bool, partners: tuple[int, ...] | None = None
    ) -> int:
        """Keep a statement without the words that only lead in; where it starts."""
        text = self.text
        if role is Role.REMEDY and put_right(text[start:end], self.report_year):
            role = Role.PAST
        leads = LABEL if numbered and partners is None else _LEADS_IN
        while (lead := leads.match(text, start, end)) and lead.end() < end and lead.end() > start:
            start = lead.end()
        while end > start and text[end - 1] in " \n,→>":
            end -= 1
        named_only = end - start == _SHORTEST and _NAMES_PROBLEMS.search(text, start, end)
        empty = named_only or (role is Role.REMEDY and _ANNOUNCES_ONLY.fullmatch(text, start, end))
        if end - start >= _SHORTEST and not empty:
            self.found.append(FoundStatement(start, end, role, numbered, partners))
        return start


def _plain(words: str) -> str:
    """Words of a lead without the names of problems, which deplore nothing themselves."""
    return re.sub(
        rf"{_ISSUE_NOUN}|薄弱|存在|(?:[仍还尚]需|有待|需要?)(?:改进|努力|加强|完善|提高)", "", words
    )
