"""Blocks of a page hold what was put into them, and are inert."""

import base64
import re
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.many import dotted, scattered

from geomap.renderers.web import blocks
from geomap.renderers.web.dots import pack


@given(st.lists(st.integers(0, 2**24 - 1), min_size=1, max_size=50))
def test_numbers_by_their_byte_planes(numbers: list[int]) -> None:
    data = zlib.decompress(base64.b64decode(blocks.numbers([np.array(numbers)], 3)))
    count = len(numbers)
    planes = [data[at : at + count] for at in range(0, 3 * count, count)]
    assert [a + 256 * b + 65536 * c for a, b, c in zip(*planes, strict=True)] == numbers


@pytest.mark.parametrize(("largest", "size"), [(0, 1), (255, 1), (256, 2), (65535, 2), (65536, 3)])
def test_a_column_is_as_wide_as_its_largest_number(largest: int, size: int) -> None:
    assert blocks.width(largest) == size


def test_texts_stand_in_pieces() -> None:
    column = [f"站{n}" for n in range(2500)]
    pieces = blocks.texts(column).split(",")
    read = [zlib.decompress(base64.b64decode(piece)).decode().split("\x1e") for piece in pieces]
    assert [len(piece) for piece in read] == [1024, 1024, 452]
    assert [words for piece in read for words in piece] == column


def test_a_block_can_be_neither_script_nor_markup() -> None:
    packed = pack(dotted(scattered(3000)).dots[0], lambda _: 0, {})
    assert all(re.fullmatch(r"[A-Za-z0-9+/=,]*", block) for block in packed.blocks.values())


def test_the_same_dots_give_the_same_blocks() -> None:
    first, second = (pack(dotted(scattered(3000)).dots[0], lambda _: 0, {}) for _ in range(2))
    assert (first.content, first.blocks) == (second.content, second.blocks)
