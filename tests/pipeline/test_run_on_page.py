"""A whole page in one line, as its text content comes: sections, tables and coverage together."""

from extractor.ingest import read_text
from extractor.pipeline import extract_document

_ZERO = "0" * 7
PAGE = (
    "青芦区人民政府办公室2022年政府信息公开工作年度报告\n"
    "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。一、总体情况2022年，本办公室公开信息215条，"
    "收到申请31件，均按期答复。公开栏每月更新，政策解读与文件同步发布，申请办理全程留痕，网站内容每周检查。"
    "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000"
    "行政规范性文件102第二十条第（五）项信息内容本年处理决定数量行政许可57第二十条第（六）项信息内容"
    "本年处理决定数量行政处罚12行政强制0第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费0"
    "三、收到和处理政府信息公开申请情况（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    "申请人情况自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
    "一、本年新收政府信息公开申请数量274000031二、上年结转政府信息公开申请数量1000001三、本年度办理结果"
    "（一）予以公开214000025（二）部分公开（区分处理的，只计这一情形，不计其他情形）3000003"
    f"（三）不予公开1.属于国家秘密{_ZERO}2.其他法律行政法规禁止公开{_ZERO}3.危及“三安全一稳定”{_ZERO}"
    f"4.保护第三方合法权益{_ZERO}5.属于三类内部事务信息1000001" + "6.属于四类过程性信息0000000"
    f"7.属于行政执法案卷{_ZERO}8.属于行政查询事项{_ZERO}（四）无法提供1.本机关不掌握相关政府信息2000002"
    f"2.没有现成信息需要另行制作{_ZERO}3.补正后申请内容仍不明确{_ZERO}（五）不予处理1.信访举报投诉类申请{_ZERO}"
    f"2.重复申请{_ZERO}3.要求提供公开出版物{_ZERO}4.无正当理由大量反复申请{_ZERO}"
    f"5.要求行政机关确认或重新出具已获取信息{_ZERO}（六）其他处理"
    f"1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请{_ZERO}"
    f"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请{_ZERO}3.其他{_ZERO}"
    "（七）总计274000031四、结转下年度继续办理1000001四、政府信息公开行政法复议、行政诉讼情况行政复议行政诉讼"
    "结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉结果维持结果纠正其他结果尚未审结总计"
    "结果维持结果纠正其他结果尚未审结总计110021002300000五、存在的主要问题及改进情况一是解读形式单一。"
    "二是公开栏更新慢。下一步，丰富解读形式，按月更新公开栏。六、其他需要报告的事项2022年未收取信息处理费。\n"
)


def test_tables_are_read_and_every_digit_is_explained_when_a_page_is_one_line():
    report = extract_document(read_text(PAGE))
    assert (report.form, report.report_year.value) == ("2021", 2022)
    applications = report.tables.applications or {}
    assert [int(cell.value) for cell in applications["new"].values()] == [27, 4, 0, 0, 0, 0, 31]
    assert [int(cell.value) for cell in applications["granted"].values()] == [21, 4, 0, 0, 0, 0, 25]
    assert [int(cell.value) for cell in applications["denied_internal"].values()] == [1, 0, 0, 0, 0, 0, 1]
    disputes = [int(cell.value) for row in (report.tables.disputes or {}).values() for cell in row.values()]
    assert disputes == [1, 1, 0, 0, 2, 1, 0, 0, 2, 3, 0, 0, 0, 0, 0]
    assert "table.unread_numbers" not in {finding.check for finding in report.findings}
