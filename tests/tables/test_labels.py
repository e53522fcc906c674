"""How a printed label is compared with the form: list numbers, look-alikes, doubling, groups."""

import pytest
from official_forms import APPLICATIONS_THREE_OTHER, DISPUTES

from extractor.tables.labels import bare, fit, group_labels, is_group, is_header, row_texts

ROWS = {row.key: row_texts(row) for row in APPLICATIONS_THREE_OTHER.rows}
GROUPS = group_labels(APPLICATIONS_THREE_OTHER)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("（一）予以公开", "予以公开"),
        ("(三)不予公开", "不予公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("2、重复申请", "重复申请"),
        ("（（三）不予公开", "不予公开"),
        ("四、结转下年度继续办理", "结转下年度继续办理"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ("结 果 维 持", "结果维持"),
        ("自自然人", "自然人"),
        ("三、本年度办理结果 予以公开", "予以公开"),
        ("8属于行政查询事项", "属于行政查询事项"),
        ("---", ""),
    ],
)
def test_words_of_a_label_are_left_over(printed, words):
    assert bare(printed) == words


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("子以公开", "granted"),
        ("部分公开（区分处理的，只计这一情形，不计其他情形）", "partial"),
        ("其他法律行政止公开", "denied_law"),
        ("其他法律行政法规禁止公幵", "denied_law"),
        ("危及“三安全一稳走”", "denied_stability"),
        ("没有现成信息需要另行制做", "unable_no_existing"),
        ("不予公开属于国家秘密", "denied_state_secret"),
        ("要求行政机关重新确认或出具已获取信息", "refused_reissue"),
        ("上年度结转政府信息公开申请数量", "carried_in"),
        ("洁转下年度继续办理", "carried_out"),
        ("反覆无正当理由大量申请", "refused_repeated"),
    ],
)
def test_misprinted_label_fits_its_row_best(printed, row):
    best = max(ROWS, key=lambda key: fit(bare(printed), ROWS[key]))
    assert best == row
    assert fit(bare(printed), ROWS[row]) >= 0.7


@pytest.mark.parametrize(
    ("right", "look_alike"),
    [
        ("予以公开", "子以公开"),
        ("未经复议直接起诉", "末经复议直接起诉"),
        ("结果维持", "洁果维持"),
        ("自然人", "白然人"),
    ],
)
def test_look_alike_costs_nothing(right, look_alike):
    texts = next(
        (
            row_texts(row)
            for form in (APPLICATIONS_THREE_OTHER, DISPUTES)
            for row in form.rows
            if right in row.labels
        ),
        (right,),
    )
    assert fit(look_alike, texts) == fit(right, texts)


def test_every_label_fits_its_own_row_best():
    for form in (APPLICATIONS_THREE_OTHER, DISPUTES):
        texts = {row.key: row_texts(row) for row in form.rows}
        for row in form.rows:
            for label in row.labels:
                fits = {key: fit(label, texts[key]) for key in texts}
                assert fits[row.key] == 1.0
                assert [key for key, value in fits.items() if value == 1.0] == [row.key]


@pytest.mark.parametrize("piece", ["申请人情况", "法人或其他组织", "商业企业", "法人或其它组织", "勾稽关系"])
def test_header_is_known(piece):
    assert is_header(piece, APPLICATIONS_THREE_OTHER.headers)


@pytest.mark.parametrize("piece", ["予以公开", "重复申请", "属于国家秘密"])
def test_row_label_is_no_header(piece):
    assert not is_header(piece, APPLICATIONS_THREE_OTHER.headers)


@pytest.mark.parametrize("piece", ["不予公开", "法提供", "无", "三", "办", "本年度办理", "理结果"])
def test_group_label_is_known_when_it_is_split_or_vertical(piece):
    assert is_group(piece, GROUPS)
