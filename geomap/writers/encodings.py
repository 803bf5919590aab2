"""Encodings that a file of data can be asked in."""

from typing import Literal

# GBK, code page 936, is what desktop programs of Chinese offices take a Shapefile for.
Encoding = Literal["UTF-8", "GBK"]
ENCODINGS: tuple[Encoding, ...] = ("UTF-8", "GBK")
