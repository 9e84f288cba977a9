"""How a Word document remembers what each part of it was, so that one edited by hand can be read back.

Each part stands in a content control, which Word keeps although all of its words are typed anew, and in a bookmark of
the same name, which LibreOffice keeps (7.4 drops the tag of a control). What the names stand for is written into the
document's own properties, which both keep. Paragraphs of ours that hold nobody's words (captions, notes) have an empty
bookmark at their start.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Literal, get_args

from lxml import etree

if TYPE_CHECKING:
    from docx.package import Package

Kind = Literal["passage", "gap", "table", "part"]
"""A "part" goes on with the table before it: its first column heads the same rows."""
OWN, KEPT = "_own", "_key"
PLACEHOLDER = "Type the answer here."
UNANSWERED = ("", PLACEHOLDER, "Click or tap here to enter text.", "Click here to enter text.")
"""Word shows its own words where an answer was deleted."""

REFERENCE = "report"
"""The property that says which version of which report it is."""
PART = "/docProps/custom.xml"
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
USERS = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # what Word calls properties that are nobody's but the user's


@dataclass(frozen=True)
class Place:
    id: int
    name: str


@dataclass
class Places:
    """Those of one document, as it is written."""

    keys: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def own(self) -> Place:
        number = next(self._ids)
        return Place(number, f"{OWN}{number}")

    def of(self, kind: Kind, key: str) -> Place:
        number = next(self._ids)
        place = Place(number, f"{KEPT}{number}")
        self.keys[place.name] = (kind, key)
        return place


def remember(package: "Package", keys: Mapping[str, tuple[Kind, str]], reference: str) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    root = etree.Element(f"{{{PROPERTIES}}}Properties", nsmap={None: PROPERTIES, "vt": VALUES})
    values = {REFERENCE: reference, **{name: json.dumps(kept) for name, kept in keys.items()}}
    for number, (name, value) in enumerate(values.items(), start=2):
        one = etree.SubElement(root, f"{{{PROPERTIES}}}property", fmtid=USERS, pid=str(number), name=name)
        etree.SubElement(one, f"{{{VALUES}}}lpwstr").text = value
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI(PART), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def remembered(content: bytes) -> tuple[dict[str, tuple[Kind, str]], str]:
    """What the names stand for, and the reference. ValueError where a name of ours stands for what we did not write."""
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    found: dict[str, tuple[Kind, str]] = {}
    reference = ""
    for one in root.iter(f"{{{PROPERTIES}}}property"):
        name, value = one.get("name", ""), "".join(one.itertext())
        if name == REFERENCE:
            reference = value
        elif name.startswith(KEPT):
            kind, key = json.loads(value)
            if kind not in get_args(Kind) or not isinstance(key, str):
                raise ValueError(f"{name} is {value}")
            found[name] = (kind, key)
    return found, reference
