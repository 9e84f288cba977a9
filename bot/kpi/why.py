"""/kpi why: what a figure was counted from, how much was missing, and why each record missed, segment by segment."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from math import ceil

from sqlmodel import Session

from bot.command import Request
from bot.kpi.enquiry import Enquiry
from bot.kpi.headline import headline, is_only_entered
from bot.kpi.measured import Measured
from bot.kpi.part import MISSED, OVERDUE, ends_of, in_a_file, opens, part_records
from bot.kpi.plan_answer import latest_case
from bot.parts import Button, Buttons, Part, line
from bot.tickets.words import ref
from bot.when import spoken
from core import explained
from core.entered import MARK, sources
from core.errors import DeskError
from core.facts import Figure
from core.goals import is_chance
from core.numbers import SMALL_NUMBER, grouped, percent, plural
from core.sentences import TOO_FEW, misses, points_below, reach_words
from core.sla import Span, explain, hours_and_minutes, used_minutes
from core.sources import Plan, Where
from core.tickets import unpack_partners
from storage import tallies, tickets
from storage.models import Ticket


def why(one: Measured, found: Enquiry, request: Request, session: Session) -> tuple[Part, ...]:
    """The figure against its target, what was needed, and the first record that missed."""
    figure = figure_of(one)
    unknown = [] if is_only_entered(one) else of_the_others(one, request, session)
    if not one.kpi.is_of_cases or figure.value is None or figure.said:
        return (line(headline(one)), *unknown, counted_as(one), ways_down(one, found, 0))
    overdue = "" if is_only_entered(one) else overdue_words(one)
    asked_of = " ".join(filter(None, (needed_words(figure, one.target), overdue)))
    shown: list[Part] = [line(opening(one, figure)), *([line(asked_of)] if asked_of else []), *unknown]
    if is_only_entered(one):
        return (*shown, line(sources(one.entered)), counted_as(one), ways_down(one, found, 0))
    number = figure.d - figure.n
    if isinstance(one.kpi.where, Plan):
        shown += map(line, latest_case(one, one.kpi.where, request, session))
    first = part_records(one, MISSED, request, session, limit=1) if has_hits(one) else ()
    if first:
        shown += first_missed(first[0], number, one, request, session)
    return (*shown, counted_as(one), ways_down(one, found, number))


def has_hits(one: Measured) -> bool:
    return isinstance(one.kpi.where, Where) and one.kpi.where.hits is not None


def of_the_others(one: Measured, request: Request, session: Session) -> list[Part]:
    """What was resolved, though its export does not say whether on first contact."""
    where = one.kpi.where
    if not isinstance(where, Where) or where.hits != "first_contact":
        return []
    every = replace(where, hits=None)
    resolved = tallies.count(session, [every], ends_of(one, request))[every]
    number = resolved.only(partner=one.partner, levels=one.levels or None).d - one.figure.d
    return [line(f"Beside them {plural(number, one.kpi.noun)} of which it is not known.")] if number else []


def figure_of(one: Measured) -> Figure:
    """What was counted; where nothing was, what documents say."""
    entered = one.as_entered() if is_only_entered(one) else None
    return entered or one.figure


def opening(one: Measured, figure: Figure) -> str:
    """DDDC, May 2020: 101 of 125 incidents resolved within SLA = 80.8%, 9.2 percentage points below 90%; beyond …"""
    whose = ", ".join(filter(None, (one.partner, *one.levels, one.period.words)))
    marked = f"{MARK.capitalize()}: " if is_only_entered(one) else ""
    cases = f"{grouped(figure.n)} of {grouped(figure.d)}{'' if one.is_over else ' so far'}"
    share = "" if figure.d < SMALL_NUMBER else f" = {percent(figure.n, figure.d, one.target)}"
    return f"{marked}{one.kpi.title}, {whose}: {cases}{share}{against(one, figure)}."


def against(one: Measured, figure: Figure) -> str:
    target = one.target
    if target is None:
        return "; no target"
    if not misses(figure, target):
        return f"; the target of {target:g}% {'was met' if one.is_over else 'is met so far'}"
    if figure.d < SMALL_NUMBER:
        return f", below {target:g}%; {TOO_FEW}"
    chance = "within" if is_chance(figure, target) else "beyond"
    points = points_below(figure, target)
    return f", {points} percentage points below {target:g}%; {chance} normal variation {reach_words(figure, target)}"


def needed_words(figure: Figure, target: float | None) -> str:
    if target is None:
        return ""
    wanted = ceil(Fraction(str(target)) * figure.d / 100)
    if figure.n < wanted:
        return f"{grouped(wanted)} were needed: {grouped(wanted - figure.n)} more."
    spare = figure.n - wanted
    return f"{grouped(wanted)} were needed: {grouped(spare) if spare else 'no'} more may have missed."


def overdue_words(one: Measured) -> str:
    if one.late_open is None:
        return ""
    last = one.period.end - timedelta(days=1)
    when = f"at {last.day} {last:%B}" if one.is_over and one.period.is_whole_months else "now"
    return f"Open and overdue {when}: {grouped(one.late_open)}."


def first_missed(ticket: Ticket, number: int, one: Measured, request: Request, session: Session) -> list[Part]:
    """24 missed. First: INC-204, P3, allowed 8 h 30, and then its days."""
    head = f"{grouped(number)} missed. {'First' if number > 1 else 'It was'}"
    if one.late_open is None:
        return [line(f"{head}: {ref(ticket)}, {ticket.level}: {not_first(ticket)}")]
    opened, *days = days_of(ticket, request, session)
    return [line(f"{head}: {opened}"), *map(line, days)]


def not_first(ticket: Ticket) -> str:
    """Why a ticket was not resolved on first contact."""
    counted = (("reassigned", ticket.reassignments), ("reopened", ticket.reopenings))
    times = [f"{word} {plural(number, ('time', 'times'))}" for word, number in counted if number]
    return f"{' and '.join(times) or 'not resolved by the first line'}."


def days_of(ticket: Ticket, request: Request, session: Session) -> tuple[str, str, str]:
    """A ticket with what it was allowed; its days; and what they come to."""
    calendar = request.desk.calendar_of(ticket.service)
    until = ticket.ended_at or request.now
    holds = tickets.holds(session, ticket.id)
    spans: list[Span] = [(hold.started_at, hold.ended_at or until) for hold in holds]
    used = used_minutes(calendar, ticket.opened_at, until, spans)
    lines = explain(calendar, ticket.opened_at, until, spans, [hold.reason for hold in holds])
    due = spoken(ticket.due_at, until, request.desk.zone, always_date=True) if ticket.due_at else ""
    spent = explained.spent(used, ticket.allowed_minutes, due, is_over=ticket.ended_at is not None)
    return (
        f"{ref(ticket)}, {ticket.level}, allowed {hours_and_minutes(ticket.allowed_minutes)}.",
        explained.story(calendar, lines),
        f"{spent}{written_otherwise(ticket, used)}",
    )


def written_otherwise(ticket: Ticket, used: int) -> str:
    """The outcome is written once, under the hours and holds of then; where they have changed since, it says so."""
    if ticket.worked_minutes in (None, used):
        return ""
    return f" {hours_and_minutes(ticket.worked_minutes or 0)} were counted when it was resolved, and that holds."


def of_ticket(ticket: Ticket, request: Request, session: Session) -> tuple[Part, ...]:
    """The same for any one record, whether it missed or not."""
    if request.person.partner and request.person.partner not in unpack_partners(ticket.partners):
        raise DeskError(f"You see {request.person.partner} only.", "ref")
    shown = Button("Show", f"{ticket.kind} show {ref(ticket)}")
    return (*map(line, days_of(ticket, request, session)), Buttons((shown,)))


def counted_as(one: Measured) -> Part:
    return line(f"Counted as: {one.kpi.formula}.")


def ways_down(one: Measured, found: Enquiry, missed: int) -> Buttons:
    """What missed where something did, and else all; and what is still open and overdue."""
    asked = f"{found.words} {one.period.words}{found.whose}"
    if not missed or not has_hits(one):
        changed = (Button("What changed", f"kpi compare {asked}"),) if one.before else ()
        return Buttons((opens(one, found), *changed, in_a_file(one, found)))
    more = f"{grouped(missed - 1)} more" if missed > 1 else "1 missed"
    pairs = [Button(more, f"kpi records {asked} only:{MISSED}"), in_a_file(one, found, MISSED)]
    if one.late_open:
        pairs.append(Button(f"{grouped(one.late_open)} overdue", f"kpi records {asked} only:{OVERDUE}"))
    return Buttons(tuple(pairs))
