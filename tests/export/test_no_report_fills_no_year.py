"""A notice is no report on its year: the year is missing, and no page says otherwise."""

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app

ANZHU = Path(__file__).parents[2] / "fixtures" / "reports" / "anzhu-2022.txt"
NOTICES = {
    "notice": "安渚区人民政府关于做好2023年政府信息公开工作年度报告编制工作的通知\n"
    "各镇、街道，区政府各部门：\n请于1月20日前报送本单位2023年政府信息公开工作年度报告。\n"
    "安渚区人民政府\n2024年1月5日\n",
    "shell": "安渚区人民政府2023年政府信息公开工作年度报告\n发布日期：2024-01-20\n"
    "正文请见附件，点击下载后阅读。\n安渚区人民政府办公室\n",
}


@pytest.mark.parametrize("kind", list(NOTICES))
def test_a_document_that_is_no_report_hides_no_missing_year(tmp_path, kind):
    (tmp_path / "in").mkdir()
    report = ANZHU.read_bytes()
    (tmp_path / "in/2022.txt").write_bytes(report)
    (tmp_path / "in/2023.txt").write_text(NOTICES[kind], encoding="utf-8")
    later = report.decode("utf-8").replace("2022年", "2024年").replace("2023年", "2025年")
    (tmp_path / "in/2024.txt").write_text(later, encoding="utf-8")
    out, data = tmp_path / "out", tmp_path / "data"
    ran = CliRunner().invoke(app, ["extract", str(tmp_path / "in"), "--out", str(out), "--engine", "rules"])
    assert ran.exit_code == 0, ran.output
    ran = CliRunner().invoke(app, ["export", str(out), "--out", str(data), "--format", "all"])
    assert ran.exit_code == 0, ran.output
    with (data / "findings.csv").open(encoding="utf-8", newline="") as file:
        gaps = [row for row in csv.DictReader(file) if row["check"] == "years.gap"]
    assert [row["document"] for row in gaps] == ["2024.txt"]
    pages = [path.read_text("utf-8") for path in (data / "pages" / "bodies").glob("*.html")]
    pages += [path.read_text("utf-8") for path in data.rglob("bodies/*.html")] if not pages else []
    (page,) = [each for each in pages if "2024.txt" in each]
    assert "2 份报告" in page
    assert "缺 missing" in page
