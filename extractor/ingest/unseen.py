"""Print that a reader does not see, or does not take for a part of a number: how it is told and named."""

import re
from collections.abc import Mapping, Sequence

from extractor.ideographs import HAN

HIDDEN, STRUCK, RAISED, COVERED, WATERMARK = "hidden", "struck", "raised", "covered", "watermark"
SAYINGS = {
    HIDDEN: ("隐藏的文字", "hidden text"),
    STRUCK: ("划掉的文字", "struck-out text"),
    RAISED: ("上标或下标的注码", "raised note mark"),
    WATERMARK: ("水印", "watermark"),
    COVERED: ("被遮盖、裁去或不显示的文字", "text that is covered, clipped or switched off"),
}
_NOTE_MARK = re.compile(
    r"[\[［（(【〔]?(?:注|附注|脚注)?(?:[\d①-⑳a-z]{1,3}|[*＊†‡※#]{1,3})[)）\]］】〕]?(?:[,，、]\s*\d{1,2}){0,3}"
)
_UNIT = re.compile(r"(?:(?<![A-Za-z])[kcdmu]?m|[CH]O?)$")
_WORTH = re.compile(rf"[\d{HAN}①-⑳*＊※]")


def is_note_mark(words: str, before: str) -> bool:
    """Whether raised print is a note mark, and not the power of a unit that stands before it."""
    return bool(_NOTE_MARK.fullmatch(words)) and not _UNIT.search(before.rstrip()[-8:])


def left_out_notes(left_out: Mapping[str, Sequence[str]]) -> list[str]:
    """One note a reason on what was left out, with the first places of it."""
    notes = []
    for reason, found in left_out.items():
        words = [word for word in found if _WORTH.search(word)]
        if words:
            chinese, english = SAYINGS[reason]
            shown = "、".join(f"“{word[:30]}”" for word in words[:5])
            count = sum(map(len, words))
            notes.append(
                f"{chinese}未读：共{count}字，如{shown} / Left out as unseen: {english}, {count} character(s)"
            )
    return notes
