"""What a report says of changes beside their success rate: failures, those allowed, what became of them."""

from fractions import Fraction

from core.goals import written
from core.numbers import plural

CANCELLED = ("cancelled change", "cancelled changes")
FAILURE = ("failure", "failures")


def allowed_failures(tried: int, target: float) -> int:
    """With 143 changes 98% allows 2."""
    return int(Fraction(tried) * (100 - written(target)) / 100)


def failure_sentence(failed: int, tried: int, target: float | None) -> str:
    """There were 5 failures (changes that hit a service or were backed out), where the target allows 2."""
    if not failed:
        return "There were no failures."
    was, what = ("was", "a change that hit a service or was backed out")
    if failed > 1:
        was, what = ("were", "changes that hit a service or were backed out")
    allows = "" if target is None else f", where the target allows {allowed_failures(tried, target):,}"
    return f"There {was} {plural(failed, FAILURE)} ({what}){allows}."


def again_sentence(failed: int, again: int) -> str:
    """All 5 have since been implemented again."""
    if not failed:
        return ""
    if failed == 1:
        return f"It has {'since' if again else 'not yet'} been implemented again."
    if again in {0, failed}:
        return (
            f"{f'All {failed:,}' if again else 'None'} {'have since' if again else 'has yet'} been implemented again."
        )
    return f"{again:,} of the {failed:,} {'has' if again == 1 else 'have'} since been implemented again."


def cancelled_sentence(cancelled: int) -> str:
    return f"The figures leave out {plural(cancelled, CANCELLED)}." if cancelled else ""
