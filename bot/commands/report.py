"""/report: the committee report, from first draft to the committee's resolution."""

from bot.budget import explain
from bot.budget.asking import AMOUNT, PERIOD
from bot.command import Command, Field, Run, Verb
from bot.report import (
    asking,
    checking,
    comparing,
    drafting,
    files,
    meeting,
    publishing,
    restating,
    saying,
    showing,
    signing,
)

WHICH = "[shape] [period]"
WORDS = (saying.KEY, saying.TEXT, saying.BEHALF, saying.EVIDENCE)


def implied(word: str) -> str | None:
    """A period or a shape without a verb asks for a draft."""
    return "draft" if word else None


def writes(
    name: str, does: str, run: Run, example: str, more: str = "", fields: tuple[Field, ...] = (), needs: str = "manager"
) -> Verb:
    takes = f"{WHICH} {more}".rstrip()
    return Verb(name, does, run, f"/report {example}", takes, fields, needs=needs, writes=True)


def as_file(name: str, format_of: str) -> Verb:
    does = f"it {format_of}: as frozen, or the draft"
    return Verb(name, does, files.as_file, f"/report {name} q1 2020-21", WHICH, (files.PUBLIC,), needs="look")


COMMAND = Command(
    name="report",
    does="write, check, sign and publish the committee report",
    shortcut=implied,
    verb_may_follow=True,
    verbs=(
        Verb(
            "show",
            "where a report stands",
            showing.show,
            "/report",
            WHICH,
            needs="look",
            is_default=True,
            also=("status", "standing"),
        ),
        writes("draft", "write it, and keep a version where it says something new", drafting.draft, "draft q1 2020-21"),
        Verb("check", "what stands against signing it", checking.check, "/report check q1 2020-21", WHICH),
        writes(
            "ask",
            "ask those who are to say something in it",
            asking.ask,
            "ask q1 2020-21",
            "[question]",
            (asking.OF, asking.BY),
        ),
        writes(
            "say",
            "say what is to stand in it",
            saying.say,
            "say q1 2020-21 team Two posts were filled.",
            "question text",
            WORDS,
            "staff",
        ),
        writes(
            "committee",
            "say when its committee meets",
            meeting.committee,
            "committee q1 2020-21 24 Nov 2020",
            "day",
            (meeting.ON,),
            "committee",
        ),
        writes("sign", "sign it; the last signature freezes it", signing.sign, "sign q1 2020-21", needs="staff"),
        writes("publish", "publish what was signed", publishing.publish, "publish q1 2020-21", needs="committee"),
        writes(
            "resolve",
            "record what the committee resolved",
            meeting.resolve,
            "resolve q1 2020-21 Noted.",
            "text",
            (meeting.TEXT, meeting.ON),
            "committee",
        ),
        as_file("word", "as a Word document"),
        as_file("html", "as a page"),
        as_file("pdf", "as PDF"),
        as_file("csv", "as the CSV files of its tables"),
        as_file("xlsx", "as a workbook of its tables"),
        Verb(
            "compare",
            "two versions side by side",
            comparing.compare,
            "/report compare q1 2020-21 1 2",
            f"{WHICH} [versions]",
            needs="manager",
        ),
        Verb(
            "restatements",
            "what has changed of signed reports since, and why",
            restating.show,
            "/report restatements q1 2020-21",
            WHICH,
            needs="manager",
        ),
        Verb(
            "adjust",
            "enter an adjustment as a line of its own in the budget",
            explain.enter_adjustment,
            "/report adjust Year-end recharges 1200 q1 2020-21 why:recharges",
            "name amount period",
            (explain.NAME, AMOUNT, PERIOD, explain.WHY),
            needs="finance",
            writes=True,
        ),
    ),
)
