"""Texts with the traces of Word, mail programs and program code; pages saved as one file; a broken byte."""

import quopri
from email.message import EmailMessage
from email.policy import SMTP

import pytest

import extractor
from extractor.errors import DecodingError, NoReportError
from extractor.ingest import read_bytes

REPORT = (
    "禾坪区林业局2021年政府信息公开工作年度报告\n一、总体情况\n全年公开信息45条，办理申请7件。\n"
    "二、主动公开政府信息情况\n规章\t1\t0\t3\n行政许可\t87\n六、其他需要报告的事项\n无其他事项。\n"
)
PAGE = (
    "<html><head><meta charset='{}'></head><body>"
    + "".join(f"<p>{line}</p>" for line in REPORT.split("\n"))
    + "</body></html>"
)


@pytest.mark.parametrize(
    "written",
    [
        REPORT.replace("\t", "\x07").replace("\n", "\x07\r"),
        REPORT.replace("\n", "\\r\\n").replace("\t", "\\t"),
        "".join(f"> {line}\n" for line in REPORT.split("\n")),
        "".join(f">> {line}\r\n" for line in REPORT.split("\n")),
        "".join(f"{line:<400}\n" for line in REPORT.split("\n")),
    ],
    ids=["word-cells", "escapes", "mail", "mail-twice", "padded"],
)
def test_lines_and_cells_are_those_of_the_report(written):
    lines = [line.rstrip() for line in read_bytes(written.encode(), "a.txt").text.split("\n")]
    assert "规章\t1\t0\t3" in lines
    assert "二、主动公开政府信息情况" in lines


def width(words):
    return sum(2 if sign > "\u2e7f" else 1 for sign in words)


def woven(left, right, wide=30):
    """Two columns of lines as a drawn table, in half ideographs."""
    border = f"+{'-' * (wide + 2)}+{'-' * (wide + 2)}+"
    rows = [(left[i : i + 1] or [""], right[i : i + 1] or [""]) for i in range(max(len(left), len(right)))]
    lines = [f"| {a}{' ' * (wide - width(a))} | {b}{' ' * (wide - width(b))} |" for (a,), (b,) in rows]
    return "\n".join([border, *lines, border])


def test_a_page_printed_within_a_drawn_table_is_taken_apart():
    links = [f"-   禾坪区{name}局2015年年报" for name in ("水利", "财政", "民政")]
    prose = ["一、总体情况", *["本年度认真落实各项公开要求工作"] * 24, "公开信息45条。"]
    page = f"首页\n{woven(links, prose)}\n版权所有\n"
    document = read_bytes(page.encode(), "a.txt")
    lines = [line.strip() for line in document.text.split("\n")]
    assert lines[:4] == ["首页", *links]
    assert [line for line in lines[4:] if line] == [*prose, "版权所有"]
    assert any("画线" in note for note in document.notes)


def test_a_drawn_table_of_figures_stays_as_it_is():
    page = f"{REPORT}{woven(['信息内容', '规章'], ['本年制发件数', '3'])}\n"
    assert read_bytes(page.encode(), "a.txt").text == page


def test_text_stays_when_few_marks_only_look_like_mail_or_escapes():
    text = REPORT + "> 本条为说明\n路径为C:\\new\\t\n"
    assert read_bytes(text.encode(), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_text_is_read_and_the_place_named_when_a_byte_is_broken(encoding):
    raw = (REPORT * 3).replace("办理", "办理", 1).encode(encoding, errors="ignore")
    place = raw.index("年度".encode(encoding))
    document = read_bytes(raw[:place] + b"\xff" + raw[place:], "a.txt")
    assert "公开信息45" in document.text or "45" in document.text
    assert document.source.encoding == encoding
    assert any("坏字节" in note and "第1行" in note for note in document.notes)


def test_text_is_refused_when_many_bytes_are_broken():
    raw = REPORT.encode()
    with pytest.raises(DecodingError):
        read_bytes(b"".join(bytes([byte, 0xFF]) for byte in raw), "a.txt")


def saved(page: bytes, charset: str, first: str = "") -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html"; boundary="--b"\r\n\r\n{first}'
    )
    part = (
        f"----b\r\nContent-Type: text/html; charset={charset}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + part.encode() + quopri.encodestring(page) + b"\r\n----b--\r\n"


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
@pytest.mark.parametrize("name", ["a.mhtml", "a.doc", "a"])
def test_page_is_read_when_it_was_saved_as_one_file(charset, name):
    document = read_bytes(saved(PAGE.format(charset).encode(charset), charset), name)
    assert "全年公开信息45条" in document.text
    assert document.source.media_type == "multipart/related"


def test_page_with_the_report_is_taken_when_a_menu_comes_first():
    menu = "----b\r\nContent-Type: text/html\r\n\r\n<html><body><p>404 not found</p></body></html>\r\n"
    assert "45条" in read_bytes(saved(PAGE.format("utf-8").encode(), "utf-8", menu), "a.mht").text


def test_saved_page_is_refused_with_its_reason_when_it_holds_no_report():
    with pytest.raises(NoReportError, match="error page"):
        read_bytes(saved(b"<html><body><p>404 not found</p></body></html>", "utf-8"), "a.mht")


@pytest.mark.parametrize("name", ["a.doc", "a.xhtml", "a.jsp", "a.aspx", "a.php", "report", "a.txt"])
def test_content_decides_whatever_the_ending(name):
    assert read_bytes(PAGE.format("utf-8").encode(), name).source.media_type == "text/html"


SENTENCES = "（一）主动公开情况。全年主动公开政府信息126条，其中网站88条、公众号38条。（二）监督保障情况。"
TRAINED = "组织培训2次，80人次参加。"
BARS = "二、主动公开政府信息情况 | 信息内容 | 本年制发件数 | 规章 | 0 | 0 | 0 | 行政规范性文件 | 4 | 0 | 48 |"


@pytest.mark.parametrize("glue", ["\n", " ", ""], ids=["lines", "a space", "nothing"])
def test_prose_that_shares_its_line_with_a_table_keeps_its_counts(glue):
    head = "枫桥县水利局2022年政府信息公开工作年度报告"
    tail = "三、收到和处理政府信息公开申请情况\n未收到申请。\n五、存在的主要问题及改进情况\n公开不够及时。\n"
    report = extractor.extract(glue.join([head, "一、总体情况", SENTENCES + TRAINED, BARS]) + f"\n{tail}")
    assert {int(count.value) for count in report.narrative.counts} >= {126, 88, 38}
    assert not {4, 48} & {int(count.value) for count in report.narrative.counts}


@pytest.mark.parametrize("mark", [";", ","])
def test_sentences_beside_parted_cells_keep_their_punctuation(mark, tmp_path):
    table = [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "4", "0", "48"],
        ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3,
        ["1", "2", "3", "4", "10"] * 3,
        *([f"第{n}类", "12", "3", "45"] for n in range(1, 6)),
    ]
    lines = [
        "枫桥县水利局2022年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        *(mark.join(row) for row in table),
        "五、存在的主要问题及改进情况",
        f"主要不足:一是栏目更新不够及时{mark}二是政策解读形式偏少。",
        f"整改举措:一是定期巡检栏目{mark}二是丰富解读形式。",
    ]
    path = tmp_path / "枫桥.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = extractor.extract(path)
    assert len(report.narrative.issues) == 2
    assert len(report.narrative.remedies) == 2


LETTER = "枫桥县水利局2022年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息126条。\n"


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
@pytest.mark.parametrize("attached", [False, True])
def test_the_text_of_a_letter_is_read_however_it_is_coded(coding, charset, attached):
    letter = EmailMessage()
    letter["Subject"] = "年度报告"
    letter.set_content(LETTER, charset=charset, cte=coding)
    if attached:
        letter.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="b.pdf")
    document = read_bytes(letter.as_bytes(policy=SMTP), "a.eml")
    assert document.text.strip() == LETTER.strip()
    assert any("b.pdf" in note for note in document.notes) == attached


@pytest.mark.parametrize("attached", [False, True])
def test_what_is_attached_to_a_letter_is_named_when_its_page_is_read(attached):
    letter = EmailMessage()
    letter["Subject"] = "年度报告"
    letter.set_content("见网页。")
    letter.add_alternative(PAGE.format("utf-8"), subtype="html")
    if attached:
        letter.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="b.pdf")
    document = read_bytes(letter.as_bytes(policy=SMTP), "a.eml")
    assert "全年公开信息45条" in document.text
    assert any("b.pdf" in note for note in document.notes) == attached


def test_a_letter_whose_report_is_attached_says_so():
    letter = EmailMessage()
    letter["Subject"] = "年度报告"
    letter["MIME-Version"] = "1.0"
    letter.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="b.pdf")
    with pytest.raises(NoReportError, match=r"attached.*b\.pdf"):
        read_bytes(letter.as_bytes(policy=SMTP), "a.eml")
