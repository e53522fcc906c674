"""Forms whose rows have several sets of columns below one header: its order is that of every set it names."""

from itertools import permutations
from pathlib import Path

import pytest

import extractor
from extractor.forms import add_form, forget_forms
from extractor.records import CellBasis

COLUMNS = {"本季": "season", "上季": "before", "全年": "year"}
FORM = """
edition = "ferry_landings"
name = "渡口运行统计表"
marks = ["渡口运行统计表"]

[columns.boats]
season = {{labels = ["本季"], unit = "艘"}}
before = {{labels = ["上季"], unit = "艘"}}
year = {{labels = ["全年"], unit = "艘"}}

[columns.riders]
{riders}

[tables.landings]
name = "渡口运行统计表"
corner = "项目"
rows = [
  {{key = "wooden", labels = ["木质渡船"], columns = "boats"}},
  {{key = "steel", labels = ["钢质渡船"], columns = "boats"}},
  {{key = "boats", labels = ["渡船总数"], columns = "boats"}},
  {{key = "pupils", labels = ["学生乘客"], columns = "riders"}},
  {{key = "others", labels = ["其他乘客"], columns = "riders"}},
  {{key = "riders", labels = ["乘客总数"], columns = "riders"}},
]
sums = [
  {{id = "boats", each = "column", only = "season before year", left = "wooden steel", right = "boats"}},
  {{id = "riders", each = "column", only = "{only}", left = "pupils others", right = "riders"}},
]
"""
NUMBERS = {
    "木质渡船": ("wooden", {"本季": 3, "上季": 4, "全年": 5}),
    "钢质渡船": ("steel", {"本季": 12, "上季": 14, "全年": 16}),
    "渡船总数": ("boats", {"本季": 15, "上季": 18, "全年": 21}),
    "学生乘客": ("pupils", {"本季": 2210, "上季": 1975, "全年": 8640}),
    "其他乘客": ("others", {"本季": 4105, "上季": 3862, "全年": 15930}),
    "乘客总数": ("riders", {"本季": 6315, "上季": 5837, "全年": 24570}),
}
RIDERS = ("学生乘客", "其他乘客", "乘客总数")
SETS = (("本季", "上季", "全年"), ("本季", "上季"), ("本季", "全年"))
STYLES = ("txt", "tab.txt", "csv", "html")


@pytest.fixture(autouse=True)
def no_other_forms():
    yield
    forget_forms()


def form_with(labels, folder: Path) -> None:
    keys = [COLUMNS.get(label, "share") for label in labels]
    names = zip(keys, labels, strict=True)
    columns = "\n".join(f'{key} = {{labels = ["{label}"], unit = "人次"}}' for key, label in names)
    path = folder / "landings.toml"
    only = " ".join(keys)
    path.write_text(FORM.format(riders=columns, only=only), encoding="utf-8")
    add_form(path)


def printed(header, labels, style: str, blank: str = "") -> str:
    lines = [["项目", *header]]
    for name, (_, cells) in NUMBERS.items():
        own = labels if name in RIDERS else header
        lines.append([name, *(str(cells[each]) if each in own else blank for each in header)])
    title = "白芦县2023年渡口运行统计表"
    if style == "html":
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
        return f"<html><body><h1>{title}</h1><table>{body}</table></body></html>"
    sign = {"txt": "   ", "tab.txt": "\t", "csv": ","}[style]
    return "\n".join([title, *(sign.join(line) for line in lines)]) + "\n"


def cells_of(text: str, style: str, folder: Path):
    path = folder / f"landings.{style}"
    path.write_text(text, encoding="utf-8")
    report = extractor.extract(path, form="ferry_landings")
    table = getattr(report.tables, "landings")  # noqa: B009
    for name, (row, numbers) in NUMBERS.items():
        for column, cell in (table[row] or {}).items():
            label = next((each for each, key in COLUMNS.items() if key == column), None)
            yield name, label, cell, numbers.get(label)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("labels", SETS, ids="-".join)
def test_every_set_follows_the_one_header_above_all_rows(labels, style: str, tmp_path: Path):
    form_with(labels, tmp_path)

    for header in list(permutations(COLUMNS))[1:]:
        for blank in ("", "—") if style in ("csv", "html") else ("",):
            found = list(cells_of(printed(header, labels, style, blank), style, tmp_path))

            wrong = [each for each in found if each[2].value != each[3]]
            if blank:  # a dash in a column that a set does not have may put its rows in doubt
                assert all(cell.basis is CellBasis.AMBIGUOUS for *_, cell, _ in wrong), header
                continue
            assert not wrong, header
            assert len(found) == 3 * 3 + 3 * len(labels)
            assert {cell.basis for *_, cell, _ in found} == {CellBasis.PROVED}


@pytest.mark.parametrize("style", STYLES)
def test_rows_whose_columns_the_header_does_not_tell_are_in_doubt(style: str, tmp_path: Path):
    form_with(("本季", "占比"), tmp_path)
    header = ("上季", "本季", "全年")

    found = list(cells_of(printed(header, ("上季", "本季"), style, "—"), style, tmp_path))

    riders = [cell for name, label, cell, _ in found if name in RIDERS]
    assert riders
    assert all(cell.basis not in (CellBasis.PROVED, CellBasis.PRINTED) for cell in riders if cell is not None)
