"""A bit that flipped in what a store holds is told in one line, and changes nothing further."""

import zlib

import pytest

from extractor.errors import StoreDamagedError
from extractor.store.packing import unpack_document, unpack_report, unpack_text


@pytest.mark.parametrize("place", [0, 5, -1])
@pytest.mark.parametrize(
    "unpack",
    [unpack_report, unpack_text, lambda packed: unpack_document(packed, None)],
    ids=["report", "text", "document"],
)
def test_a_flipped_bit_in_what_was_packed_is_called_damage(unpack, place):
    packed = bytearray(zlib.compress(b'{"text": "' + b"x" * 500 + b'"}', 3))
    packed[place] ^= 4
    with pytest.raises(StoreDamagedError) as caught:
        unpack(bytes(packed))
    said = str(caught.value)
    assert "已损坏" in said
    assert "put back a copy" in said
    assert "\n" not in said
