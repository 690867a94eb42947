"""Write a PDF that shows an empty page and leads or starts where it is told; harmless.

Source: ISO 32000-1, sections 7.5, 7.11, 12.6
"""

import zlib
from collections.abc import Mapping, Sequence

from kakekomi.drill.pdf_encryption import PdfPasswords, encrypt


def make_pdf(
    *,
    links: Sequence[str] = (),
    script: str = "",
    launch: str = "",
    embedded: Mapping[str, bytes] | None = None,
    is_packed: bool = False,
    passwords: PdfPasswords | None = None,
) -> bytes:
    """Write a PDF; ``is_packed`` puts its objects into a deflated stream of objects."""
    action = f"/OpenAction << /S /JavaScript /JS {_string(script)} >>" if script else ""
    if launch:
        action = f"/OpenAction << /S /Launch /Win << /F {_string(launch)} >> >>"
    links_by_number = dict(enumerate(links, 10))
    files = list((embedded or {}).items())
    annotations = " ".join(f"{number} 0 R" for number in links_by_number)
    names = " ".join(f"{_string(name)} {100 + 2 * at} 0 R" for at, (name, _) in enumerate(files))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {action} /Names << /EmbeddedFiles << /Names [{names}] "
        ">> >> >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [{annotations}] >>",
    }
    for number, link in links_by_number.items():
        objects[number] = (
            f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI {_string(link)} >> "
            ">>"
        )
    streams: dict[int, bytes] = {}
    for at, (name, content) in enumerate(files):
        number = 100 + 2 * at
        objects[number] = (
            f"<< /Type /Filespec /F {_string(name)} /UF {_string(name)} "
            f"/EF << /F {number + 1} 0 R >> >>"
        )
        streams[number + 1] = _stream("/Type /EmbeddedFile /Filter /FlateDecode", content)
    bodies = _bodies(objects, streams, is_packed=is_packed)
    return _file(bodies) if passwords is None else _file(*encrypt(bodies, passwords))


def _bodies(
    objects: Mapping[int, str], streams: Mapping[int, bytes], *, is_packed: bool
) -> dict[int, bytes]:
    bodies = {number: text.encode("latin-1") for number, text in objects.items()}
    if is_packed:
        texts, places, at = [], [], 0
        for number, body in bodies.items():
            places.append(f"{number} {at}")
            texts.append(body)
            at += len(body) + 1
        head = (" ".join(places) + "\n").encode("ascii")
        kind = f"/Type /ObjStm /N {len(bodies)} /First {len(head)} /Filter /FlateDecode"
        bodies = {5000: _stream(kind, head + b"\n".join(texts))}
    return {**bodies, **streams}


def _file(bodies: Mapping[int, bytes], trailer: str = "") -> bytes:
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), dict[int, int]()
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n"
    for number, offset in sorted(offsets.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    size = max(offsets) + 1
    entries = b"/Size %d /Root 1 0 R %s" % (size, trailer.encode("ascii"))
    out += b"trailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (entries.rstrip(), start)
    return bytes(out)


def _stream(entries: str, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = f"<< {entries} /Length {len(packed)} >>\nstream\n".encode("ascii")
    return head + packed + b"\nendstream"


def _string(text: str) -> str:
    if text.isascii():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"
