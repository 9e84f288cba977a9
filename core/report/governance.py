"""What a report says of technical debt and of obligations: how many, what they cost, what is due, in time or late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.calendar import day_words
from core.money import exactly
from core.numbers import plural

OBLIGATION = ("obligation", "obligations")
DEBT = ("technical debt", "technical debts")


@dataclass(frozen=True)
class Debt:
    title: str
    plan: str
    cost: int | None
    due_on: date | None


@dataclass(frozen=True)
class Duty:
    """Something that must be held or done by a day. `expires_on`: until when a certificate is held."""

    kind: str
    title: str
    due_on: date
    done_on: date | None
    expires_on: date | None

    @property
    def is_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.due_on

    def state(self, on: date) -> str:
        """As at a day: what was done after it was still to do."""
        if self.done_on is not None and self.done_on <= on:
            return f"done on {day_words(self.done_on)}, {'late' if self.is_late else 'in time'}"
        return "overdue" if self.due_on < on else "to do"


def debts_sentence(debts: Sequence[Debt], on: date) -> str:
    """On 30 September 2021 the register held 2 technical debts. To be rid of them would cost £180,000."""
    if not debts:
        return f"On {day_words(on)} the register held no technical debt."
    known = [each.cost for each in debts if each.cost is not None]
    blank = len(debts) - len(known)
    said = f"On {day_words(on)} the register held {plural(len(debts), DEBT)}."
    if not known:
        return f"{said} None has a cost yet."
    without = f"; {blank:,} of them {'has' if blank == 1 else 'have'} no cost yet" if blank else ""
    rid = "it" if len(debts) == 1 else "them"
    return f"{said} To be rid of {rid} would cost £{exactly(sum(known))}{without}."


def since_sentence(now: int, earlier: Sequence[tuple[str, int]]) -> str:
    """That is 2 more than at the end of June 2021 (0), and 1 fewer than at the end of September 2020 (3)."""
    told = [f"{count_apart(now, before)} at the end of {then} ({before:,})" for then, before in earlier]
    return f"That is {', and '.join(told)}." if told else ""


def count_apart(now: int, before: int) -> str:
    if now == before:
        return "as many as"
    return f"{abs(now - before):,} {'more' if now > before else 'fewer'} than"


def next_due_sentence(debts: Sequence[Debt]) -> str:
    dated = sorted((each.due_on, each.title) for each in debts if each.due_on)
    return f"The first to be dealt with is {dated[0][1]}, by {day_words(dated[0][0])}." if dated else ""


def duties_sentence(duties: Sequence[Duty], on: date, until: date) -> str:
    """Of 4 obligations up to 30 September 2022, on a day 2 are done, 1 of them late; 1 is overdue."""
    if not duties:
        return ""
    states = [each.state(on).split(" ")[0].rstrip(",") for each in duties]
    done, overdue = states.count("done"), states.count("overdue")
    late = sum(each.is_late for each, state in zip(duties, states, strict=True) if state == "done")
    parts = [
        (done, f"done{f', {late:,} of them late' if late else ''}"),
        (states.count("to"), "to do"),
        (overdue, "overdue"),
    ]
    said = "; ".join(f"{number:,} {'is' if number == 1 else 'are'} {how}" for number, how in parts if number)
    return f"Of {plural(len(duties), OBLIGATION)} up to {day_words(until)}, on {day_words(on)} {said}."


def certificate_sentence(each: Duty, on: date) -> str:
    """Cyber Essentials is held until 31 March 2022, when its renewal is due."""
    if each.expires_on is None:
        return f"{each.title}: {each.state(on)}, due by {day_words(each.due_on)}."
    held = "is held until" if each.expires_on >= on else "expired on"
    said = f"{each.title} {held} {day_words(each.expires_on)}"
    if each.done_on:
        return f"{said}."
    if each.expires_on == each.due_on:
        return f"{said}, when its renewal is due."
    return f"{said}; its renewal is due by {day_words(each.due_on)}."
