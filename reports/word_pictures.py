"""Pictures of a Word document: charts, and the crest, which may be one of lines (SVG): Word shows those since 2016."""

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from core.errors import DeskError
from reports.charts import Chart, alternative_text, png
from reports.document import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

SIGNATURE = b"\x89PNG\r\n\x1a\n"
DPI = 240
EMU = 635
"""In a twentieth of a point, in which all lengths here are measured."""
WIDTH, TALLEST, CREST_HEIGHT = 8504, 13490, 1134
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Image:
    """`relation` leads to the PNG, `vector` to the SVG if there is one. `width` and `height` are in EMU."""

    relation: str
    name: str
    words: str
    width: int
    height: int
    vector: str = ""


def chart_picture(word: "WordDocument", drawing: Chart, name: str) -> Image:
    content = png(drawing, DPI)
    across, down = size_of(content)
    width = min(WIDTH, TALLEST * across // down)
    return _image(word, content, name, alternative_text(drawing), (width, width * down // across))


def crest_picture(word: "WordDocument", document: Document) -> Image | None:
    """DeskError for a damaged one."""
    from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError

    if not document.crest:
        return None
    is_png = document.crest.startswith(SIGNATURE)
    try:
        across, down = size_of(document.crest) if is_png else svg_size(document.crest)
        size = (int(CREST_HEIGHT * across / down), CREST_HEIGHT)
        words, vector = f"Crest of {document.organisation}", "" if is_png else _vector(word, document.crest)
        return _image(word, document.crest if is_png else clear_png(), "Crest", words, size, vector)
    except (
        *(InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError),
        *(etree.XMLSyntaxError, struct.error, ValueError, ZeroDivisionError),
    ) as error:
        raise DeskError("The crest is a damaged picture: save it again as PNG or SVG.") from error


def size_of(content: bytes) -> tuple[int, int]:
    """Pixels across and down, from the header of a PNG."""
    across, down = struct.unpack(">II", content[16:24])
    return across, down


def svg_size(content: bytes) -> tuple[float, float]:
    """How broad and high it is drawn. ValueError where it does not say."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    box = NUMBER.findall(root.get("viewBox", ""))
    sides = box[2:] if len(box) == 4 else NUMBER.findall(f"{root.get('width', '')} {root.get('height', '')}")
    across, down = map(float, sides)
    return across, down


def clear_png() -> bytes:
    """One pixel that nobody sees: what a reader shows that knows no SVG."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 5)), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )


def _vector(word: "WordDocument", content: bytes) -> str:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    part = Part(PackURI("/word/media/crest.svg"), "image/svg+xml", content, word.part.package)
    return word.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _image(
    word: "WordDocument", content: bytes, name: str, words: str, size: tuple[int, int], vector: str = ""
) -> Image:
    relation, _ = word.part.get_or_add_image(io.BytesIO(content))
    return Image(relation, name, words, size[0] * EMU, size[1] * EMU, vector)
