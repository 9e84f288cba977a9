"""A report as a message: what it says first, each under its heading."""

from bot.report.summary import sentences, shortened
from reports.document import Block, Document, Heading, Passage, Run

SPAN = "April to September 2020"


def computed(key: str, text: str) -> Passage:
    return Passage(key, (Run(text),), "computed")


def told(*blocks: Block) -> list[str]:
    briefs = {"hours": f"{SPAN}: 33.75%. Below target: July to September 2020, 29.32%."}
    return sentences(Document("Report", SPAN, "Desk", blocks), {"No posts are recorded."}, briefs)


def test_the_first_sentence_under_a_heading_says_what_it_is_about() -> None:
    assert told(
        Heading("Support", 1),
        Passage("support.text1", (Run("Of the shape."),)),
        Heading("Incidents within SLA", 2),
        computed("sla.1", f"{SPAN}: 91.8% (2,496 of 2,718)."),
        computed("sla.2", "No partner missed its target."),
        computed("late.1", "None was late."),
        Heading("Outages", 2),
        computed("outages.1", "A priority 1 incident occurred in August 2020."),
        Heading("Development", 1),
        computed("posts.1", "No posts are recorded."),
    ) == [
        "Incidents within SLA: 91.8% (2,496 of 2,718).",
        "None was late.",
        "Outages: A priority 1 incident occurred in August 2020.",
    ]


def test_what_stands_for_a_piece_is_told_in_place_of_its_first_sentence() -> None:
    assert told(
        Heading("Time on projects", 1),
        computed("hours.1", "Time on projects, April to June 2020: 38.18%."),
        computed("hours.2", "Time on projects, July to September 2020: 29.32%."),
    ) == ["Time on projects: 33.75%. Below target: July to September 2020, 29.32%."]


def test_what_is_left_out_is_counted_and_the_check_is_named_but_in_the_check() -> None:
    things = [f"{number}. Thing." for number in range(1, 1_200)]
    assert shortened(things)[-1] == "and 1,191 more: /report check"
    assert shortened(things, 40)[39:] == ["40. Thing.", "and 1,159 more"]
    assert shortened(things[:9]) == things[:9]
