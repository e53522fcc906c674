"""Words of the blind audit in Chinese and English."""

from collections.abc import Mapping

AUDIT_TEXTS: Mapping[str, tuple[str, str]] = {
    "blind_audit": ("抽样核查", "Audit"),
    "audit.title": ("盲审：只看原文，不看机读结果", "Blind audit: the document only, not what was read"),
    "audit.lead": (
        "样本在任何人查看之前已经抽定并存库；顺序随机，不能挑选，也不能跳过。看不清就选“无法判断”，计为不利。",
        "The sample was drawn and stored before anybody looked. The order is random; nothing can be chosen "
        "or skipped. What cannot be told counts against the data set.",
    ),
    "audit.none": (
        "还没有抽样方案。请先运行 extractor certify plan。",
        "There is no plan yet. Run extractor certify plan first.",
    ),
    "audit.done": ("没有您要核查的项目了。", "There is nothing left for you to check."),
    "audit.done.lead": (
        "生成证书：extractor certify report",
        "Make the certificate: extractor certify report",
    ),
    "audit.progress": ("已定 {done}/{all}，您核查了 {mine} 项", "{done} of {all} settled, {mine} by you"),
    "audit.upper": ("目前上限 {upper}", "bound so far {upper}"),
    "audit.again": (
        "与另一读法不同。请再看一遍原文，再答一次（仍不显示机读结果）。",
        "This differs from another reading. Look again and answer once more (what was read is still hidden).",
    ),
    "audit.shown": (
        "两次都与机读不同，计为不利；核查者意见一致、能更正的，数据随即更正：",
        "Both readings differ from what was read: it counts against. What the readers needed agree on and "
        "can be put right is put right:",
    ),
    "audit.shown.open": (
        "与机读不同；两次读数不一致或已看过机读结果，计为不利，数据不改：",
        "Differs from what was read. Your readings differ from each other or came after it was shown: it "
        "counts against, the data stay:",
    ),
    "audit.mine": ("您的读法", "You read"),
    "audit.machine": ("机读", "Was read as"),
    "audit.same": ("意思相同", "Says the same"),
    "audit.next": ("下一项", "Next"),
    "audit.answer": ("答案", "Answer"),
    "audit.submit": ("确定", "Answer"),
    "audit.blank": ("此处没有印", "Nothing is printed"),
    "audit.absent": ("原文没有说", "The document does not say"),
    "audit.cannot": ("无法判断", "Cannot tell"),
    "audit.undo": ("撤回上一项", "Take back the last one"),
    "audit.plan": ("方案", "Plan"),
    "audit.document": ("文件", "Document"),
    "audit.refused": ("未能记录", "Not recorded"),
    "audit.ask.cell": (
        "这一格印的是什么数？（单位与表头不同的换算成括号里的单位）",
        "Which number does this cell print? (in the unit in brackets)",
    ),
    "audit.ask.header": (
        "这份报告的这一项是什么？按原文填写。",
        "What does the report say here? As printed.",
    ),
    "audit.ask.day": (
        "是哪一天？例 2021-01-31。活动有几天的，填第一天。",
        "Which day? As 2021-01-31. Of several days of an event the first.",
    ),
    "audit.ask.number": ("标出的文字里，数字是多少？", "Which number do the marked words state?"),
    "audit.ask.people": ("多少人参加？", "How many people took part?"),
    "audit.ask.topic": ("标出的数字说的是什么？", "What is the marked number about?"),
    "audit.ask.period": ("标出的数字是哪段时间的？", "Which span of time does the marked number cover?"),
    "audit.ask.role": ("标出的文字是什么？", "What are the marked words?"),
    "audit.ask.kind": ("标出的是哪类活动？", "Which kind of event is marked?"),
    "audit.ask.digits": (
        "标出的数字没有进入数据。它说了政府信息公开工作的数量吗？",
        "The marked digits are not in the data. Do they say how much disclosure work there was?",
    ),
    "audit.ask.sentence": (
        "标出的语句没有进入数据。其中有没有应当收入的事实？",
        "The marked sentence is not in the data. Does it state a fact that should be?",
    ),
    "audit.kind.number": ("正文数字", "Number in the prose"),
    "audit.kind.people": ("参加人数", "Participants"),
    "audit.kind.topic": ("数字的主题", "Topic of a number"),
    "audit.kind.period": ("数字的期间", "Period of a number"),
    "audit.kind.role": ("语句", "Statement"),
    "audit.kind.kind": ("活动", "Event"),
    "audit.kind.day": ("活动日期", "Day of an event"),
    "audit.kind.digits": ("未被采用的数字", "Digits that no fact uses"),
    "audit.kind.sentence": ("未被采用的语句", "Sentence that no fact uses"),
    "audit.pick.issues": ("存在问题", "A problem that is admitted"),
    "audit.pick.remedies": ("改进措施（今后要做）", "A remedy that is announced"),
    "audit.pick.past_rectifications": ("上年问题整改（已做）", "What was done about last year's problem"),
    "audit.pick.none": ("都不是", "Nothing of the kind"),
    "audit.pick.cut": ("切分有误：不止一项，或只是半项", "Cut wrongly: several, or half of one"),
    "audit.pick.counts": ("工作数量", "A number of disclosure work"),
    "audit.pick.trainings": ("培训", "A training"),
    "audit.pick.events": ("其他活动", "Another event"),
}
