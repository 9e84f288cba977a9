"""What a report says of availability beside its share: minutes, the service that was worst, what was left out."""

from collections.abc import Sequence
from decimal import Decimal

from core.numbers import grouped, plural

TIME = ("occasion", "occasions")


def minutes_sentence(down: Decimal, whole: Decimal, allowed: Decimal | None) -> str:
    """Of 39,000 service minutes 58.5 were down; the target allows 58.5."""
    said = f"Of {whole:,} service minutes {f'{down:,} were' if down else 'none was'} down"
    return f"{said}." if allowed is None else f"{said}; the target allows {allowed:,}."


def worst_sentence(services: Sequence[tuple[str, str, Decimal]]) -> str:
    """Which of several services was down the longest: each by its name, its availability and its minutes down."""
    hit = [service for service in services if service[2]]
    if len(services) == 1 or not hit:
        return ""
    name, share, down = max(hit, key=lambda service: service[2])
    others = len(services) - len(hit)
    rest = (
        f"; {grouped(others)} of {grouped(len(services))} {'was' if others == 1 else 'were'} never down"
        if others
        else ""
    )
    return f"The least available was {name}, at {share} ({down:,} minutes down){rest}."


def planned_sentence(times: int) -> str:
    """What is no downtime by definition is still told."""
    return f"Planned maintenance, on {plural(times, TIME)}, is left out." if times else "No maintenance was planned."


def late_sentence(late: int) -> str:
    """Beside a share of what was resolved in time, what is neither."""
    if late < 2:
        return f"{'One' if late else 'None'} was still open past its deadline at the end."
    return f"{late:,} were still open past their deadlines at the end."
