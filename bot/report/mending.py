"""What mends each point that stands against signing, as a button: one's words, or the record that is missing."""

from collections.abc import Iterator, Sequence

from bot.parts import Button, Buttons
from bot.report.saying import answer_to, may_answer
from bot.report.summary import MOST_LACKS
from bot.report.written import Written

ANSWERED = ("words", "action", "reason")  # begin the keys of what words mend
ENTERED = {
    "data/timesheet": "timesheet add",
    "data/actuals": "budget actual",
    "data/budget": "budget line",
    "data/measure": "measure add",
}
SEEN = {"decision/security": "security list"}
CAUSE = "cause/"
NO_ONE = "all"  # of several outages none is named


def mended_by(written: Written, against: Sequence[str]) -> Buttons:
    """Each with the number of its point, where there are several; of words only for those who may say them."""
    place = {sentence: at for at, sentence in enumerate(against[:MOST_LACKS], start=1)}
    found = ((key, place[sentence]) for key, sentence in written.unsaid().items() if sentence in place)
    return Buttons(
        tuple(button for key, at in found for button in button_of(written, key, f" {at}" if len(against) > 1 else ""))
    )


def button_of(written: Written, key: str, number: str) -> Iterator[Button]:
    stands = written.standing
    if key.partition("/")[0] in ANSWERED:
        if may_answer(written.request, key, stands):
            yield answer_to(f"Answer{number}", stands.named, key)
    elif key in ENTERED:
        yield Button(f"Enter{number}", ENTERED[key], opens_form=True)
    elif key in SEEN:
        yield Button(f"See{number}", SEEN[key])
    elif key.startswith(CAUSE) and not key.endswith(NO_ONE):
        yield Button(f"Cause{number}", f"outage edit {key.removeprefix(CAUSE)}", opens_form=True)
