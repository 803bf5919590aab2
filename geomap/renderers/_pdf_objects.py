"""The file format of PDF, as far as one page needs it: numbered objects and where they start."""

import hashlib
import zlib


class Objects:
    """Objects of a PDF in the making, numbered from 1 in the order they are added."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    @property
    def next(self) -> int:
        """Number of the object that will be added next."""
        return len(self._bodies) + 1

    def add(self, body: str | bytes) -> int:
        """Add an object; its number."""
        self._bodies.append(body.encode("ascii") if isinstance(body, str) else body)
        return len(self._bodies)

    def add_stream(self, data: bytes, entries: str = "") -> int:
        """Add a compressed stream with further entries of its dictionary."""
        packed = zlib.compress(data, 9)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries}>>\nstream\n"
        return self.add(head.encode("ascii") + packed + b"\nendstream")

    def file(self, root: int, info: int) -> bytes:
        """The whole file. Its id is a digest of the content, so that the bytes stay the same."""
        # Four bytes beyond ASCII tell transfer programs that the file is binary.
        data = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts = []
        for number, body in enumerate(self._bodies, 1):
            starts.append(len(data))
            data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        digest = hashlib.sha256(data).hexdigest()[:32]
        table = len(data)
        size = len(starts) + 1
        data += b"xref\n0 %d\n0000000000 65535 f \n" % size
        data += b"".join(b"%010d 00000 n \n" % start for start in starts)
        data += (
            f"trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R "
            f"/ID [<{digest}> <{digest}>] >>\nstartxref\n{table}\n%%EOF\n"
        ).encode("ascii")
        return bytes(data)


def text_string(words: str) -> str:
    """Any words as a PDF string, in a form that needs no escaping."""
    return f"<FEFF{utf16(words)}>"


def utf16(words: str) -> str:
    """Words as hexadecimal UTF-16."""
    return words.encode("utf-16-be").hex().upper()
