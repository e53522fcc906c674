"""No pattern takes longer than a blink over its own pieces said again and again, with something else behind.

Of every repeated group of every pattern that the package has compiled, pieces that it matches are made from
its own source and repeated. A group that can cut one stretch in two ways (达到 is also 达 and 到) tries all
of them, twice as many with every piece, before it gives up.
"""

import gc
import importlib
import itertools
import pkgutil
import re
import re._constants as c
import re._parser as parser
import signal
import sys
from pathlib import Path

import pytest

import extractor

TESTS = Path(__file__).resolve().parents[1]

BLINK_S = 0.5
"""Processor time for three ways to look; a pattern that is not exponential takes microseconds."""
FEW, MANY = 24, 26
_CLASS = {c.CATEGORY_DIGIT: "1", c.CATEGORY_SPACE: " ", c.CATEGORY_WORD: "a"}


class TooSlowError(Exception):
    pass


def patterns():
    """Every pattern with Chinese in it, or of ours by its place, by source and flags."""
    for module in pkgutil.walk_packages(extractor.__path__, "extractor."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            try:
                importlib.import_module(module.name)
            except ImportError:
                continue  # an extra that is not installed
    ours = {
        id(value)
        for name, module in list(sys.modules.items())
        if name.startswith("extractor.")
        for value in vars(module).values()
        if isinstance(value, re.Pattern)
    }
    of_tests = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))  # in this process, too
    found = {
        (each.pattern, each.flags): each
        for each in gc.get_objects()
        if isinstance(each, re.Pattern)
        and (id(each) in ours or re.search("[\u3400-\u9fff]", str(each.pattern)))
        and (id(each) in ours or str(each.pattern) not in of_tests)
    }
    # gc does not know objects that hold no others
    for name, module in list(sys.modules.items()):
        if name.startswith("extractor."):
            for value in vars(module).values():
                if isinstance(value, re.Pattern):
                    found[value.pattern, value.flags] = value
    return list(found.values())


def one_of(items):
    """A character of a class."""
    if items[0][0] is c.NEGATE:
        return next((each for each in "一a1 ." if not any(holds(item, each) for item in items[1:])), "一")
    kind, value = items[0]
    if kind is c.CATEGORY:
        return _CLASS.get(value, ".")
    return chr(value[0] if kind is c.RANGE else value)


def holds(item, character):
    kind, value = item
    if kind is c.LITERAL:
        return ord(character) == value
    if kind is c.RANGE:
        return value[0] <= ord(character) <= value[1]
    return _CLASS.get(value) == character or (value is c.CATEGORY_WORD and character.isalnum())


def pieces(tree):
    """Some texts that a parsed pattern matches."""
    made = [""]
    for kind, value in tree:
        made = [one + other for one in made for other in pieces_of(kind, value)][:FEW]
    return made


def pieces_of(kind, value):
    if kind is c.LITERAL:
        return [chr(value)]
    if kind is c.IN:
        return [one_of(value)]
    if kind in (c.ANY, c.NOT_LITERAL):
        return ["一"]
    if kind is c.BRANCH:
        return [piece for branch in value[1] for piece in pieces(branch)[:2]]
    if kind is c.SUBPATTERN:
        return pieces(value[-1])
    if kind is c.ATOMIC_GROUP:
        return pieces(value)
    if kind in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        least, most, inside = value
        some = pieces(inside)
        more = [some[0] * min(int(most), 4)] if 1 < int(most) < FEW else []
        return [piece * max(least, 1) for piece in some[:3]] + ([""] if least == 0 else []) + more
    return [""]


def groups(tree, before=""):
    """(what leads there, the inside) of each group that is repeated often."""
    for kind, value in tree:
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            least, most, inside = value
            if int(most) > 8 and (len(inside) > 1 or inside[0][0] in (c.SUBPATTERN, c.BRANCH)):
                yield before, inside
            yield from groups(inside, before)
            before += pieces(inside)[0] * least
        elif kind is c.SUBPATTERN:
            yield from groups(value[-1], before)
            before += pieces(value[-1])[0]
        elif kind is c.BRANCH:
            for branch in value[1]:
                yield from groups(branch, before)
            before += pieces(value[1][0])[0]
        elif kind not in (c.ASSERT, c.ASSERT_NOT):
            before += pieces_of(kind, value)[0]


def texts(pattern):
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    for before, inside in groups(parser.parse(source, pattern.flags & ~re.DEBUG & ~re.UNICODE)):
        some = [piece for piece in dict.fromkeys(pieces(inside)) if piece][:10]
        for again in [
            *(piece * MANY for piece in some),
            *((a + b) * (MANY // 2) for a, b in itertools.combinations(some, 2)),
        ]:
            yield before + again + "\x01"
            yield before + again + "一,\x01"


def is_slow(pattern, text):
    searched = text if isinstance(pattern.pattern, str) else text.encode("utf-8", "replace")

    def stop(*_):
        raise TooSlowError

    was = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, BLINK_S)
    try:
        for look in (pattern.search, pattern.match, pattern.fullmatch):
            look(searched)
    except TooSlowError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, was)
    return False


def test_no_pattern_tries_all_ways_to_cut_its_own_pieces():
    every = patterns()
    assert len(every) > 700
    slow = [
        (each.pattern[:100], text[:60])
        for each in every
        for text in itertools.islice((text for text in texts(each) if is_slow(each, text)), 1)
    ]
    assert slow == []


@pytest.mark.parametrize("source", [r"(?:达|达到|到)*$", r"(?:a|b|ab)+x", r"^(?:但|[^,]{0,4}还)*存"])
def test_the_trial_finds_a_pattern_that_is_exponential(source):
    pattern = re.compile(source)
    assert any(is_slow(pattern, text) for text in texts(pattern))


def test_a_page_that_begins_with_comments_is_known_at_once():
    from extractor.errors import DocumentError
    from extractor.pipeline import read_document

    for start in (b"<!--a-->", b"<?a ?>", b"<!-- --> ", b"<!--a--><!--b\n-->"):
        with pytest.raises(DocumentError):
            read_document(start * (9000 // len(start)) + b"<p>", "a.html")
