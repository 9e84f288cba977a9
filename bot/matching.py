"""Which configured service and partners a text speaks of."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from bot.desk import Desk, Partner, Service
from bot.grammar import did_you_mean, nearest
from core.errors import DeskError
from core.facts import Kpi
from core.records.fields import is_reference
from core.tickets import read_level

ONE_ALONE = "Ask for one partner, or for none to see those of all."
LONGEST_NAME = 5  # words: North East Derbyshire District Council


def mentions(text: str, name: str) -> bool:
    """Whether a text has this name as whole words, whatever the case."""
    return name.lower() in text.lower() and whole_words(name).search(text) is not None  # mostly it is not there at all


@cache
def whole_words(name: str) -> re.Pattern[str]:
    """Only for names of desk.toml, of which there are few."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)


def find_service(desk: Desk, text: str) -> Service | None:
    """The service that a text names, by the longest of its names that stands in it."""
    found = [
        (len(name), service)
        for service in desk.services
        for name in (service.name, *service.also)
        if mentions(text, name)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def read_service(desk: Desk, typed: str) -> Service:
    """The service named by a field. DeskError with the nearest when there is none."""
    found = find_service(desk, typed)
    if found is None:
        raise DeskError(did_you_mean("service", typed, [service.name for service in desk.services]), "service")
    return found


def read_partners(desk: Desk, typed: str) -> tuple[str, ...]:
    """`BDC`, `bdc, dddc`, `Derbyshire Dales` or `all`, as keys. DeskError with the nearest."""
    if typed.strip().lower() == "all":
        return tuple(sorted(partner.key for partner in desk.partners))
    named = [item for item in re.split(r"[,+;&]|\band\b", typed) if item.strip()]
    if not named:
        raise DeskError(f"Name a partner: {', '.join(partner.key for partner in desk.partners)}, or all.", "partner")
    return tuple(sorted({read_partner(desk, item).key for item in named}))


def one_partner(desk: Desk, typed: str, only: str | None = None, advice: str = ONE_ALONE) -> str | None:
    """The partner to look at; None for all of them, typed or not. `only` is the one that the person may see.

    DeskError with `advice` where several are named.
    """
    if not typed or typed.strip().lower() == "all":
        return only
    chosen = read_partners(desk, typed)
    if only and chosen != (only,):
        raise DeskError(f"You see {only} only.", "partner")
    if len(chosen) > 1:
        raise DeskError(advice, "partner")
    return chosen[0]


def by_any_name(desk: Desk) -> dict[str, Partner]:
    """In small letters: by key, by name and by place."""
    return {name: partner for partner in desk.partners for name in names_of(partner)}


def names_of(partner: Partner) -> tuple[str, ...]:
    return tuple(name.lower() for name in (*partner.places, partner.name, partner.key))


def read_partner(desk: Desk, typed: str) -> Partner:
    partner = by_any_name(desk).get(typed.strip().lower())
    if partner is not None:
        return partner
    raise DeskError(did_you_mean("partner", typed.strip(), [partner.key for partner in desk.partners]), "partner")


def apart_from_levels(words: Sequence[str], *kinds: str) -> tuple[list[str], tuple[str, ...]]:
    """The words without the priorities of incidents, or sizes of requests, and those. A number alone is none."""
    read = {
        word: next(filter(None, (read_level(kind, word) for kind in kinds)), None)
        for word in words
        if not word.isdigit()
    }
    return [word for word in words if not read.get(word)], tuple(dict.fromkeys(filter(None, read.values())))


def apart_from_partners(desk: Desk, words: Sequence[str]) -> tuple[list[str], str]:
    """The words without the partners that they name by key, name or place, and those as `partner:` takes them."""
    rest, said, names = list(words), [], by_any_name(desk)
    for length in range(LONGEST_NAME, 0, -1):
        for at in range(len(rest) - length, -1, -1):
            name = " ".join(rest[at : at + length]).lower()
            if name in names:
                del rest[at : at + length]
                said.append(name)
    return rest, ", ".join(said)


def partners_meant(desk: Desk, text: str, channel: str) -> tuple[str, ...]:
    """Who is meant when no partner is typed: whose name or place stands in the text, or else whose channel it is."""
    by_text = keys(p for p in desk.partners if any(mentions(text, name) for name in (p.key, p.name, *p.places)))
    return by_text or keys(partner for partner in desk.partners if channel and channel in partner.channels)


def keys(partners: Iterable[Partner]) -> tuple[str, ...]:
    return tuple(sorted(partner.key for partner in partners))


def find_kpi(kpis: Mapping[str, Kpi], typed: str) -> Kpi:
    """By name, by any other name that it goes by, or by a slip near enough. DeskError with the nearest."""
    found = kpi_called(kpis, typed)
    if found is None:
        raise DeskError(did_you_mean("KPI", typed, list(kpis)))
    return found


def kpi_called(kpis: Mapping[str, Kpi], typed: str) -> Kpi | None:
    word = typed.lower().strip().replace(" ", "-")
    names = {alias: kpi for kpi in kpis.values() for alias in (kpi.name, *kpi.also)}
    near = word if word in names else titled(kpis, typed) or alike(word, names)
    return names[near] if near else None


def alike(word: str, names: Iterable[str]) -> str | None:
    """By a slip near enough; but MSR-17 is no slip of MSR-1."""
    return None if is_reference(word) else nearest(word, list(names), cutoff=85)


def titled(kpis: Mapping[str, Kpi], typed: str) -> str | None:
    """The name of the only KPI whose title has all of these words."""
    words = set(typed.lower().split())
    found = [kpi.name for kpi in kpis.values() if words and words <= set(kpi.title.lower().split())]
    return found[0] if len(found) == 1 else None
