"""/report: the committee report, from first draft to the committee's resolution."""

from bot.command import Command, Field, Run, Verb
from bot.report import asking, checking, drafting, meeting, showing, speaking

WHICH = "[shape] [period]"
WORDS = (speaking.KEY, speaking.TEXT, speaking.BEHALF, speaking.EVIDENCE)


def implied(word: str) -> str | None:
    """A period or a shape without a verb asks for a draft."""
    return "draft" if word else None


def writes(
    name: str, does: str, run: Run, example: str, more: str = "", fields: tuple[Field, ...] = (), needs: str = "manager"
) -> Verb:
    takes = f"{WHICH} {more}".rstrip()
    return Verb(name, does, run, f"/report {example}", takes, fields, needs=needs, writes=True)


COMMAND = Command(
    name="report",
    does="write, check, sign and publish the committee report",
    shortcut=implied,
    verb_may_follow=True,
    verbs=(
        Verb("show", "where a report stands", showing.show, "/report", WHICH, needs="look", is_default=True),
        writes("draft", "write it, and keep a version where it says something new", drafting.draft, "draft q2 2020-21"),
        Verb("check", "what stands against signing it", checking.check, "/report check q2 2020-21", WHICH),
        writes(
            "ask",
            "ask those who are to say something in it",
            asking.ask,
            "ask q2 2020-21",
            "[question]",
            (asking.OF, asking.BY),
        ),
        writes(
            "say",
            "say what is to stand in it",
            speaking.say,
            "say q2 2020-21 development Two posts were filled.",
            "question text",
            WORDS,
            "staff",
        ),
        writes(
            "committee",
            "say when its committee meets",
            meeting.committee,
            "committee q2 2020-21 24 Nov 2020",
            "day",
            (meeting.ON,),
            "committee",
        ),
    ),
)
