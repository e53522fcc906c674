"""Counts: which numbers are facts, and what each says."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from prose_samples import narrative_of

from extractor.records import Count, CountPeriod, SectionKey, Topic


def counts_of(text: str, year: int = 2022) -> list[Count]:
    return list(narrative_of(text, year=year).counts)


def printed(text: str, year: int = 2022) -> list[str]:
    return [count.evidence.quote for count in counts_of(text, year)]


# Sentence, then the quote that each count must have: the shortest stretch with number, unit and thing.
SPANS = {
    "thing before": ("全年主动公开政府信息278条。", ["主动公开政府信息278条"]),
    "thing after": ("全县30个部门按季度公开进展。", ["30个部门"]),
    "list of shares": (
        "其中城乡规划领域13项，征地补偿领域11项。",
        ["城乡规划领域13项", "征地补偿领域11项"],
    ),
    "parts in brackets": (
        "收到申请29件（信函22件、网络7件）。",
        ["收到申请29件", "信函22件", "网络7件"],
    ),
    "rate after its count": ("承办政协提案196件，办复率100%。", ["政协提案196件", "办复率100%"]),
    "share of a whole": ("已解决的79件，占总数的62.3%。", ["已解决的79件", "占总数的62.3%"]),
    "comparison": ("收到申请45件，较2021年下降12.5%。", ["收到申请45件", "较2021年下降12.5%"]),
    "times in characters": ("召开两次政务公开推进会。", ["两次政务公开推进会"]),
    "printed nought": ("收到行政诉讼0件。", ["行政诉讼0件"]),
    "no thing beside it": ("公开信息50条，累计412条。", ["公开信息50条", "累计412条"]),
    "white space": ("公开各类 信息 1000 余条。", ["公开各类 信息 1000 余条"]),
    "gazette": ("编发政府公报5期，发行1.2万份。", ["政府公报5期", "发行1.2万份"]),
    "title before the number": ("编辑《某县公报》5期。", ["《某县公报》5期"]),
    "fans without unit": ("微信公众号粉丝数达56000。", ["微信公众号粉丝数达56000"]),
    "opposite of a verb": ("不予公开信息10条。", ["不予公开信息10条"]),
    "noun with a verb in it": ("重大建设项目领域26项。", ["重大建设项目领域26项"]),
    "public bodies": ("披露250余家公共企事业单位。", ["250余家公共企事业单位"]),
    "local rules": ("制定6部地方性法规。", ["6部地方性法规"]),
    "money of a request": ("有1件申请收取信息处理费380元。", ["1件申请", "收取信息处理费380元"]),
    "what it rose to": ("同步率由85%提升到100%。", ["同步率由85%", "100%"]),
    "opposite in a clause": (
        "答复38件，因本机关不掌握等原因无法提供的9件。",
        ["答复38件", "无法提供的9件"],
    ),
    "brackets between": ("建成公开专区（点）36个。", ["公开专区（点）36个"]),
    "in characters behind a word": ("发放宣传单两千多份。", ["宣传单两千多份"]),
    "part in characters": ("收到申请五件，其中三件为网络申请。", ["收到申请五件", "三件"]),
    "joined to a verb": ("修改8件、废止和失效45件。", ["修改8件", "失效45件"]),
    "who was engaged": ("聘请法律顾问2名，评出优秀单位20个。", ["法律顾问2名", "优秀单位20个"]),
    "one after the other": ("围绕32项任务逐项抓好。", ["32项任务"]),
    "what was handled": ("人大建议和政协提案办理共计11件。", ["人大建议和政协提案办理共计11件"]),
    "inside a word": ("进行了3次集中培训。", ["3次集中培训"]),
    "shared data": ("全年累计共享数据9亿条。", ["共享数据9亿条"]),
    "what a court did": ("被提起行政诉讼6件，2件法院尚未作出裁决。", ["行政诉讼6件", "2件"]),
    "run of shared prefix": ("建成专区1处，查阅点60处。", ["专区1处", "查阅点60处"]),
}


@pytest.mark.parametrize(("text", "quotes"), SPANS.values(), ids=SPANS)
def test_quote_is_the_shortest_stretch_when_a_number_counts(text: str, quotes: list[str]):
    assert printed(text) == quotes


NOTHING = {
    "list words": "一是加强领导，二是完善制度，进一步提升水平，第一时间发布。",
    "names": "依托“两微一端”，推进“三个融合”，落实“双随机、一公开”，用好12345热线。",
    "documents": "根据国务院令第711号、国办公开办函〔2021〕30号和《条例》第二十条第（五）项。",
    "deadlines": "在20个工作日内答复，24小时在线，12月7日前完成。",
    "requirements": "至少配备一名工作人员，分值不低于4%。",
    "frequency": "每季度召开1次会议，每月公开不少于4条。",
    "contacts": "地址：中心路76号，邮编：450041，电话：0371-68937967。",
    "nothing happened": "未发生行政复议，没有收到申请。",
    "ordinals": "编发第6期，召开第三次会议，位列全市第3名。",
    "structure": "重点做好以下三个方面，抓住5个环节。",
    "indefinite one": "形成一种常态，开展一对一指导，每一个环节，一次办好。",
    "session": "区十七届人大三次会议期间。",
    "ways and slogans": "采用线上线下两种方式，做到“最多跑一次”，推进五位一体，写好三篇文章。",
    "pointing": "做好这三项，对前两名进行通报，各两份。",
    "rounding": "因四舍五入，误差在0.1%以内。",
    "one by one": "坚持一事一议、一件一档，做到一人一策。",
    "what a score is made of": "公开工作的分值由3分提高到5分。",
    "how long it took": "平均办理时间10.3个工作日，一年来坚持三个月一检查。",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_no_count_is_read_when_a_number_says_no_amount(text: str):
    assert printed(text) == []


@example(12345, "篇", False)
@example(12315, "条", True)
@given(st.integers(0, 10**7), st.sampled_from("条件篇份则期"), st.booleans())
def test_value_and_offsets_are_exact_when_a_count_is_planted(number: int, unit: str, approximate: bool):
    planted = f"政策文件{number}{'余' if approximate else ''}{unit}"
    text = f"一年来，工作有序开展。发布{planted}，群众满意。"
    (count,) = counts_of(text)
    assert (count.evidence.start, count.evidence.end) == (
        text.index(planted),
        text.index(planted) + len(planted),
    )
    assert text[count.evidence.start : count.evidence.end] == count.evidence.quote == planted
    assert (count.value, count.unit, count.approximate) == (number, unit, approximate)
    assert (count.label, count.topic) == ("政策文件", Topic.DOCUMENTS)


VALUES = {
    "ten thousands": ("公开信息18万余条。", "180000", "条", True),
    "decimal ten thousands": ("阅读量达128.6万次。", "1286000", "次", False),
    "money": ("收取信息处理费2.5万元。", "2.5", "万元", False),
    "chinese comma in one number": ("公开信息4，532条。", "4532", "条", False),
    "full-width digits": ("公开信息１２８６条。", "1286", "条", False),
    "per cent in characters": ("办结率百分之百。", "100", "%", False),
    "fall with a sign": ("申请数量同比增长-3.2%。", "-3.2", "%", False),
    "thirty and more": ("解答咨询三十余次。", "30", "次", True),
    "two multipliers": ("公开信息3万5千条。", "35000", "条", False),
    "three multipliers": ("网站访问1亿2千万次。", "120000000", "次", False),
    "multipliers and a rest": ("公开信息1万3千500条。", "13500", "条", False),
    "multipliers, more": ("网站访问12万2千余次。", "122000", "次", True),
    "capital numerals": ("推送消息叁佰零陆篇。", "306", "篇", False),
    "old tens": ("公开信息卅五条。", "35", "条", False),
    "money in characters": ("投入经费二十五万元。", "250000", "元", False),
    "people in characters": ("参加培训四十二人。", "42", "人", False),
    "tenths": ("其中原创占近六成。", "60", "%", True),
    "range of people": ("邀请代表列席，每次5至8人。", "8", "人", True),
    "rose to a number without a unit": ("粉丝数涨到38.6万。", "386000", "", False),
    "per cent points": ("满意度提高1.5个百分点。", "1.5", "个百分点", False),
}


@pytest.mark.parametrize(("text", "value", "unit", "approximate"), VALUES.values(), ids=VALUES)
def test_value_is_exact_when_printed_in_this_way(text: str, value: str, unit: str, approximate: bool):
    (count,) = counts_of(text)
    assert (count.value, count.unit, count.approximate) == (Decimal(value), unit, approximate)


BROKEN = [
    "公开信息12 34条。",
    "公开信息1〇0条。",
    "公开信息3万5条。",
    "公开信息10—15条。",
    "公开信息1千2万条。",
]


@pytest.mark.parametrize("text", BROKEN)
def test_no_value_is_guessed_when_a_number_is_broken(text: str):
    assert printed(text) == []


NO_COUNTS = [
    "登陆个人中心查看。",
    "收拾整理资料。",
    "建立一人一档。",
    "推行一元化管理。",
    "一成不变的做法。",
    "大陆部分企业。",
]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_words_that_hold_a_numeral_count_nothing(text: str):
    assert printed(text) == []


TOPICS = {
    Topic.DISCLOSED_ITEMS: "公开政府信息5条",
    Topic.DOCUMENTS: "制发规范性文件5件",
    Topic.INTERPRETATIONS: "发布政策解读5篇",
    Topic.REQUESTS: "受理政府信息公开申请5件",
    Topic.DISPUTES: "行政复议5件",
    Topic.FEES: "收取信息处理费5元",
    Topic.TRAININGS: "举办业务培训5期",
    Topic.PROPOSALS: "办理政协提案5件",
    Topic.MEETINGS: "举办新闻发布会5场",
    Topic.GAZETTE: "编发政府公报5期",
    Topic.PLATFORMS: "关注用户5人",
    Topic.SERVICE_POINTS: "设立政府信息查阅点5个",
    Topic.CATALOGUES: "梳理公共服务事项5项",
    Topic.PARTICIPATION: "收到群众来信5封",
    Topic.OVERSIGHT: "开展专项督查5次",
    Topic.STAFF: "配备专职人员5名",
    Topic.CONSULTATIONS: "接受电话咨询40人次",
    Topic.OTHER: "办理行政许可5件",
}


@pytest.mark.parametrize(("topic", "text"), TOPICS.items(), ids=[topic.value for topic in TOPICS])
def test_topic_follows_the_label_when_it_has_a_keyword(topic: Topic, text: str):
    (count,) = counts_of(text + "。")
    assert count.topic is topic


TOPICS_IN_PASSING = {
    "site that used it": ("公开信息20条，市政府网站采用5条。", [Topic.DISCLOSED_ITEMS] * 2),
    "kind of information": (
        "发布信息20条，其中政务动态类9条、公开目录类5条、教育通知类6条。",
        [Topic.DISCLOSED_ITEMS] * 4,
    ),
    "what the form calls it": ("公开目录信息更新量69条。", [Topic.DISCLOSED_ITEMS]),
    "information of a field": ("试点领域信息公开13条。", [Topic.DISCLOSED_ITEMS]),
    "information of key fields": ("公开重点领域信息13条。", [Topic.DISCLOSED_ITEMS]),
    "items of a column": ("我局专栏公开信息20条，价格收费5条。", [Topic.DISCLOSED_ITEMS] * 2),
    "items in columns": ("目录和专题专栏共88条。", [Topic.DISCLOSED_ITEMS]),
    "what a review kept back": ("退回修改71条，拦截含身份证号的信息13条。", [Topic.OVERSIGHT] * 2),
    "fees only talked about": ("就停车收费开座谈会3场。", [Topic.MEETINGS]),
    "what the public was asked": ("开门纳谏，征集到建议29条。", [Topic.PARTICIPATION]),
    "what a deputy proposes": ("征集代表建议29件。", [Topic.PROPOSALS]),
    "how a dispute ended": ("行政复议案件2件，其中维持1件、驳回申请1件。", [Topic.DISPUTES] * 3),
    "a notice that is published": ("发布疫情通报76期，水质监测周报52期。", [Topic.DISCLOSED_ITEMS] * 2),
    "policies collected": ("梳理惠企政策64份。", [Topic.DOCUMENTS]),
    "people heard": ("听证代表15名。", [Topic.PARTICIPATION]),
    "who watches": ("社会监督员10名开展明察暗访2次。", [Topic.OVERSIGHT] * 2),
    "list of what was published": (
        "发布政策文件3条，工作会议4条，发展规划2条。",
        [Topic.DOCUMENTS, Topic.DISCLOSED_ITEMS, Topic.DISCLOSED_ITEMS],
    ),
    "list without a whole": (
        "主动公开信息，其中公开制度1条，机构职能2条，规划计划3条。",
        [Topic.DOCUMENTS, Topic.DISCLOSED_ITEMS, Topic.DISCLOSED_ITEMS],
    ),
    "information that people follow": ("公开群众关心关注的信息86条。", [Topic.DISCLOSED_ITEMS]),
    "news on a special topic": ("刊播专题新闻稿件60篇。", [Topic.DISCLOSED_ITEMS]),
    "notices as information": ("发布通知公告信息8条。", [Topic.DISCLOSED_ITEMS]),
    "letters of reply": ("出具《信息公开告知书》35份。", [Topic.REQUESTS]),
    "where gazettes lie": (
        "公报赠阅方便，设免费取阅点86个，发行60册。",
        [Topic.SERVICE_POINTS, Topic.GAZETTE],
    ),
    "notices published": ("发布公告、通知等56条。", [Topic.DISCLOSED_ITEMS]),
    "notices": ("发布通知公告20条。", [Topic.DISCLOSED_ITEMS]),
    "account that published": ("“某县发布”微信公众号发布35条。", [Topic.DISCLOSED_ITEMS]),
    "funds published": ("公开信息20条，社区经费12条。", [Topic.DISCLOSED_ITEMS] * 2),
    "not there": ("答复申请9件，因信息不存在的5件。", [Topic.REQUESTS] * 2),
    "who applied": ("自然人占96%，法人和其他组织占4%。", [Topic.REQUESTS] * 2),
    "staff": ("安排4名工作人员负责公开。", [Topic.STAFF]),
    "reports of citizens": ("热线受理群众举报42件，办结率100%。", [Topic.PARTICIPATION] * 2),
    "letters by channel": (
        "网站、微博共办理66件，市长电话35件，某平台24件，回复率100%。",
        [Topic.PARTICIPATION] * 4,
    ),
    "kind of interpretation": (
        "发布图解4条（其中1条视频动画）；发布信息70条。",
        [Topic.INTERPRETATIONS] * 2 + [Topic.DISCLOSED_ITEMS],
    ),
    "meetings": ("召开办公会研究公开工作4次，新闻通气会5次。", [Topic.MEETINGS] * 2),
}


@pytest.mark.parametrize(("text", "topics"), TOPICS_IN_PASSING.values(), ids=TOPICS_IN_PASSING)
def test_topic_is_what_is_counted_when_a_keyword_of_another_stands_by(text: str, topics: list[Topic]):
    assert [count.topic for count in counts_of(text)] == topics


def test_topic_is_that_of_the_whole_when_a_part_says_nothing():
    text = "受理申请9件，其中网站平台7件、当面2件。按时办结9件，办结率100%。"
    assert {count.topic for count in counts_of(text)} == {Topic.REQUESTS}


SCOPES = {
    "own level": ("区本级公开信息10条。", "区本级"),
    "whole county": ("全县共受理申请10件。", "全县"),
    "departments": ("各部门单位受理35件。", "各部门单位"),
    "channel": ("通过微信公众号发布信息10条。", "微信公众号"),
    "channel with a name": ("通过“某县发布”微博发布信息10条。", "“某县发布”微博"),
    "column of disclosure": ("通过县政府网站政务公开专栏公开信息10条。", "县政府网站政务公开专栏"),
    "catalogue of disclosure": ("通过主动公开目录及时公开信息10条。", "主动公开目录"),
    "name that publishes": ("“某区人民政府发布”发布信息10条。", "“某区人民政府发布”"),
    "press office": ("通过县政府新闻办公室举办新闻发布会10次。", None),
    "whose staff": ("举办全区网站管理员培训1期。", "全区"),
    "not the government's": ("非政府网站发布解读占10%。", None),
    "level of a place": ("建成镇办层面的专区6处。", "镇办"),
    "none": ("公开信息10条。", None),
}


@pytest.mark.parametrize(("text", "scope"), SCOPES.values(), ids=SCOPES)
def test_scope_is_named_when_the_clause_names_it(text: str, scope: str | None):
    assert counts_of(text)[0].scope == scope


PERIODS = {
    "this year": ("2022年公开信息10条。", CountPeriod.YEAR),
    "cumulative": ("累计公开信息10条。", CountPeriod.CUMULATIVE),
    "cumulative within the year": ("2022年累计公开信息10条。", CountPeriod.YEAR),
    "stock": ("关注用户10人。", CountPeriod.CUMULATIVE),
    "last year": ("2021年公开信息10条。", CountPeriod.OTHER),
    "what it rose from": ("同步率由85%提升到100%。", CountPeriod.OTHER),
    "against last year": ("比去年提高了20个百分点。", CountPeriod.YEAR),
    "against a named year": ("收到申请较2021年下降12%。", CountPeriod.YEAR),
    "old documents cleaned up": ("清理历年规范性文件13件。", CountPeriod.YEAR),
    "cumulative before brackets": ("累计建成专区（点）36个。", CountPeriod.CUMULATIVE),
    "carried over": ("上年结转10件。", CountPeriod.YEAR),
}


@pytest.mark.parametrize(("text", "period"), PERIODS.values(), ids=PERIODS)
def test_period_is_told_apart_when_the_words_say_so(text: str, period: CountPeriod):
    assert counts_of(text)[0].period is period


def test_values_are_read_when_a_stock_rose_without_units():
    found = counts_of("微信公众号粉丝数由5.6万增至8.2万。")
    assert [(count.value, count.label) for count in found] == [
        (Decimal(56000), "微信公众号粉丝数"),
        (Decimal(82000), "微信公众号粉丝数"),
    ]


def test_number_is_left_out_when_it_belongs_to_a_plan():
    text = "存在问题：培训不足。\n改进措施：2023年将举办培训3期。"
    assert narrative_of(text, SectionKey.PROBLEMS).counts == ()


def test_label_is_in_the_documents_characters_when_they_are_traditional():
    (count,) = counts_of("全年公開規範性文件5件。")
    assert count.label == "規範性文件"
    assert count.topic is Topic.DOCUMENTS


def test_number_without_unit_counts_when_two_things_share_it():
    (count,) = counts_of("总阅读人数和总阅读次数均超过100万，成为重要窗口。")
    assert (count.value, count.approximate) == (1_000_000, True)


def test_sum_of_people_is_of_the_year_when_the_sentence_names_it():
    text = "全年举办培训会2次，累计参训210人次。"
    assert [count.period for count in counts_of(text)] == [CountPeriod.YEAR] * 2


OLD_WORDINGS = {
    "设立了1个专门的信息申请受理点。": "service_points",
    "从事政府信息公开工作的全职人员1人。": "staff",
    "全年依申请公开政府信息支出0元。": "fees",
    "共制作政府信息300条，其中不予公开信息27条。": "disclosed_items",
    "全年收到依申请公开信息4条。": "requests",
}


@pytest.mark.parametrize(("sentence", "topic"), OLD_WORDINGS.items(), ids=OLD_WORDINGS)
def test_topic_is_that_of_what_was_counted_in_old_wordings(sentence: str, topic: str):
    assert narrative_of(sentence).counts[-1].topic.value == topic


_Y, _O, _C = CountPeriod.YEAR, CountPeriod.OTHER, CountPeriod.CUMULATIVE
TIMES = {
    "year set for what follows": ("2021年，我局收到申请18件，答复17件。本年度收到申请22件。", [_O, _O, _Y]),
    "now ends last year": ("上年度主动公开信息400条，眼下已公开信息610条。", [_O, _Y]),
    "current ends it": ("2021年发布信息310条，当前设栏目22个。", [_O, _Y]),
    "side by side in one clause": ("去年受理申请12件、本年度受理申请30件。", [_O, _Y]),
    "parts of last year's": ("去年共公开信息400条，其中网站300条、微信100条。", [_O, _O, _O]),
    "goes on with who came": ("去年举办培训2次，参训60人；今年举办3次，参训90人。", [_O, _O, _Y, _Y]),
    "carried over": ("上年结转申请2件，本年新收11件，结转下年1件。", [_Y, _Y, _Y]),
    "in characters": ("二〇二一年公开信息600条，二〇二二年公开信息720条。", [_O, _Y]),
    "year before last": ("前年收到申请3件，去年5件，今年9件。", [_O, _O, _Y]),
    "sum of earlier years": ("2019年至2021年累计答复申请140件，2022年答复52件。", [_O, _Y]),
    "growth behind last year's": ("公开信息732条，去年同期为698条，同比增长4.9%。", [_Y, _O, _Y]),
    "several years": ("近三年共受理申请66件。", [_O]),
    "papers of a year": ("公开2021年度部门决算56条。", [_Y]),
    "growth": ("与上年相比，公开信息增加120条，申请减少3件。", [_Y, _Y]),
    "until the end, of the year": ("截至12月31日，全年共公开信息812条。", [_Y]),
    "until the end, handled": ("截至年底，全局共办理申请12件。", [_Y]),
    "until the end, a stock": ("截至2022年底，共有公众号2个。", [_C]),
    "until the end of another year": ("截至2021年底，共有公众号2个。", [_O]),
    "over the turn of the year": ("2021年12月至2022年11月，网站发布信息700条。", [_Y]),
}


@pytest.mark.parametrize(("text", "periods"), TIMES.values(), ids=TIMES)
def test_year_goes_on_until_another_is_named(text: str, periods: list[CountPeriod]):
    assert [count.period for count in counts_of(text)] == periods


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("截至12月31日，发布信息2200条。", ["year", "cumulative"]),
        ("去年公开信息400条；答复申请8件。", ["year", "other"]),
    ],
    ids=["sum of years perhaps", "behind a semicolon"],
)
def test_both_periods_are_named_when_the_words_do_not_tell(text: str, says: list[str]):
    assert [witness.says for witness in counts_of(text)[-1].witnesses] == says


WHOSE = {
    "not the own body's": ("全市主动公开信息9000条，本局主动公开信息120条，答复3件。", ["全市", None, None]),
    "not the next body's": (
        "全市公安机关公开信息1.1万条；市局机关公开2300条，办理申请21件。",
        ["全市", "市局机关", None],
    ),
    "goes on over its own": ("全县共公开信息2万条，受理申请30件。", ["全县", "全县"]),
    "system and parts": (
        "全系统公开信息4800条，其中县局机关公开900条，基层分局公开3900条。",
        ["全系统", "县局机关", "基层分局"],
    ),
    "office of a government": (
        "全县各部门公开信息2.3万条。县政府办公开信息1800条。",
        ["全县各部门", "县政府办"],
    ),
}


@pytest.mark.parametrize(("text", "scopes"), WHOSE.values(), ids=WHOSE)
def test_scope_goes_on_until_another_body_is_named(text: str, scopes: list[str | None]):
    assert [count.scope for count in counts_of(text)] == scopes


SHARES = {
    "tenths and hundredths": ("群众满意率九成八。", [("98", False)]),
    "about so many tenths": ("近四成申请人通过网络提交。", [("40", True)]),
    "tenths in digits": ("其中，5成为视频解读。超9成来电当场办结。", [("90", True)]),
    "half a tenth": ("满意率九成半。", [("95", False)]),
    "two of them": ("网上申请占八成，信函占两成。", [("80", False), ("20", False)]),
    "fraction": ("其中四分之一为民生类信息。", [("25", False)]),
    "fraction without an end": ("三分之二的信息首发于网站。", [("66.67", True)]),
    "other words with 成": ("分三批成立专班，形成一成不变的做法，九成员参加。", []),
}


@pytest.mark.parametrize(("text", "shares"), SHARES.values(), ids=SHARES)
def test_share_is_read_as_per_cent_when_told_in_tenths(text: str, shares: list[tuple[str, bool]]):
    found = [count for count in counts_of(text) if count.unit == "%"]
    assert [(str(count.value), count.approximate) for count in found] == shares


NO_FACTS = {
    "plan": ("计划公开信息500条，实际公开信息520条。", ["520"]),
    "plan and what came of it": ("年初计划培训4次、实际完成3次。", ["3"]),
    "strives for": ("力争公开信息达到900条。", []),
    "goal": ("目标是办结率达到100%，实际办结率97%。", ["97"]),
    "to be made sure of": ("确保答复率达到100%，实际答复18件。", ["18"]),
    "hoped for": ("争取年内建成专区3个，目前完工1个。", ["1"]),
    "next": ("下步增设查阅点5处。", []),
    "intends": ("打算增设查阅点5处，准备开通账号2个。", []),
    "by the plan": ("按计划完成检查2次。", ["2"]),
    "plans as papers": ("公开工作计划发布3条，计划总结1条。", ["3", "1"]),
    "what is to be published": ("审查拟公开文件67份。", ["67"]),
}


@pytest.mark.parametrize(("text", "values"), NO_FACTS.values(), ids=NO_FACTS)
def test_number_of_a_plan_is_no_fact(text: str, values: list[str]):
    assert [str(count.value) for count in counts_of(text)] == values


OF_WHAT = {
    "one after the other": ("先后两次召开专题会议研究公开工作。", [("2", "meetings")]),
    "what was done to a site": ("网站巡查52次。", [("52", "oversight")]),
    "visits": ("网站访问52次。", [("52", "platforms")]),
    "new and closed without a comma": ("栏目新增3个撤并2个。", [("3", "platforms"), ("2", "platforms")]),
    "calls": ("全年接听咨询7306通。", [("7306", "consultations")]),
    "parts of accounts": (
        "“两微一端”共推送信息1600条，其中政务微博900条、客户端700条。",
        [("1600", "disclosed_items"), ("900", "disclosed_items"), ("700", "disclosed_items")],
    ),
}


@pytest.mark.parametrize(("text", "counted"), OF_WHAT.values(), ids=OF_WHAT)
def test_topic_is_that_of_what_is_counted(text: str, counted: list[tuple[str, str]]):
    assert [(str(count.value), str(count.topic)) for count in counts_of(text)] == counted


SAID = {
    "channels": (
        "收到申请12件，其中网络申请7件、信函3件、当面2件。",
        [{"stage": "收到"}, {"channel": "网络"}, {"channel": "信函"}, {"channel": "当面"}],
    ),
    "outcomes": (
        "予以公开5件，部分公开2件，不予公开3件。",
        [{"outcome": "予以公开"}, {"outcome": "部分公开"}, {"outcome": "不予公开"}],
    ),
    "reason in brackets": (
        "无法提供1件（本机关不掌握）。",
        [{"outcome": "无法提供", "reason": "本机关不掌握"}],
    ),
    "reasons as parts": (
        "不予公开3件（涉及商业秘密1件、个人隐私2件）。",
        [{"outcome": "不予公开"}, {"reason": "涉及商业秘密"}, {"reason": "个人隐私"}],
    ),
    "applicants": ("自然人申请10件，企业申请2件。", [{"applicant": "自然人"}, {"applicant": "企业"}]),
    "carried over": ("上年结转1件，新收申请12件。", [{"stage": "上年结转"}, {"stage": "新收"}]),
    "courts": (
        "行政复议维持3件，尚未审结1件。",
        [{"outcome": "维持", "proceeding": "行政复议"}, {"stage": "尚未审结"}],
    ),
    "what was brought": (
        "被申请行政复议2件，其中被依法纠错1件；行政诉讼1起。",
        [{"proceeding": "行政复议"}, {"outcome": "被依法纠错"}, {"proceeding": "行政诉讼"}],
    ),
    "full or part time": (
        "配备专职人员1名、兼职人员3名。",
        [{"employment": "专职"}, {"employment": "兼职"}],
    ),
    "letters": (
        "收到申请6件（电邮5件、来函1件）。",
        [{"stage": "收到"}, {"channel": "电邮"}, {"channel": "来函"}],
    ),
    "published before": (
        "收到申请4件，其中已主动公开3件、非政府信息1件。",
        [{"stage": "收到"}, {"outcome": "已主动公开"}, {"reason": "非政府信息"}],
    ),
    "joined channels": (
        "通过门户网站、村口石墙、微信等渠道公开信息40条，网站和微博8条。",
        [{"channel": "门户网站、村口石墙、微信"}, {"channel": "网站和微博"}],
    ),
    "in turn": ("网站、微博分别发布信息30条、20条。", [{"channel": "网站"}, {"channel": "微博"}]),
    "joined outcomes": ("同意公开或部分公开6件。", [{"outcome": "同意公开或部分公开"}]),
    "joined proceedings": ("行政复议、行政诉讼均为0件。", [{"proceeding": "行政复议、行政诉讼"}]),
    "joined behind the number": (
        "收到3件网络、信函申请。",
        [{"stage": "收到", "channel": "网络、信函"}],
    ),
    "behind the number": ("其中12件申请予以公开。", [{"outcome": "予以公开"}]),
    "of another topic": ("走访企业23家。", [{}]),
    "rate": ("答复率100%。", [{}]),
}


@pytest.mark.parametrize(("text", "said"), SAID.values(), ids=SAID)
def test_attributes_are_the_words_beside_the_number(text: str, said: list[dict[str, str]]):
    counts = counts_of(text)
    assert [{str(k): v for k, v in count.attributes.items()} for count in counts] == said
    assert all(words in text for count in counts for words in count.attributes.values())


@pytest.mark.parametrize(
    ("text", "in_doubt"),
    [
        ("累计公开政府信息3482条，其中局机关公开1109条。", True),
        ("累计公开政府信息3482条，其中本年公开1109条。", False),
        ("建站以来累计公开信息3482条，其中文件110件。", False),
    ],
)
def test_sum_with_parts_is_in_doubt_unless_the_words_say_of_what_years(text: str, in_doubt: bool) -> None:
    total = narrative_of(text).counts[0]
    assert any(witness.aspect == "period" for witness in total.witnesses) is in_doubt
