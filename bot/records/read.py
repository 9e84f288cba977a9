"""What is typed for a field of a register, read as it is stored."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot.command import Request
from bot.grammar import did_you_mean
from bot.matching import find_kpi, read_partner, read_service
from bot.persons import person_meant
from bot.when import read_day, read_moment
from core.errors import DeskError
from core.periods import month_of, parse_period
from core.records import REGISTERS
from core.records.fields import Field, Kind, Register
from core.tickets import read_reference
from storage import budgets, registers, tickets
from storage.models.base import Kept

NONE = "none"  # typed for a field that is to be emptied
NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,4})?", re.ASCII)
MONEY = re.compile(r"£?\d{1,9}(?:\.\d\d?)?", re.ASCII)
ANSWERS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def read(field: Field, typed: str, request: Request, session: Session) -> object:
    """The value as stored; None for `none`. DeskError that names the field."""
    if typed.lower() == NONE and not field.required:
        return None
    try:
        return READERS[field.kind](field, typed, request, session)
    except DeskError as error:
        raise DeskError(error.sentence, field.key) from error


def read_text(field: Field, typed: str, _request: Request, _session: Session) -> str:
    if not any(sign.isalnum() for sign in typed):
        raise DeskError(f"{field.label} needs words that somebody can find again.")
    return typed


def read_date(field: Field, typed: str, request: Request, _session: Session) -> date:
    today = request.desk.calendar.local(request.now).date()
    day = read_day(typed, today, field=field.key)
    if field.is_past and day > today:
        raise DeskError(
            f"{field.label}: {day:%-d %B %Y} is still to come. Write the day with its year, as in 2020-07-03."
        )
    return day


def read_instant(field: Field, typed: str, request: Request, _session: Session) -> datetime:
    """`now`, or a time of any year: registers are also filled from older papers."""
    if typed.lower() == "now":
        return request.now
    at = read_moment(typed, request.now, request.desk.zone, sure=True, field=field.key).at
    if field.is_past and at > request.now:
        raise DeskError(f"{field.label}: that is still to come. Write the day too, as in 2020-07-03 14:10.")
    return at


def read_month(field: Field, typed: str, request: Request, _session: Session) -> int:
    period = parse_period(typed, request.desk.calendar.local(request.now).date())
    if not period.is_whole_months or len(period.months()) != 1:
        raise DeskError(f"{field.label} is one month, as in july 2020.")
    return month_of(period.start)


def read_number(field: Field, typed: str) -> float:
    plain = typed.replace(",", "").removesuffix("%").strip()
    if not NUMBER.fullmatch(plain) or not field.least <= float(plain) <= field.most:
        raise DeskError(f"{field.label} is a number from {field.least:,} to {field.most:,}, not {typed:.40}.")
    return float(plain)


def read_decimal(field: Field, typed: str, _request: Request, _session: Session) -> float:
    return read_number(field, typed)


def read_integer(field: Field, typed: str, _request: Request, _session: Session) -> int:
    number = read_number(field, typed)
    if not number.is_integer():
        raise DeskError(f"{field.label} is a whole number, not {typed:.40}.")
    return int(number)


def read_money(field: Field, typed: str, _request: Request, _session: Session) -> int:
    """Pence of £2,935 or 2935.50."""
    plain = typed.replace(",", "").strip()
    if not MONEY.fullmatch(plain):
        raise DeskError(f"{field.label} is in pounds, as in £2,935 or 2935.50, not {typed:.40}.")
    pounds, _, pence = plain.removeprefix("£").partition(".")
    return int(pounds) * 100 + int(pence.ljust(2, "0"))


def read_answer(field: Field, typed: str, _request: Request, _session: Session) -> bool:
    if typed.lower() not in ANSWERS:
        raise DeskError(f"{field.label}: yes or no, not {typed:.40}.")
    return ANSWERS[typed.lower()]


def read_choice(field: Field, typed: str, _request: Request, _session: Session) -> str:
    found = choice_of(field.choices, typed)
    if found is None:
        raise DeskError(did_you_mean(field.label.lower(), typed, field.choices))
    return found


def choice_of(choices: Sequence[str], typed: str) -> str | None:
    """The choice that is meant by its words, with blanks or hyphens, or by a beginning that no other choice has."""
    word = plainly(typed)
    exact = [choice for choice in choices if plainly(choice) == word]
    begun = [choice for choice in choices if plainly(choice).startswith(f"{word} ")]
    likely = exact or begun
    return likely[0] if len(likely) == 1 else None


def plainly(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split())


def read_who(_field: Field, typed: str, request: Request, session: Session) -> int:
    return person_meant(request, session, typed)[0]


def read_partner_key(_field: Field, typed: str, request: Request, _session: Session) -> str:
    return read_partner(request.desk, typed).key


def read_service_name(_field: Field, typed: str, request: Request, _session: Session) -> str:
    return read_service(request.desk, typed).name


def read_ticket(field: Field, typed: str, _request: Request, session: Session) -> int:
    number = read_reference(typed)
    if number is None:
        raise DeskError(f"{field.label} is a ticket, as in OUT-1 or INC-12, not {typed:.40}.")
    return tickets.get(session, number).id


def read_record(field: Field, typed: str, _request: Request, session: Session) -> int:
    return record_of(REGISTERS[field.of], typed, session).id


def record_of(register: Register, typed: str, session: Session) -> Kept:
    number = register.read_reference(typed)
    row = registers.get(session, register.name, number) if number is not None else None
    if row is None or row.void_at is not None:
        raise DeskError(f"There is no {register.noun[0]} {typed:.40}. {register.typed} list shows them.")
    return row


def read_kpi(_field: Field, typed: str, request: Request, _session: Session) -> str:
    return find_kpi(request.kpis, typed).name


def read_span(_field: Field, typed: str, request: Request, _session: Session) -> str:
    """The period in the words by which it is read again, its year with it."""
    return parse_period(typed, request.desk.calendar.local(request.now).date()).words


def read_subject(_field: Field, typed: str, request: Request, session: Session) -> str:
    """A register that comes to a figure, a measure by its reference, a budget line by code or name, or else a KPI."""
    if (named := REGISTERS.get(typed.lower())) and named.total:
        return named.name
    measures = REGISTERS["measure"]
    if typed.upper().startswith(f"{measures.letters}-"):
        return measures.reference(record_of(measures, typed, session).id)
    line = budgets.line_called(session, typed)
    return line.name if line else find_kpi(request.kpis, typed).name


READERS: dict[Kind, Callable[[Field, str, Request, Session], object]] = {
    "text": read_text,
    "date": read_date,
    "moment": read_instant,
    "month": read_month,
    "integer": read_integer,
    "decimal": read_decimal,
    "money": read_money,
    "yes/no": read_answer,
    "choice": read_choice,
    "person": read_who,
    "partner": read_partner_key,
    "service": read_service_name,
    "ticket": read_ticket,
    "record": read_record,
    "kpi": read_kpi,
    "subject": read_subject,
    "period": read_span,
}
