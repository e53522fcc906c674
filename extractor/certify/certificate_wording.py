"""What a certificate says in sentences, Chinese and English."""

from typing import NamedTuple

from extractor.certify.certificate import Bound, Certificate


class BilingualSentence(NamedTuple):
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


def headline(of: Certificate) -> BilingualSentence:
    """The sentence for which it is all done: of the data as they stand, with what the audit put right."""
    sure, bound = f"{100 * of.plan.confidence:g} %", of.whole
    share = bound.after / bound.size if bound.size else None
    return BilingualSentence(
        f"这 {bound.size:,} 个已采纳的数值中，错误的至多 {percent(share)}（{bound.after:,} 个），"
        f"置信度 {sure}。",
        f"Of these {bound.size:,} accepted values at most {percent(share)} ({bound.after:,}) are wrong, "
        f"{sure} sure.",
    )


def further(of: Certificate) -> list[BilingualSentence]:
    """What belongs to the headline."""
    said = []
    rare, whole = of.without_shared, of.whole
    if of.corrected:
        said.append(_corrected(of, whole))
    if rare.size != whole.size:
        said.append(
            BilingualSentence(
                f"不计很多文件共有的数值（如 0）：{rare.size:,} 个中至多 {_after(rare)}"
                f"（{rare.after:,} 个）。",
                f"Without values that many documents share, such as 0: of {rare.size:,} at most "
                f"{_after(rare)} ({rare.after:,}).",
            )
        )
    if of.weak_readers is not None and of.plan.find >= 1:
        weak = of.weak_readers
        said.append(
            BilingualSentence(
                f"如果核查者只能发现九成错误：至多 {_after(weak)}（{weak.after:,} 个）。",
                f"Should readers find only nine of ten wrong values: at most {_after(weak)} "
                f"({weak.after:,}).",
            )
        )
    if of.places_whole is not None:
        said.append(_places(of.places_whole))
    said += [sentence for sentence in (_later(of), _seed(of), _incomplete(of)) if sentence is not None]
    return said


def _after(bound: Bound) -> str:
    return percent(bound.after / bound.size if bound.size else None)


def _corrected(of: Certificate, whole: Bound) -> BilingualSentence:
    return BilingualSentence(
        f"核查发现的 {of.corrected} 个错误已在数据中更正；更正之前至多 {percent(whole.rate)}"
        f"（{whole.upper:,} 个）。",
        f"{of.corrected} wrong {'value' if of.corrected == 1 else 'values'} that the audit found put right; "
        "before that at most "
        f"{percent(whole.rate)} ({whole.upper:,}).",
    )


def _places(places: Bound) -> BilingualSentence:
    return BilingualSentence(
        f"遗漏：{places.size:,} 处未被采用的数字和语句中，含有应收事实的至多 {places.upper:,} 处"
        f"（抽查 {places.sampled} 处，其中 {places.wrong} 处含有或无法判断；核查者知道这些地方没有进入数据，"
        "此项并非盲审）。",
        f"Left out: of {places.size:,} digits and sentences that no fact uses at most {places.upper:,} hold "
        f"a fact ({places.sampled} were read, {places.wrong} held one or could not be told; "
        "readers know that these are not in the data: this part is not blind).",
    )


def _later(of: Certificate) -> BilingualSentence | None:
    """What changed since the plan: the bound does not speak of it."""
    edits, documents = of.later.edits, of.later.documents
    if not edits and not documents:
        return None
    return BilingualSentence(
        f"方案制定之后，他人另作或撤回更改 {edits} 处，新读或重读文件 {documents} 份：以上上限说的是"
        "制定方案时的数据，不含这些改动。",
        f"Since the plan was made, others made or took back {edits} "
        f"{'change' if edits == 1 else 'changes'} and {documents} "
        f"{'document was' if documents == 1 else 'documents were'} extracted: the bound is of the data as "
        "planned, not of these changes.",
    )


def _seed(of: Certificate) -> BilingualSentence | None:
    if not of.plan.seed_chosen:
        return None
    return BilingualSentence(
        "抽样种子由制定方案的人指定：不能证明没有先试过别的种子。",
        "The seed was chosen by whoever made the plan: nothing shows that others were not tried before.",
    )


def _incomplete(of: Certificate) -> BilingualSentence | None:
    """Values and places; of a sequential plan what nobody has answered does not count at all."""
    if of.complete:
        return None
    untouched = sum(each.verdict == "unseen" for each in of.sample)
    disputed = sum(each.verdict == "disputed" for each in of.sample)
    if of.plan.method == "sequential":
        return BilingualSentence(
            f"序贯核查在抽完之前停下：{untouched} 项未答完，{disputed} 项有分歧；已看过而未定的按错误计，"
            "其余不计入，上限仍然成立。",
            f"The sequential audit stopped before its end: {untouched} unanswered, {disputed} disputed; "
            "what was looked at and not settled counts as wrong, the rest is left out, and the bound holds.",
        )
    return BilingualSentence(
        f"核查尚未完成：还有 {untouched + disputed} 项（含遗漏抽查）未答或有分歧，都按错误计。",
        f"The audit is not complete: {untouched + disputed} drawn values and places are unanswered or "
        "disputed; they count as wrong.",
    )
