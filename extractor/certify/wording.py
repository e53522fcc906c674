"""What a certificate says in sentences, Chinese and English."""

from typing import NamedTuple

from extractor.certify.certificate import Bound, Certificate


class Sentence(NamedTuple):
    """One statement in both languages."""

    zh: str
    en: str


def percent(share: float | None) -> str:
    """A share in per cent, rounded up where it is a bound: 0.31 %."""
    if share is None:
        return "n/a"
    hundredths = share * 10_000
    up = int(hundredths) + (hundredths - int(hundredths) > 1e-9)
    return f"{up / 100:.2f} %"


def headline(of: Certificate) -> Sentence:
    """The sentence for which it is all done: of the data as they stand, with what the audit put right."""
    sure, bound = f"{100 * of.plan.confidence:g} %", of.whole
    share = bound.after / bound.size if bound.size else None
    return Sentence(
        f"这 {bound.size:,} 个已采纳的数值中，错误的至多 {percent(share)}（{bound.after:,} 个），"
        f"置信度 {sure}。",
        f"Of these {bound.size:,} accepted values at most {percent(share)} ({bound.after:,}) are wrong, "
        f"{sure} sure.",
    )


def further(of: Certificate) -> list[Sentence]:
    """What belongs to the headline."""
    said = []
    rare, whole = of.without_shared, of.whole
    if of.corrected:
        said.append(_corrected(of, whole))
    if rare.size != whole.size:
        said.append(
            Sentence(
                f"不计很多文件共有的数值（如 0）：{rare.size:,} 个中至多 {_after(rare)}"
                f"（{rare.after:,} 个）。",
                f"Without values that many documents share, such as 0: of {rare.size:,} at most "
                f"{_after(rare)} ({rare.after:,}).",
            )
        )
    if of.weak_readers is not None and of.plan.find >= 1:
        weak = of.weak_readers
        said.append(
            Sentence(
                f"如果核查者只能发现九成错误：至多 {_after(weak)}（{weak.after:,} 个）。",
                f"Should readers find only nine of ten wrong values: at most {_after(weak)} "
                f"({weak.after:,}).",
            )
        )
    if of.places_whole is not None:
        said.append(_places(of.places_whole))
    if not of.complete:
        open_ = of.verdicts.get("unseen", 0) + of.verdicts.get("disputed", 0)
        said.append(
            Sentence(
                f"核查尚未完成：还有 {open_} 项未答或有分歧，都按错误计。",
                f"The audit is not complete: {open_} drawn values are unanswered or disputed; they count as "
                "wrong.",
            )
        )
    return said


def _after(bound: Bound) -> str:
    return percent(bound.after / bound.size if bound.size else None)


def _corrected(of: Certificate, whole: Bound) -> Sentence:
    return Sentence(
        f"核查发现的 {of.corrected} 个错误已在数据中更正；更正之前至多 {percent(whole.rate)}"
        f"（{whole.upper:,} 个）。",
        f"{of.corrected} wrong {'value' if of.corrected == 1 else 'values'} that the audit found put right; "
        "before that at most "
        f"{percent(whole.rate)} ({whole.upper:,}).",
    )


def _places(places: Bound) -> Sentence:
    return Sentence(
        f"遗漏：{places.size:,} 处未被采用的数字和语句中，含有应收事实的至多 {places.upper:,} 处"
        f"（抽查 {places.sampled} 处，发现 {places.wrong} 处）。",
        f"Left out: of {places.size:,} digits and sentences that no fact uses at most {places.upper:,} hold "
        f"a fact ({places.sampled} were read, {places.wrong} held one or could not be told).",
    )
