"""What desk.toml says of reports: their shapes, whose names stand on them, who signs, and who comments."""

from collections.abc import Mapping

from pydantic import Field

from bot.desk_types import Role, Section
from reports.document import Numbering


class ReportShape(Section):
    """`template` is one of those in bot/report/shapes, or a file beside desk.toml. `sections` chooses and orders its
    sections by key, `names` renames them. `authors` and `contact` are keys of people. `signs` and `comments` are roles:
    all of the first must sign, all of the second are asked for a comment. In the public copy counts of restricted
    records below `suppress_below` are withheld; at 0 none are. The greatest of a desk's reports holds for all of them.
    What the internal copy has beyond the public one is marked there; `exempt` names the provision.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str
    template: str
    committee: str
    marking: str = ""
    crest: str = ""
    numbering: Numbering = "none"
    sections: tuple[str, ...] = ()
    names: Mapping[str, str] = {}
    authors: tuple[str, ...] = ()
    contact: str = ""
    signs: tuple[Role, ...] = ("manager",)
    comments: tuple[Role, ...] = ()
    exempt: str = ""
    suppress_below: int = Field(default=0, ge=0, le=20)
