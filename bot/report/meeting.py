"""The committee: the day of its meeting, and afterwards what it resolved."""

from sqlmodel import Session

from bot.command import Field, Question, Reply, Request
from bot.kpi.enquiry import today
from bot.parts import Form, FormField, buttons, line
from bot.report.naming import named
from bot.report.saying import undo
from bot.report.standing import drafted
from bot.when import read_day
from core.calendar import day_words
from core.errors import DeskError
from core.report.workflow import odd_about, plan_words
from storage import trail

ON = Field("on", "Day of the meeting", is_time=True)
TEXT = Field("text", "What it resolved")


def committee(request: Request, session: Session) -> Reply:
    """The day typed behind the report, as 24 Nov 2020."""
    found = named(request, session, request.typed.text.split())
    report, _ = drafted(session, found, "committee")
    typed = request.field("on") or " ".join(found.rest)
    if not typed:
        raise Question(
            Form(
                "When does the committee meet? Nothing is stored yet.",
                f"report committee {found.typed}",
                (FormField("on", ON.label, required=True),),
            )
        )
    meets_on = read_day(typed, today(request), field="on")
    if (odd := odd_about(request.desk.calendar, meets_on, today(request))) and not request.is_sure():
        sure = buttons(("It meets on that day", f"report committee {found.typed} on:{meets_on} sure:yes"))
        raise Question(*map(line, [*odd, "Does the committee meet on that day? Nothing is stored yet."]), sure)
    trail.change(session, request.act, report, {"committee_on": meets_on})
    said = f"{found.title}, for the {found.shape.committee}."
    return Reply((line(f"{said} {plan_words(request.desk.calendar, meets_on)}"), undo(request)))


def resolve(request: Request, session: Session) -> Reply:
    found = named(request, session, request.typed.text.split())
    report, stands = drafted(session, found, "resolve")
    text = request.field("text") or " ".join(found.rest)
    if not text:
        fields = (FormField("text", TEXT.label, required=True), FormField("on", ON.label))
        raise Question(
            Form("What did the committee resolve? Nothing is stored yet.", f"report resolve {found.typed}", fields)
        )
    typed = request.field("on")
    on = read_day(typed, today(request), field="on") if typed else stands.meets_on or today(request)
    if on > today(request):
        raise DeskError(
            f"The committee meets on {day_words(on)}, which is to come. Say the day: on:{today(request)}", "on"
        )
    trail.change(session, request.act, report, {"resolution": text, "resolved_on": on})
    said = f"{found.title}. {found.shape.committee}, {day_words(on)}: {text}"
    return Reply((line(said), undo(request)))
