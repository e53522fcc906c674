import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.ground import Located, Match, Miss, fold_quote, locate

TEXT = "全年公开信息1,204条,其中“一网通办”专栏36条。举办业务培训3次,参训120人。公开信息36条。"


def words(found: Located | Miss, text: str = TEXT) -> str:
    assert isinstance(found, Located), found
    return text[found.start : found.end]


@pytest.mark.parametrize(
    ("quote", "expected", "match"),
    [
        pytest.param("举办业务培训3次", "举办业务培训3次", Match.EXACT, id="exact"),
        pytest.param(
            "‘一网通办’专栏36条", "“一网通办”专栏36条", Match.NORMALISED, id="other quotation marks"
        ),
        pytest.param('"一网通办"专栏', "“一网通办”专栏", Match.NORMALISED, id="straight quotation marks"),
        pytest.param("举办 业务 培训", "举办业务培训", Match.NORMALISED, id="spaces"),
        pytest.param(
            "业务培训3次，参训120人", "业务培训3次,参训120人", Match.NORMALISED, id="full-width comma"
        ),
        pytest.param(
            "其中“一网通办”的专栏36条", "其中“一网通办”专栏36条", Match.FUZZY, id="one character more"
        ),
    ],
)
def test_quote_is_found_when_it_was_copied_loosely(quote, expected, match):
    found = locate(quote, TEXT)
    assert words(found) == expected
    assert found.match is match


@pytest.mark.parametrize(
    ("quote", "miss"),
    [
        pytest.param("", Miss.EMPTY, id="nothing"),
        pytest.param("  ", Miss.EMPTY, id="white space"),
        pytest.param("开展监督检查", Miss.NOT_IN_TEXT, id="invented"),
        pytest.param("公开信息1,205条", Miss.NOT_IN_TEXT, id="one digit for another"),
        pytest.param("举办业务培训3次,参训999人", Miss.NOT_IN_TEXT, id="planted number"),
        pytest.param("培讯", Miss.NOT_IN_TEXT, id="too short to be fuzzy"),
    ],
)
def test_miss_is_named_when_a_quote_is_not_in_the_text(quote, miss):
    assert locate(quote, TEXT) is miss


def test_near_match_is_ambiguous_when_it_fits_twice():
    text = "加强各级部门业务培训工作力度。另一段。加强各级部门业务培训工作力度。"
    assert locate("加强各级的部门业务培训工作力度", text) is Miss.AMBIGUOUS


def test_place_is_within_bounds_when_bounds_are_given():
    low = TEXT.index("举办")
    assert locate("公开信息", TEXT, (low, len(TEXT))).start == TEXT.rindex("公开信息")
    assert locate("一网通办", TEXT, (low, len(TEXT))) is Miss.NOT_IN_TEXT


@given(
    before=st.text("甲乙丙丁,。 ", max_size=30),
    quote=st.text("公开信息条件次“”1234", min_size=1, max_size=30),
    after=st.text("甲乙丙丁,。 ", max_size=30),
)
def test_planted_quote_is_found_at_its_place(before, quote, after):
    text = before + quote + after
    found = locate(quote, text)
    if not quote.strip():
        assert found is Miss.EMPTY
        return
    assert text[found.start : found.end] == quote.strip()


@given(
    text=st.text("公开信息，,“”‘’ 12条", min_size=1, max_size=40),
    data=st.data(),
)
def test_folded_quote_is_found_when_any_stretch_is_copied_with_other_marks(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end].replace("“", "‘").replace("”", "’").replace("，", ",")
    found = locate(quote, text)
    if fold_quote(quote):
        assert fold_quote(text[found.start : found.end]) == fold_quote(quote)
