import pytest
from report_builder import applications, balanced, disputes, proactive, report, row

from extractor.records import CellBasis, CountPeriod, Severity
from extractor.validate import check_report


def findings(check, overview="", **options):
    made, text = report(overview, **options)
    return [each for each in check_report(made, text) if each.check == check]


RECEIVED = "prose.applications.received"
ANSWERED = "prose.applications.answered"


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("2021年共⟦收到政府信息公开申请41件⟧。", id="no subject"),
        pytest.param("2021年，全县⟦受理政府信息公开申请41件⟧。", id="全县 of a government"),
        pytest.param("全年共收到⟦41件政府信息公开申请⟧。", id="number first"),
        pytest.param("2021年，青禾县共⟦受理依申请公开41件⟧，内容涉及土地。", id="place name"),
        pytest.param("我县共⟦收到政 府信\n息公开申请41件⟧。", id="broken words"),
        pytest.param("我县共⟦受理政府信息公开申请41件⟧，均已答复⾃然⼈。", id="radicals"),
        pytest.param("我县共⟦收到政府信息公开申请41件⟧。", id="我县"),
        pytest.param("我县共⟦收到政府信息公开申请四十一件⟧。", id="in characters"),
        pytest.param("我县共⟦收到政府信息公开申请肆拾壹件⟧。", id="as on cheques"),
        pytest.param("我县共⟦收到政府信息公开申请４１件⟧。", id="full width"),
    ],
)
def test_received_is_reported_when_whole_body_differs(prose):
    found = findings(RECEIVED, prose)
    assert [(each.left, each.right, each.where[0]) for each in found] == [(41, 40, "/narrative/counts/0")]
    assert found[0].where[1] == "/tables/applications/new/total"
    assert found[0].evidence[0].quote in prose


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("2021年共⟦收到政府信息公开申请40件⟧。", id="agrees"),
        pytest.param("政府组成部门共⟦受理政府信息公开申请41件⟧。", id="departments"),
        pytest.param("2021年县政府办公室⟦受理政府信息公开申请5件⟧。", id="the office"),
        pytest.param("2021年青禾县人民政府⟦受理政府信息公开申请5件⟧。", id="government or its office"),
        pytest.param("县本级⟦受理政府信息公开申请5件⟧。", id="本级"),
        pytest.param("其中，⟦收到网络申请5件⟧。", id="channel"),
        pytest.param("通过信函⟦收到政府信息公开申请5件⟧。", id="channel before"),
        pytest.param("自条例施行以来，累计⟦收到政府信息公开申请500件⟧。", id="cumulative"),
        pytest.param("2020年共⟦收到政府信息公开申请41件⟧。", id="another year"),
        pytest.param("去年⟦收到政府信息公开申请41件⟧。", id="last year"),
        pytest.param("共⟦收到政府信息公开申请40余件⟧。", id="approximate"),
        pytest.param("共⟦收到政府信息公开申请四十件⟧。", id="agrees in characters"),
        pytest.param("共⟦收到政府信息公开申请一百件⟧。", id="a round number in characters"),
        pytest.param("通过政务网和信函，共⟦收到政府信息公开申请41件⟧。", id="channels a clause before"),
        pytest.param("共⟦收到并答复政府信息公开申请38件⟧。", id="received and answered"),
        pytest.param("共⟦收到建议提案41件⟧。", id="other things"),
        pytest.param("全年⟦受理申请300件⟧。", id="applications for who knows what"),
        pytest.param("共收到政府信息公开申请，其中⟦当面申请41件⟧。", id="part"),
        pytest.param("各镇、各部门分别⟦收到政府信息公开申请41件⟧。", id="each of several"),
        pytest.param(
            "1.本级情况。县政府层面工作扎实。共⟦收到政府信息公开申请5件⟧。",
            id="scope named a sentence before",
        ),
        pytest.param(
            "全县共⟦收到政府信息公开申请90件⟧，县政府⟦收到政府信息公开申请40件⟧。", id="another agrees"
        ),
    ],
)
def test_received_is_silent_when_scopes_may_differ(prose):
    assert not findings(RECEIVED, prose)


@pytest.mark.parametrize(
    ("issuer", "prose", "fires"),
    [
        pytest.param("青禾县水利局", "我局共⟦收到政府信息公开申请41件⟧。", True, id="我局"),
        pytest.param("青禾县水利局", "青禾县水利局共⟦收到政府信息公开申请41件⟧。", True, id="own name"),
        pytest.param("青禾县水利局", "全县共⟦收到政府信息公开申请41件⟧。", False, id="wider than a bureau"),
        pytest.param(
            "青禾县人民政府办公室", "县政府办公室⟦收到政府信息公开申请41件⟧。", False, id="abridged"
        ),
        pytest.param("青禾县柳溪镇人民政府", "柳溪镇共⟦收到政府信息公开申请41件⟧。", True, id="township"),
        pytest.param("青禾县⼈⺠政府", "全县共⟦收到政府信息公开申请41件⟧。", True, id="radicals in the name"),
        pytest.param("青禾县", "全县共⟦收到政府信息公开申请41件⟧。", True, id="a county by its bare name"),
        pytest.param("青禾县城北街道办事处", "城北街道共⟦收到政府信息公开申请41件⟧。", True, id="street"),
    ],
)
def test_received_knows_the_issuer_when_named(issuer, prose, fires):
    assert bool(findings(RECEIVED, prose, issuer=issuer)) is fires


def test_received_is_a_note_when_all_below_are_counted():
    severities = [
        findings(RECEIVED, f"{whose}共⟦受理政府信息公开申请41件⟧。")[0].severity for whose in ("", "全县")
    ]
    assert severities == [Severity.WARNING, Severity.INFO]


def test_received_is_silent_when_count_is_cumulative():
    prose = "全县⟦收到政府信息公开申请41件⟧。"
    assert not findings(RECEIVED, prose, period=CountPeriod.CUMULATIVE)


def test_received_accepts_number_with_those_carried_in():
    table = balanced(new=38, carried_in=2, granted=40)
    assert not findings(RECEIVED, "共⟦收到政府信息公开申请40件⟧。", applications=table)


@pytest.mark.parametrize(
    ("number", "fires"),
    [
        pytest.param(40, False, id="those finished"),
        pytest.param(43, False, id="those received"),
        pytest.param(45, False, id="those received and those carried in"),
        pytest.param(41, True, id="between"),
        pytest.param(2, True, id="those carried in alone"),
    ],
)
def test_answered_may_be_finished_received_or_received_and_carried_in(number, fires):
    table = balanced(new=43, carried_in=2, granted=40, carried_out=5)
    assert bool(findings(ANSWERED, f"共⟦答复政府信息公开申请{number}件⟧。", applications=table)) is fires


@pytest.mark.parametrize(
    ("prose", "fires"),
    [
        pytest.param("共⟦答复政府信息公开申请44件⟧，⟦按时办结44件⟧。", True, id="more than there were"),
        pytest.param("共⟦收到并答复政府信息公开申请44件⟧。", True, id="received and answered"),
        pytest.param("共⟦答复政府信息公开申请40件⟧。", False, id="agrees"),
        pytest.param("共⟦答复代表建议44件⟧。", False, id="proposals"),
        pytest.param("未⟦答复政府信息公开申请4件⟧。", False, id="not answered"),
        pytest.param("各部门⟦答复政府信息公开申请44件⟧。", False, id="departments"),
    ],
)
def test_answered_is_compared_when_scopes_agree(prose, fires):
    assert bool(findings(ANSWERED, prose)) is fires


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("granted", "予以公开"),
        ("partial", "部分公开"),
        ("denied", "不予公开"),
        ("unable", "无法提供"),
        ("refused", "不予处理"),
    ],
)
def test_outcome_is_reported_when_it_differs_after_an_agreeing_total(group, words):
    table = balanced(
        new=40,
        granted=20,
        partial=5,
        denied_law=5,
        unable_not_held=5,
        refused_duplicate=3,
        refused_petition=2,
    )
    check = f"prose.applications.{group}"
    prose = f"全年⟦收到政府信息公开申请40件⟧，其中⟦{words}9件⟧。"
    found = findings(check, prose, applications=table)
    assert [each.left for each in found] == [9]
    right = {"granted": 20}.get(group, 5)
    assert found[0].right == right
    assert not findings(check, prose.replace("9件", f"{right}件"), applications=table)


@pytest.mark.parametrize(
    "prose",
    [
        pytest.param("全年⟦收到政府信息公开申请41件⟧，其中⟦予以公开9件⟧。", id="total differs itself"),
        pytest.param("各部门⟦收到政府信息公开申请40件⟧，其中⟦予以公开9件⟧。", id="another body"),
        pytest.param("⟦收到政府信息公开申请40件⟧，其中⟦网络申请20件⟧，⟦予以公开9件⟧。", id="part of a part"),
        pytest.param("⟦予以公开9件⟧。", id="no total"),
        pytest.param(
            "⟦收到政府信息公开申请40件⟧，属于主动公开范围，⟦主动予以公开9件⟧。", id="published on its own"
        ),
    ],
)
def test_outcome_is_silent_when_scope_is_not_shown(prose):
    assert not findings("prose.applications.granted", prose)


def test_prose_is_silent_when_the_text_is_not_at_hand():
    made, _ = report("共⟦收到政府信息公开申请41件⟧。")
    assert check_report(made, None) == ()


@pytest.mark.parametrize(
    ("prose", "fires"),
    [
        pytest.param("全年⟦制发规范性文件9件⟧。", True, id="differs"),
        pytest.param("全年⟦制发规范性文件7件⟧。", False, id="agrees"),
        pytest.param("县政府办公室⟦印发规范性文件2件⟧。", False, id="the office"),
        pytest.param("⟦公开规范性文件9件⟧。", False, id="published, not issued"),
    ],
)
def test_documents_are_compared_when_issued_by_the_body(prose, fires):
    filled = proactive({"normative_documents": (7, 23, 26)})
    assert bool(findings("prose.documents.issued", prose, proactive=filled)) is fires


CASES = disputes(reconsideration=(1, 0, 0, 0, 1), direct=(0, 0, 2, 0, 2), after=(1, 0, 0, 0, 1))


@pytest.mark.parametrize(
    ("check", "prose", "fires"),
    [
        ("reconsideration", "因政府信息公开⟦被申请行政复议9件⟧。", True),
        ("reconsideration", "因政府信息公开⟦被申请行政复议1件⟧。", False),
        ("reconsideration", "无因政府信息公开被申请行政复议；因政府信息公开⟦被提起行政诉讼9件⟧。", False),
        ("reconsideration", "全县⟦办理行政复议案件300件⟧。", False),
        ("reconsideration", "各部门因政府信息公开⟦被申请行政复议9件⟧。", False),
        ("litigation", "因政府信息公开⟦被提起行政诉讼9件⟧。", True),
        ("litigation", "因政府信息公开⟦被提起行政诉讼3件⟧。", False),
        ("litigation", "因政府信息公开被申请行政复议、⟦提起行政诉讼9件⟧。", False),
        ("litigation", "因政府信息公开⟦被提起行政诉讼2件⟧。", False),
    ],
)
def test_cases_are_a_note_when_prose_and_table_differ(check, prose, fires):
    found = findings(f"prose.disputes.{check}", prose, disputes=CASES)
    assert bool(found) is fires
    assert all(each.severity is Severity.INFO for each in found)


@pytest.mark.parametrize(
    ("prose", "right"),
    [
        pytest.param("全年未发生因政府信息公开被申请行政复议的情况。", 1, id="reconsideration only"),
        pytest.param("全年未发生因政府信息公开被行政复议、提起行政诉讼情况。", 4, id="both"),
        pytest.param("各部门未发生因政府信息公开被申请行政复议的情况。", None, id="departments"),
        pytest.param("未发生行政复议被纠错的情况。", None, id="lost cases"),
        pytest.param("无正当理由的申请不予处理，行政复议按规定办理。", None, id="other words"),
    ],
)
def test_claim_of_no_cases_is_reported_when_table_counts_some(prose, right):
    found = findings("claim.no_disputes", prose, disputes=CASES)
    assert [each.right for each in found] == ([] if right is None else [right])
    assert not findings("claim.no_disputes", prose)


@pytest.mark.parametrize(
    ("prose", "fires"),
    [
        pytest.param("2021年共收到政府信息公开申请40件，均已办结。", True, id="均已办结"),
        pytest.param("政府信息公开申请全部按时办结。", True, id="全部办结"),
        pytest.param("政府信息公开申请办结率100%。", True, id="rate"),
        pytest.param("做好依申请公开。全年收到申请13件，已全部办结。", True, id="收到申请"),
        pytest.param("行政审批大厅受理申请300件，均已办结。", False, id="applications for permits"),
        pytest.param("收到政府信息公开申请40件，除1件结转外均已办结。", False, id="an exception"),
        pytest.param("政府信息公开申请按时办结率100%。", False, id="rate of those in time"),
        pytest.param("各部门受理政府信息公开申请41件，均已办结。", False, id="departments"),
        pytest.param("所受理的信息公开申请已全部答复。", True, id="全部答复"),
        pytest.param("政府信息公开申请答复率为100%。", True, id="rate of answers"),
        pytest.param("申请公开事项全部在年内处理完成。", True, id="within the year"),
        pytest.param("本年度依申请公开无遗留件。", True, id="nothing left"),
        pytest.param("将确保政府信息公开申请全部办结。", False, id="what is meant to be"),
        pytest.param("政协提案全部办结。", False, id="proposals"),
        pytest.param("申请公开的建议提案均已办结。", False, id="proposals that were asked for"),
    ],
)
def test_claim_of_completion_is_reported_when_some_are_carried_out(prose, fires):
    carried = balanced(new=40, granted=39, carried_out=1)
    assert bool(findings("claim.all_finished", prose, applications=carried)) is fires
    assert not findings("claim.all_finished", prose)


@pytest.mark.parametrize(
    ("overview", "other", "fires"),
    [
        pytest.param(
            "⟦收取政府信息公开信息处理费320元⟧。",
            "2021年未收取政府信息公开信息处理费。",
            True,
            id="none, some",
        ),
        pytest.param("⟦收取信息处理费320元⟧。", "⟦收取信息处理费0.03万元⟧。", True, id="two amounts"),
        pytest.param(
            "⟦收取信息处理费320元⟧。", "⟦收取信息处理费0.032万元⟧。", False, id="same in another unit"
        ),
        pytest.param("⟦收取信息处理费0元⟧。", "2021年未收取信息处理费。", False, id="zero"),
        pytest.param("⟦收取信息处理费320元⟧。", "2020年未收取信息处理费。", False, id="another year"),
        pytest.param("⟦收取停车费320元⟧。", "2021年未收取信息处理费。", False, id="another fee"),
    ],
)
def test_fees_are_reported_when_statements_contradict(overview, other, fires):
    assert bool(findings("fees.section_six", overview, other=other)) is fires


def test_doubtful_cell_is_not_compared():
    filled = applications({"new": row(40), "granted": row(40), "processed": row(40)})
    total = filled["new"]["total"].model_copy(update={"basis": CellBasis.CONFLICT})
    filled["new"] = filled["new"] | {"total": total}
    assert not findings(RECEIVED, "共⟦收到政府信息公开申请41件⟧。", applications=filled)


CLAIMS = (
    "所有申请均已按要求办理完成",
    "全部在法定期限内答复完毕",
    "均依法予以办结",
    "办结率为100%",
    "无结转",
    "全部按时办理完结",
)


@pytest.mark.parametrize("claim", CLAIMS)
def test_claim_that_all_is_finished_is_known_in_these_words(claim: str):
    table = balanced(new=34, granted=33, carried_out=1)
    overview = f"全年收到政府信息公开申请34件，{claim}。"
    (finding,) = findings("claim.all_finished", overview=overview, applications=table)
    assert finding.where == ("/tables/applications/carried_out/total",)


@pytest.mark.parametrize(
    ("overview", "other", "fires"),
    [
        ("全部申请件均于规定时限内办理完结，没有积压。", "", "claim.all_finished"),
        ("上述申请均已答复完毕，零结转。", "", "claim.all_finished"),
        ("各项信息公开申请均如期全部办理完成。", "", "claim.all_finished"),
        ("依申请公开件全部答复，无结转下一年度件。", "", "claim.all_finished"),
        ("", "本年收到的申请已悉数办结。", "claim.all_finished"),
        ("本年受理的申请已经答复，没有结转至次年的。", "", "claim.all_finished"),
        ("对公众提出的申请，均依规妥善处置。", "", "claim.finished_unclear"),
        ("申请件件有回复。", "", "claim.finished_unclear"),
        ("全年公开申请件件按期办结。", "", "claim.all_finished"),
        ("收到的公开申请全部依法依规作出答复。", "", "claim.all_finished"),
        ("政府信息公开的申请均在规定时限内办理答复。", "", "claim.all_finished"),
        ("收到政府信息公开申请40件。已全部依法按时答复。", "", "claim.all_finished"),
        ("无一件逾期,至年底悉数办结。收到政府信息公开申请40件。", "", "claim.all_finished"),
        ("收到政府信息公开申请40件。以上问题均已办结。", "", None),
        ("收到政府信息公开申请40件。三是建议均已按时答复。", "", None),
        ("公开信息40条。已全部按时办结。", "", None),
        ("到期的依申请公开件均已按时答复。", "", None),
        ("应于年内答复的公开申请均已答复。", "", None),
        ("本年办结的公开申请40件均依法答复。", "", None),
        ("依申请公开件均由专人登记办理。", "", None),
        ("对不予公开的申请均说明理由后答复。", "", None),
        ("当面收到的公开申请均当场答复。", "", None),
        ("最低生活保障、住房申请均已办结。", "", None),
        ("受理补贴申请80件，均妥善处理。", "", None),
        ("申请人均可到现场办理。", "", None),
        ("政府信息公开申请均已登记，尚有1件在办。", "", None),
        ("下一步确保申请件件有回复。", "", None),
    ],
)
def test_words_on_finishing_are_a_claim_or_a_question(overview, other, fires):
    table = balanced(new=40, granted=39, carried_out=1)
    both = ("claim.all_finished", "claim.finished_unclear")
    found = [check for check in both if findings(check, overview, other=other, applications=table)]
    assert found == ([fires] if fires else [])
    assert not any(findings(check, overview, other=other) for check in both)


YEARS_OF_WORK = {
    "inside the first words": ("一年来，本单位2022年度通过门户网站主动公开信息320条。", True),
    "behind other sentences": ("工作平稳。2022年，我县收到政府信息公开申请3件。", True),
    "in a list": ("一是2022年组织培训2次。", True),
    "a comparison": ("2022年公开信息300条，2023年公开320条。", False),
    "since": ("2022年以来公开信息320条。", False),
    "a plan": ("2024年，将公开更多信息。", False),
    "last year's problems": ("2022年信息公开存在的问题已整改。", False),
    "its own year": ("2023年，我县公开信息320条。", False),
}


@pytest.mark.parametrize(("sentence", "fires"), YEARS_OF_WORK.values(), ids=YEARS_OF_WORK)
def test_sentence_of_another_year_is_reported(sentence: str, fires: bool):
    assert bool(findings("year.mismatch", overview=sentence, year=2023)) is fires
