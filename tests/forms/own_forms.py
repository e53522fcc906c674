# ruff: noqa: E501 - a line of TOML cannot be broken
"""Two forms that the product has never seen, as the text of their files: nothing else is written for them."""

from pathlib import Path

from extractor.forms import edition_named

_SHIPPED = Path(edition_named.__code__.co_filename).parent

IMAGINED = "2027"
"""An edition of the yearly report with one more row of applications."""
FOREIGN = "repair_stations"
"""A form of ten rows that has nothing in common with the yearly report."""

_NEW_ROW = (
    '  {key = "granted_online", labels = ["网上直接查得"], prints = "（二）网上直接查得", columns = "applicants", '
    'en = "found online", bracket = "三、本年度办理结果"},\n'
)

FOREIGN_FILE = """\
edition = "repair_stations"
name = "便民维修点年度统计表"
marks = ["便民维修点", "上年留修"]

[columns.goods]
bicycles = {labels = ["自行车"]}
appliances = {labels = ["小家电"]}
shoes = {labels = ["鞋具"]}
all_goods = {labels = ["合计"]}

[tables.repairs]
name = "便民维修点年度统计表"
corner = "项目"
rows = [
  {key = "left_over", labels = ["上年留修"], columns = "goods"},
  {key = "brought", labels = ["本年送修"], columns = "goods"},
  {key = "mended", labels = ["当场修好"], columns = "goods"},
  {key = "mended_later", labels = ["预约修好"], columns = "goods"},
  {key = "parts_changed", labels = ["更换配件后修好"], columns = "goods"},
  {key = "beyond_repair", labels = ["无法修复退还"], columns = "goods"},
  {key = "withdrawn", labels = ["物主取回未修"], columns = "goods"},
  {key = "finished", labels = ["办结小计"], columns = "goods"},
  {key = "waiting", labels = ["年末留修"], columns = "goods"},
  {key = "complaints", labels = ["返修投诉"], columns = "goods"},
]
sums = [
  {id = "goods", each = "row", left = "* -all_goods", right = "all_goods"},
  {id = "line.finished", each = "column", left = "mended mended_later parts_changed beyond_repair withdrawn", right = "finished"},
  {id = "line.balance", each = "column", left = "left_over brought", right = "finished waiting"},
  {id = "complaints", left = "complaints.all_goods", right = "finished.all_goods", relation = "<=", says = "返修投诉不多于办结小计"},
]
"""


def imagined_file() -> str:
    """The file of 2021 with another id, years, one more mark and one more row."""
    text = (_SHIPPED / "2021.toml").read_text(encoding="utf-8")
    text = text.replace('edition = "2021"', f'edition = "{IMAGINED}"')
    text = text.replace("report_years = [2021, 9999]", "report_years = [2027, 9999]")
    text = text.replace('marks = ["', 'marks = ["网上直接查得", "', 1)
    at = text.index('  {key = "partial"')
    text = text[:at] + _NEW_ROW + text[at:]
    return text.replace('granted = "granted"', 'granted = "granted*"')
