"""All words of the page in Chinese and English."""

import re
from collections.abc import Mapping
from typing import Literal

from extractor.export import reason_in_chinese
from extractor.lexicon import topic_table
from extractor.review.audit_wording import AUDIT_TEXTS

Language = Literal["zh", "en"]

TEXTS: Mapping[str, tuple[str, str]] = {
    **AUDIT_TEXTS,
    "product": ("校对台", "Correction page"),
    "queue": ("待办", "Queue"),
    "queue.title": ("待校对的报告", "Reports to correct"),
    "queue.lead": (
        "存疑最多的排在最前。点“开始”，逐个确认高亮的数值即可。",
        "The most doubtful come first. Press Start and confirm the highlighted values one by one.",
    ),
    "queue.empty": ("没有符合条件的报告。", "No report passes these filters."),
    "queue.nothing": (
        "库里还没有报告。先运行 extractor batch run。",
        "There is no report in the store yet. Run extractor batch run first.",
    ),
    "start": ("开始", "Start"),
    "continue": ("继续", "Continue"),
    "all_done": ("全部完成，没有存疑的数值了。", "All done: no value is in doubt any more."),
    "filter": ("筛选", "Filter"),
    "any": ("全部", "all"),
    "issuer": ("发布机关", "Issuer"),
    "title": ("标题", "Title"),
    "report_year": ("年度", "Year"),
    "year": ("年度", "Year"),
    "form": ("表样", "Form"),
    "check": ("检查项", "Check"),
    "state": ("状态", "State"),
    "state.open": ("未开始", "not begun"),
    "state.started": ("进行中", "begun"),
    "state.done": ("已完成", "done"),
    "state.flagged": ("待复核", "second reader"),
    "document": ("文件", "Document"),
    "doubts": ("存疑", "In doubt"),
    "decisions": ("已决定", "Decided"),
    "findings": ("检查结果", "Findings"),
    "more_documents": ("后面的报告", "Further reports"),
    "to_first": ("回到最前", "Back to the first"),
    "progress.decided": (
        "{seen} 份经人工看过，人工决定 {n} 处",
        "a person decided in {seen} of them, {n} values in all",
    ),
    "progress": (
        "{all} 份中 {done} 份已无存疑，剩 {doubts} 处存疑",
        "nothing in doubt in {done} of {all}, {doubts} values in doubt",
    ),
    "minutes": ("约还需 {minutes} 分钟", "about {minutes} min left"),
    "text": ("原文", "Document"),
    "tables": ("表格", "Tables"),
    "facts": ("正文事实", "Facts in the prose"),
    "header": ("报告信息", "About the report"),
    "published_on": ("发布日期", "Published on"),
    "period/start": ("统计期起", "Period from"),
    "period/end": ("统计期止", "Period to"),
    "counts": ("数量", "Counts"),
    "trainings": ("培训", "Trainings"),
    "events": ("其他活动", "Other events"),
    "issues": ("存在问题", "Problems"),
    "remedies": ("改进措施", "Remedies"),
    "past_rectifications": ("上年问题整改", "Past rectifications"),
    "none": ("无", "none"),
    "absent": ("原文中没有这张表（不是 0）。", "This table is not in the document (that is not zero)."),
    "row_absent": ("本表未印此行", "this row is not printed"),
    "as_read": ("机器读数", "Read as"),
    "unread.why": ("未读原因", "Why not"),
    "as_decided": ("人工定为", "Decided as"),
    "printed_as": ("原文印作", "Printed as"),
    "nothing_printed": ("（空白）", "(blank)"),
    "your_value": ("正确的值", "Right value"),
    "choose_rule": (
        "几种读法都合适，请对照原文选一个：按数字键选，或按 0、b、d 说明印的是什么。",
        "Several readings fit: look at the document and choose one by its digit, or say with 0, b or d "
        "what is printed.",
    ),
    "print_rule": (
        "按原文印的填。发布机关自己算错的，接受原数并说明即可，不要替它改。",
        "Enter what the document prints. Where the issuer added up wrongly, accept the print and say so; "
        "never repair it.",
    ),
    "accept": ("接受", "Accept"),
    "save": ("保存", "Save"),
    "zero": ("零", "zero"),
    "blank": ("空白", "blank"),
    "dash": ("横线", "dash"),
    "not_stated": ("未说明", "not stated"),
    "removed": ("删除", "removed"),
    "flag": ("请人复核", "ask a colleague"),
    "unflag": ("取消复核", "unflag"),
    "undo": ("撤销", "undo"),
    "skip": ("跳过", "skip"),
    "previous": ("上一处", "Previous"),
    "keys": ("按键", "Keys"),
    "more": ("更多", "More"),
    "alternatives": ("其他读法", "Other readings"),
    "sums": ("勾稽关系", "Sums it stands in"),
    "history": ("历史", "History"),
    "ground": ("选中文字作为出处", "Selected words are the evidence"),
    "add": ("用选中文字新增", "Add from the selected words"),
    "split": ("在选中处拆分", "Split where selected"),
    "merge": ("与下一条合并", "Merge with the next"),
    "remove": ("删除", "remove"),
    "select_hint": (
        "在原文中选中文字，可改出处、新增或拆分事实；点原文中的数字，可跳到对应的单元格。",
        "Select words of the document to change the evidence, add or split a fact; "
        "click a number of the document to go to its cell.",
    ),
    "why": ("为什么在这里", "Why this is here"),
    "reason.title": ("勾稽关系仍不成立", "A sum still fails"),
    "reason.lead": (
        "按这个值，下列合计不成立。若原文就是这样印的，请说明；机器不会替发布机关改数。",
        "With this value the sums below fail. If that is what the document prints, say so: "
        "the issuer's own errors are kept, never repaired.",
    ),
    "reason.issuer": ("原文如此，发布机关自己有误", "Printed so: the issuer's own error"),
    "reason.elsewhere": ("错在同一合计的另一格", "Another cell of the sum is wrong"),
    "reason.illegible": ("原文无法辨认", "The document cannot be read here"),
    "reason.note": ("补充说明（可不填）", "In your words (optional)"),
    "cancel": ("返回修改", "Go back"),
    "confirm": ("确认", "Confirm"),
    "saved": ("已保存", "Saved"),
    "saving": ("正在保存 {n} 项…", "Saving {n}…"),
    "asking": ("{n} 项未保存，等你选择", "{n} not saved, waiting for your choice"),
    "unsaved": ("{n} 项未保存，正在重试", "{n} not saved, trying again"),
    "failed": ("没有保存：", "Not saved: "),
    "offline": ("连不上服务器，请稍后再试", "the server cannot be reached, try again in a moment"),
    "not_opened": ("连不上服务器，没有打开：", "The server cannot be reached, not opened: "),
    "this_place": ("这一处", "this place"),
    "conflict.said": (
        "{who} 刚改过“{place}”，请再看一次",
        "{place} was changed meanwhile by {who}; look again",
    ),
    "adjudication.keys": (
        "按键：1、2 … 采用一方，= 填第三个值，↓ ↑ 换一处，u 撤销上一个。",
        "Keys: 1, 2 … take a side, = another value, ↓ ↑ move, u undoes the last one.",
    ),
    "side.became": ("（{word}）", "({word})"),
    "adjudication.third": ("都不对，应为", "Neither: it is"),
    "adjudication.whole": ("打开原文，可改所有字段", "Open the document: every field can be set there"),
    "adjudication.undo": ("撤销上一个裁定", "Undo the last settlement"),
    "queue.unread": (
        "未读成的文件（{n}），不在上面的进度之内",
        "Files that were not read ({n}), not in the progress above",
    ),
    "no_place": (
        "这份报告里没有链接所指的地方，它可能已被改过或删去。",
        "The place that the link names is not in this report; it may have been changed or removed.",
    ),
    "no_number": ("不是数字，请改正：", "No number, please correct: "),
    "no_reason": ("请先选一个理由", "Choose a reason first"),
    "left_over": (
        "本浏览器里还有 {n} 个决定没有保存，登录并打开该文件后会送出",
        "{n} decisions in this browser are not saved yet: log in and open the document to send them",
    ),
    "left_over.open": ("打开", "Open"),
    "conflict.title": ("别人刚改过这个值", "Somebody else has just changed this value"),
    "conflict.lead": (
        "两边都没有丢。看看对方的决定，再选一个。",
        "Nothing is lost. Look at the other decision and choose.",
    ),
    "conflict.theirs": ("保留对方的", "Keep theirs"),
    "conflict.mine": ("用我的", "Use mine"),
    "theirs": ("对方", "Theirs"),
    "mine": ("我的", "Mine"),
    "disagreement": (
        "重新提取后，机器读作 {machine}；{author} 定的是 {human}。",
        "Extracted again, the machine reads {machine}; {author} said {human}.",
    ),
    "unread": (
        "原文中的这个数字没有归入任何事实。",
        "No fact uses this number of the document.",
    ),
    "unread.name": ("未用到的数字", "Unread number"),
    "finding.name": ("检查结果", "Finding"),
    "model_only": ("只有模型找到这条，规则没有。", "Only the model found this, the rules did not."),
    "flagged_why": ("已请人复核。", "Flagged for a colleague to look at."),
    "basis.proved": ("已验证", "proved"),
    "basis.printed": ("照印", "printed"),
    "basis.inferred": ("推得", "inferred"),
    "basis.repaired": ("修复", "repaired"),
    "basis.conflict": ("矛盾", "conflict"),
    "basis.ambiguous": ("多解", "ambiguous"),
    "basis.blank": ("空白", "blank"),
    "basis.rule": ("规则", "rule"),
    "basis.model": ("模型", "model"),
    "basis.learned": ("第二读者", "second reader"),
    "basis.both": ("两者一致", "two readers agree"),
    "basis.human": ("人工", "human"),
    "basis.not_stated": ("未说明", "not stated"),
    "action.accept": ("接受", "accepted"),
    "action.set": ("改为", "set to"),
    "action.not_stated": ("标为未说明", "marked not stated"),
    "action.ground": ("改出处", "re-grounded"),
    "action.rewrite": ("增删事实", "rewrote the facts"),
    "action.flag": ("请人复核", "flagged"),
    "action.undo": ("撤销", "undid"),
    "action.adjudicate": ("裁定", "adjudicated"),
    "value": ("值", "Value"),
    "unit": ("单位", "Unit"),
    "label": ("所计事物", "Counted thing"),
    "topic": ("主题", "Topic"),
    "approximate": ("约数", "approximate"),
    "scope": ("范围", "Scope"),
    "period": ("期间", "Period"),
    "kind": ("类型", "Kind"),
    "name": ("名称", "Name"),
    "start_date": ("开始日期", "From"),
    "end_date": ("结束日期", "To"),
    "date_text": ("原文日期", "Date as printed"),
    "participants": ("人数", "People"),
    "participants_approximate": ("人数为约数", "number of people approximate"),
    "place": ("地点", "Place"),
    "addresses": ("对应的问题", "Addresses problems"),
    "words": ("原文词句", "Words"),
    **{f"option.{topic.key}": (topic.zh, topic.en) for topic in topic_table()},
    "option.year": ("本年", "this year"),
    "option.cumulative": ("累计", "cumulative"),
    "option.training": ("培训", "training"),
    "option.study_visit": ("考察学习", "study visit"),
    "option.mobilisation": ("动员部署", "mobilisation"),
    "option.meeting": ("会议", "meeting"),
    "login": ("登录", "Log in"),
    "logout": ("退出", "Log out"),
    "login.name": ("用户名", "Name"),
    "login.password": ("密码", "Password"),
    "login.wrong": ("用户名或密码不对。", "Name or password is wrong."),
    "login.slow": ("失败次数太多，请五分钟后再试。", "Too many failures. Try again in five minutes."),
    "login.busy": ("登录的人太多，请稍候再试。", "Too many log-ins at this moment. Try again shortly."),
    "login.token": (
        "请用终端里打印的地址打开（一次有效）。",
        "Open the address printed in the terminal; it works once.",
    ),
    "users": ("用户", "Users"),
    "role": ("角色", "Role"),
    "role.reader": ("只读", "reader"),
    "role.reviewer": ("校对", "reviewer"),
    "role.adjudicator": ("裁定", "adjudicator"),
    "role.admin": ("管理", "admin"),
    "audit": ("审计记录", "Audit log"),
    "adjudication": ("裁定", "Adjudication"),
    "adjudication.lead": (
        "两位标注者意见不同的地方。选一个，即为最终结果。",
        "Where two annotators differ. What you choose counts.",
    ),
    "adjudication.none": ("没有分歧。", "There is no difference."),
    "agreement": ("一致性", "Agreement"),
    "agreement.both": ("双方都决定的", "Decided by both"),
    "agreement.same": ("一致", "Same"),
    "agreement.share": ("一致率", "Share"),
    "take": ("采用", "Take"),
    "theme": ("明暗", "Light or dark"),
    "theme.auto": ("跟随系统", "system"),
    "theme.light": ("浅色", "light"),
    "theme.dark": ("深色", "dark"),
    "language": ("语言", "Language"),
    "to_main": ("跳到校对区", "Skip to the decision"),
    "close": ("关闭", "Close"),
    "apply": ("应用", "Apply"),
    "read_only": ("只读：您不能修改。", "Read only: you cannot change values."),
    "no_script": (
        "浏览器未启用脚本：可以阅读，不能校对。",
        "Scripts are off in this browser: you can read but not correct.",
    ),
    "error": ("出错了", "Something went wrong"),
    "back": ("回到待办", "Back to the queue"),
    "key.enter": ("接受（或保存输入的值），到下一处", "accept (or save what you typed), go on to the next"),
    "key.choose": ("选用第几个其他读法", "choose among the other readings"),
    "key.digits": (
        "输入另一个值；有其他读法时先按 =",
        "type another value; press = first where 1, 2, 3 choose",
    ),
    "key.0": ("印的是 0", "a zero is printed"),
    "key.b": ("印的是空白", "nothing is printed"),
    "key.d": ("印的是横线、斜线或“无”", "a dash, a slash or 无 is printed"),
    "key.n": ("原文没有说明", "the document does not say"),
    "key.f": ("请第二个人看", "ask a second reader"),
    "key.u": ("撤销上一步", "undo the last decision"),
    "key.s": ("跳过，到下一处", "skip to the next"),
    "key.g": ("选中的文字作为出处", "the selected words are the evidence"),
    "key.p": ("原文与版面切换", "switch between text and page"),
    "page": ("版面", "Page"),
    "page.alt": ("按字块位置重绘的页面，出处已框出", "The page drawn from its words; the evidence is framed"),
    "key.arrows": ("在表格中移动", "move in the table"),
    "key.help": ("显示按键", "show the keys"),
    "doc_done": ("这份报告没有存疑的数值了。", "Nothing in this report is in doubt any more."),
    "next_doc": ("下一份", "Next report"),
    "blind": ("独立标注：看不到他人的决定", "Blind annotation: you do not see others' decisions"),
    "original": ("印在哪里", "Where it is printed"),
    "not_in_text": ("没有出处", "no evidence"),
    "scroll": ("可左右滚动", "scrolls sideways"),
}


def say(language: Language, key: str, **values: object) -> str:
    """The text of ``key``; KeyError where there is none, so that a test finds it."""
    text = TEXTS[key][0 if language == "zh" else 1]
    return text.format(**values) if values else text


def message_in(language: Language, message: str) -> str:
    """The half of a finding's message in this language; checks write ``Chinese / English``."""
    chinese, _, english = message.partition(" / ")
    if not english:  # written in one language alone: nothing in it is a key to translate
        return message
    return english if language == "en" else _CODE.sub(_in_chinese, chinese)


def reason_in(language: Language, reason: str) -> str:
    """Why a file was not read, in this language."""
    return reason_in_chinese(reason) if language == "zh" else message_in(language, reason)


_CODE = re.compile(r"(?<![A-Za-z0-9_/])[a-z]+(?:_[a-z]+)*(?![A-Za-z0-9_/]|\.[A-Za-z0-9])")


def _in_chinese(code: re.Match[str]) -> str:
    """The Chinese word of a key (topic, period, kind) that a message names, else the key."""
    known = TEXTS.get(f"option.{code[0]}")
    return known[0] if known else code[0]


def language_of(cookie: str | None, accepts: str) -> Language:
    """The language of a request: what was chosen, else what the browser prefers, else Chinese."""
    if cookie in ("zh", "en"):
        return "zh" if cookie == "zh" else "en"
    ranked = []
    for position, part in enumerate(accepts.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or 1), position, tag[:2].lower()))
        except ValueError:
            continue
    for _, _, tag in sorted(ranked):
        if tag in ("zh", "en"):
            return "zh" if tag == "zh" else "en"
    return "zh" if not accepts.strip() else "en"
