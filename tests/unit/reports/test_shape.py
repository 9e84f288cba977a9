"""A shape takes blocks where its template puts them, and headings among them stand below the one above."""

from reports.document import Heading, Passage, Run
from reports.shape import filled, sections_of

TEXT = """== projects: Projects
{{ put() }}

## More
- {{ put() }}
"""
MADE = (Heading("BDC", 1), Passage("projects.1", (Run("Housing: live"),), "person", "Sam Okafor"))


def test_headings_of_what_is_put_stand_below_the_heading_above() -> None:
    (section,) = sections_of(TEXT).values()
    blocks = filled(section, {}, {"put": lambda: MADE})
    levels = [(block.text, block.level) for block in blocks if isinstance(block, Heading)]
    assert levels == [("Projects", 1), ("BDC", 2), ("More", 2), ("BDC", 3)]


def test_what_is_put_into_a_list_becomes_its_points() -> None:
    (section,) = sections_of(TEXT).values()
    points = [block.is_point for block in filled(section, {}, {"put": lambda: MADE}) if isinstance(block, Passage)]
    assert points == [False, True]
