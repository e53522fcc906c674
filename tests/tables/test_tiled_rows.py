"""Tables in tiles, as converters of PDF write them: bands of rows, columns in pieces, a heading between."""

import pytest

from extractor import extract
from tests.tables.printed_tables import COLUMNS, LABELS, SMALL, THREE_OTHER, applications, filled, wrong

FIGURES = filled(
    {
        **SMALL,
        "granted": (12, 3, 2, 0, 0, 2),
        "refused_duplicate": (2, 0, 0, 0, 0, 1),
        "other_misc": (3, 1, 0, 0, 0, 0),
    }
)
TWO, BELOW = THREE_OTHER[:2], THREE_OTHER[2:]
ROWS = [f"{LABELS[key]}   {'   '.join(FIGURES[key])}" for key in TWO]
HEADED = [*(LABELS[key] for key in TWO), "申请人情况", "法人或其他组织"]
"""Labels of rows and columns as pdfminer writes them before the numbers."""


def column(at, keys=BELOW, figures=FIGURES):
    return [figures[key][at] for key in keys]


def band(low, high, *groups):
    """Some rows, group by group of columns; a group of several is written row by row."""
    found = []
    for group in groups:
        found += [" ".join(FIGURES[key][at] for at in group) for key in BELOW[low:high]]
    return found


def text_of(*parts):
    return "\n".join(line for part in parts for line in part) + "\n"


def named_first(column_at=0, step=1):
    """The labels of the rows, the numbers of one column behind each."""
    return [line for key in BELOW[::step] for line in (LABELS[key], FIGURES[key][column_at])]


SINGLES = tuple((at,) for at in range(1, 7))
TAKEN_APART = {
    "first column beside the labels, whole columns": [named_first(), *(column(at) for at in range(1, 7))],
    "first column beside the labels, bands of rows": [
        named_first(),
        band(0, 18, *SINGLES),
        band(18, 19, *SINGLES),
        band(19, 20, *SINGLES),
        band(20, 23, (1,), (2,), (3,), (4,), (5, 6)),
    ],
    "two columns in two bands": [
        [LABELS[key] for key in BELOW],
        band(0, 21, (0,), (1,)),
        band(21, 23, (0,), (1,)),
        *(column(at) for at in range(2, 7)),
    ],
    "labels between the numbers of the first column": [
        [LABELS[key] for key in BELOW[:12]],
        column(0, BELOW[:12]),
        [LABELS[BELOW[12]]],
        column(0, BELOW[12:13]),
        [LABELS[key] for key in BELOW[13:]],
        column(0, BELOW[13:]),
        *(column(at) for at in range(1, 7)),
    ],
    "two columns in two bands, and the last three in others": [
        [LABELS[key] for key in BELOW],
        band(0, 21, (0,), (1,)),
        band(21, 23, (0,), (1,)),
        column(2),
        column(3),
        band(0, 1, (4,), (5, 6)),
        band(1, 21, (4,), (5,), (6,)),
        band(21, 23, (4,), (5, 6)),
    ],
    "last columns row by row": [
        [LABELS[key] for key in BELOW],
        *map(column, range(4)),
        band(0, 23, (4, 5, 6)),
    ],
}


@pytest.mark.parametrize("parts", TAKEN_APART.values(), ids=TAKEN_APART)
def test_cells_come_back_when_sums_leave_one_way(parts):
    table = applications(text_of(ROWS, *parts))
    assert wrong(table, FIGURES) == {}
    assert all(cell.reason is None for row in table.values() for cell in row.values())


def under_labels(*order, figures=FIGURES):
    """Two rows as columns, each group of columns behind its own labels."""
    names = ("自然\n人", "商业\n企业", "科研\n机构", "社会公\n益组织", "法律服\n务机构", "其\n他", "总\n计")
    found = []
    for group in order:
        found += [names[at] for at in group]
        found += [figures[key][at] for at in group for key in TWO]
    return found


@pytest.mark.parametrize("order", [((1, 2, 3, 4), (0,), (6,), (5,)), ((0, 1), (6,), (5, 4, 3, 2))], ids=str)
def test_labels_of_columns_say_whose_numbers_stand_behind_them(order):
    text = text_of(HEADED, under_labels(*order), [LABELS[key] for key in BELOW], *map(column, range(7)))
    table = applications(text)
    assert wrong(table, FIGURES) == {}
    assert all(cell.reason is None for row in table.values() for cell in row.values())


@pytest.mark.parametrize(
    "groups",
    [[(1, 2, 3, 4, 0), (5,), (6,)], [(1, 2, 3, 4, 5, 6), (0,)]],
    ids=["all but two labels first", "all but one label first"],
)
def test_numbers_behind_several_labels_stand_from_left_to_right_when_rows_add_up_so(groups):
    names = ("自然\n人", "商业\n企业", "科研\n机构", "社会公\n益组织", "法律服\n务机构", "其\n他", "总\n计")
    lines = [HEADED[2:]]
    for group in groups:
        lines.append([names[at] for at in group])
        pairs = sorted(group)[:2] if len(group) > 1 else []
        lines += [[FIGURES[key][at] for key in TWO for at in pairs]]
        lines += [[FIGURES[key][at] for key in TWO] for at in sorted(group)[len(pairs) :]]
    text = text_of(HEADED[:2], *lines, [LABELS[key] for key in BELOW], *map(column, range(7)))
    table = applications(text)
    assert wrong(table, FIGURES) == {}
    assert all(cell.reason is None for row in table.values() for cell in row.values())


SPARSE = filled({"granted": (1, 0, 0, 0, 0, 0), "other_misc": (0, 0, 0, 0, 1, 0)})
"""So few numbers that the sums hold in many orders."""


def paragraphs(*tiles):
    """Tiles with a blank line before each; a tile is (rows, columns), row by row on lines."""
    found = []
    for rows, columns in tiles:
        found += ["", *(" ".join(SPARSE[key][at] for at in columns) for key in BELOW[slice(*rows)])]
    return found


def test_blank_lines_show_the_tiles_when_the_sums_hold_in_many_orders():
    rows = [f"{LABELS[key]}   {'   '.join(SPARSE[key])}" for key in TWO]
    labels = [LABELS[key] for key in BELOW]
    parts = paragraphs(
        *(((0, 20), (at,)) for at in range(5)),
        ((0, 20), (5, 6)),
        *(((20, 23), (at,)) for at in range(4)),
        ((20, 23), (4, 5)),
        ((20, 23), (6,)),
    )
    table = applications(text_of(rows, labels, parts))
    assert wrong(table, SPARSE) == {}
    assert all(cell.reason is None for row in table.values() for cell in row.values())


def test_whole_columns_are_read_with_a_reason_when_the_sums_hold_in_many_orders():
    rows = [f"{LABELS[key]}   {'   '.join(SPARSE[key])}" for key in TWO]
    columns = [SPARSE[key][at] for at in range(7) for key in BELOW]
    table = applications(text_of(rows, [LABELS[key] for key in BELOW], columns))
    assert wrong(table, SPARSE) == {}
    assert all(table[key][at].reason for key in BELOW for at in COLUMNS)


def test_columns_are_in_doubt_when_no_label_says_whose_numbers_they_are():
    names = ["商业企业", "科研机构", "自然人", "总计"]  # three are illegible
    numbers = [FIGURES[key][at] for at in range(7) for key in TWO]
    text = text_of(HEADED, names, numbers, [LABELS[key] for key in BELOW], *map(column, range(7)))
    for row in applications(text).values():
        for cell in row.values():
            assert cell.value is None or cell.reason or cell.basis in ("ambiguous", "conflict")


def whole(behind):
    """A report whose application table goes on behind the heading of the next one."""
    before = ["一、总体情况", "公开信息12条。", "三、收到和处理政府信息公开申请情况", *ROWS]
    labels = [LABELS[key] for key in BELOW]
    heading = ["四、政府信息公开行政复议、行政诉讼情况"]
    columns = [each for at in range(7) for each in ("", *column(at))]
    cut = len(columns) - behind * (len(BELOW) + 1)
    disputes = [
        "行政复议\t行政诉讼",
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉",
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计",
        "1\t5\t2\t1\t9\t0\t3\t4\t4\t11\t0\t3\t0\t1\t4",
    ]
    end = ["五、存在的主要问题及改进情况", "更新不够及时。", "六、其他需要报告的事项", "无。"]
    title = "某某县人民政府2024年政府信息公开工作年度报告"
    return text_of([title], before, labels, columns[:cut], heading, columns[cut:], disputes, end)


@pytest.mark.parametrize("behind", [0, 1, 3, 6])
def test_numbers_behind_the_next_heading_are_the_tables_when_it_lacks_just_so_many(behind):
    tables = extract(whole(behind)).tables
    assert wrong(tables.applications, FIGURES) == {}
    assert [str(cell.value) for cell in tables.disputes["reconsideration"].values()] == [
        "1",
        "5",
        "2",
        "1",
        "9",
    ]


def test_numbers_behind_the_next_heading_are_the_tables_when_a_page_number_stands_before_them():
    lines = whole(3).split("\n")
    heading = next(at for at, line in enumerate(lines) if line.startswith("四、政"))
    lines[heading + 1 : heading + 1] = ["", "- 2 -"]
    assert wrong(extract("\n".join(lines)).tables.applications, FIGURES) == {}


def test_numbers_behind_the_next_heading_stay_there_when_one_of_them_is_lost():
    lines = whole(2).split("\n")
    heading = next(at for at, line in enumerate(lines) if line.startswith("四、政"))
    del lines[heading + 5]
    assert not wrongly_sure(extract("\n".join(lines)).tables.applications)


def wrongly_sure(table):
    """Cells with a wrong number and neither an open basis nor a reason."""
    return {
        (key, at)
        for key, row in (table or {}).items()
        for at, cell in (row or {}).items()
        if cell.value is not None
        and cell.reason is None
        and cell.basis not in ("conflict", "ambiguous")
        and str(cell.value) != FIGURES[key][COLUMNS.index(at)]
    }


@pytest.mark.parametrize("low", range(0, 22, 3))
def test_nothing_is_silently_wrong_when_labels_change_places_or_a_piece_is_lost(low):
    keys = list(BELOW)
    keys[low], keys[low + 1] = keys[low + 1], keys[low]
    numbers = [number for at in range(7) for number in column(at)]
    changed = text_of(ROWS, [LABELS[key] for key in keys], numbers)
    shorter = text_of(ROWS, [LABELS[key] for key in BELOW], numbers[:low], numbers[low + 2 :])
    assert not wrongly_sure(applications(changed))
    assert not wrongly_sure(applications(shorter))
