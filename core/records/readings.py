"""Readings of the measures of a service plan: what cannot be is refused, and how a reading stands to its target."""

from math import ceil, floor

from core.errors import DeskError
from core.facts import Figure
from core.numbers import SMALL_NUMBER, rounded
from core.records.fields import Today
from core.sentences import miss_words
from core.sources import Values

SHARE, MEAN, DATE_MET, CERTIFICATE, TURNAROUND = "share", "mean score", "date met", "certificate", "turnaround"
SHAPES = (SHARE, MEAN, "count", DATE_MET, CERTIFICATE, "context", TURNAROUND)
SHARES = (SHARE, TURNAROUND)
NUMBERS = (*SHARES, MEAN, "count")
DIRECTIONS = ("at least", "at most")
NOT_COUNTED = "Entered, not counted: where cases ended in that time, those hold."
NOTHING_READ = "What was read? Give numerator: and denominator:, or value:, met:yes, or done: with its date."


def counts_of(values: Values) -> tuple[float | None, float | None]:
    """Numerator and denominator; the numerator may be given by how many missed."""
    top, bottom, missed = (values.get(name) for name in ("numerator", "denominator", "missed"))
    if top is None and bottom is not None and missed is not None:
        top = bottom - missed
    return top, bottom


def check_reading(values: Values) -> None:
    """Counts that contradict one another are refused, and so is a reading of nothing."""
    top, bottom = counts_of(values)
    missed, printed = values.get("missed"), values.get("value")
    if all(values.get(name) is None for name in ("value", "met_on", "met")) and top is None and bottom is None:
        raise DeskError(NOTHING_READ)
    if (top is None) != (bottom is None):
        raise DeskError("A numerator and a denominator go together: give both, or neither.", "numerator")
    if values.get("met") is False and values.get("met_on") is not None:
        raise DeskError("It was met on a day, or not met: give done: or met:no.", "met")
    if bottom == 0:
        raise DeskError("A share of nothing cannot be read: the denominator is 0.", "denominator")
    if missed is not None and bottom is not None and top != bottom - missed:
        raise DeskError(f"{missed:g} missed of {bottom:g} leaves {bottom - missed:g}, not {top:g}.", "missed")
    if missed and bottom is None and printed is not None:
        check_missed(int(missed), printed)


def check_missed(missed: int, printed: float) -> None:
    """DeskError where no whole number of cases with so many missed comes to the printed percentage."""
    if printed >= 100:
        raise DeskError(f"With {missed} missed it cannot be {printed:g}%. Mend value: or missed:.", "value")
    if why := misfit(missed, printed):
        raise DeskError(f"{why}. Give numerator: and denominator: instead of value:.", "value")


def misfit(missed: int, printed: float) -> str:
    """84.3% with 1 missed cannot be: 5 of 6 is 83.3% and 6 of 7 is 85.7%. Nothing where it can."""
    if not missed:
        return "" if printed == 100 else f"{printed:g}% with none missed cannot be"
    if printed >= 100:
        return f"{printed:g}% with {missed} missed cannot be"
    cases = missed / (1 - printed / 100)
    near = [whole for whole in (floor(cases), ceil(cases)) if whole > 0]
    if any(comes_to(whole - missed, whole, printed) for whole in near):
        return ""
    said = " and ".join(f"{whole - missed} of {whole} is {100 * (whole - missed) / whole:.1f}%" for whole in near)
    return f"{printed:g}% with {missed} missed cannot be: {said}"


def comes_to(top: float, bottom: float, printed: float, of: float = 100) -> bool:
    return abs(of * top / bottom - printed) <= half_of_the_last_digit(printed) + 1e-9


def half_of_the_last_digit(printed: float) -> float:
    """How far a printed figure may be from what it was rounded from: 0.05 for 84.3."""
    return next((0.5 / 10**places for places in range(4) if round(printed, places) == printed), 0.0)


def suits_measure(measure: Values, values: Values) -> None:
    """DeskError where a reading is none of this kind of measure, or its counts do not come to what is printed."""
    kind = measure["kind"]
    top, bottom = counts_of(values)
    printed = values.get("value")
    check_answered(kind, values)
    if kind in SHARES:
        check_share(top, bottom, printed)
    elif kind == MEAN and top is not None and bottom and printed is not None:
        if not comes_to(top, bottom, printed, of=1):
            mean = f"{top:g} points from {bottom:g} scores are {top / bottom:.2f}"
            raise DeskError(f"{mean}, not {printed:g}. Leave value: out, or mend it.", "value")
    elif kind == DATE_MET and values.get("met_on") is None and values.get("met") is not False:
        raise DeskError("When was it met? Give done: with its date, or met:no.", "done")


def check_answered(kind: str, values: Values) -> None:
    """A figure needs a number, and a certificate an answer; of context anything may be told."""
    is_answered = values.get("met") is not None or values.get("met_on") is not None
    if kind in NUMBERS and values.get("value") is None and counts_of(values)[1] is None:
        raise DeskError("What did it come to? Give numerator: and denominator:, or value:.", "value")
    if kind in NUMBERS and is_answered:
        raise DeskError(f"A {kind} is a number, which the target judges: leave met: and done: out.", "met")
    if kind == CERTIFICATE and not is_answered:
        raise DeskError("Is it held? Give met:yes or met:no; to: is the last day on which it is.", "met")


def check_share(top: float | None, bottom: float | None, printed: float | None) -> None:
    if printed is not None and printed > 100:
        raise DeskError(f"A share cannot be {printed:g}%: give it as a part of 100.", "value")
    if top is None or not bottom:
        return
    if top > bottom:
        raise DeskError(f"Numerator ({top:,.12g}) cannot be more than denominator ({bottom:,.12g}).", "numerator")
    if printed is not None and not comes_to(top, bottom, printed):
        share = f"{top:g} of {bottom:g} is {100 * top / bottom:.2f}%"
        raise DeskError(f"{share}, not {printed:g}%. Leave value: out, or mend it.", "value")


def judged(measure: Values, values: Values, _today: Today) -> str:
    """What a reading comes to, with its cases, and how that stands to the measure's target."""
    said = told(measure, values)
    return f"{said} {NOT_COUNTED}" if measure["kind"] == TURNAROUND else said


def told(measure: Values, values: Values) -> str:
    by, done = measure.get("due_on"), values.get("met_on")
    if done is not None:
        late = "" if by is None else f", {'in time' if done <= by else 'late'}: it was due by {by:%-d %B %Y}"
        return f"Met on {done:%-d %B %Y}{late}."
    if values.get("met") is not None:
        return "Met." if values["met"] else "Not met."
    value, said = come_to(measure["kind"], values)
    target = measure.get("target")
    return f"{said}." if value is None or target is None else f"{said}. {against(measure, values, value, target)}"


def come_to(kind: str, values: Values) -> tuple[float | None, str]:
    """The figure, and its words: 69.47% (66 of 95)."""
    top, bottom = counts_of(values)
    printed = values.get("value")
    if top is None or not bottom:
        value = printed if printed is not None else top
        unit = "%" if kind in SHARES else ""
        shown = "no figure" if value is None else f"{value:,.12g}{unit}"
        return value, f"{shown}, as printed: no counts" if unit and value is not None else shown
    if kind in SHARES:
        share = f"{top:,.12g} of {bottom:,.12g}"
        return 100 * top / bottom, share if bottom < SMALL_NUMBER else f"{rounded(100 * top / bottom):,}% ({share})"
    return top / bottom, f"{rounded(top / bottom):,} ({top:,.12g} from {bottom:,.12g})"


def against(measure: Values, values: Values, value: float, target: float) -> str:
    """Target 75%: met. / Target 98%: 1.5 percentage points below, within normal variation (92.1 to 98.5)."""
    is_share, is_limit = measure["kind"] in SHARES, measure.get("direction") == DIRECTIONS[1]
    goal = f"Target {'at most ' * is_limit}{target:,.12g}{'%' * is_share}"
    gap = round(value - target if is_limit else target - value, 9)
    if gap <= 0:
        return f"{goal}: met."
    cases = whole_counts(values)
    if is_share and cases and not is_limit:
        return f"{goal}: {miss_words(Figure(*cases, cases[0] / cases[1]), target)}."
    return f"{goal}: {rounded(gap, 0):,}{' percentage points' * is_share} {'above' if is_limit else 'below'}."


def whole_counts(values: Values) -> tuple[int, int] | None:
    """Cases that chance may be asked about; minutes with a part of a minute are none."""
    top, bottom = counts_of(values)
    if top is None or not bottom or top % 1 or bottom % 1:
        return None
    return int(top), int(bottom)
