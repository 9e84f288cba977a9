"""A figure that a report states, a sum that it must cast, and what it lacks: what freezing and signing go by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stated:
    """One figure under a name that is the same in every report: "outages/2020-08/P1", "budget/2020-p6/Income/actual".

    `words` is the figure as printed, `n` of `d` what it was counted from (d is 0 for what is no share), `source` what
    was counted, in words ("1 ticket record").
    """

    key: str
    label: str
    words: str
    n: int
    d: int = 0
    source: str = ""


@dataclass(frozen=True)
class Check:
    """A figure found in two ways that must agree: a total and the sum of its lines, a KPI and its records.

    Whole numbers: records, minutes, pounds or pence, as `unit` says. `line` names the line that is wrong where they
    differ and a simple cause is known.
    """

    name: str
    stated: int
    adds_to: int
    unit: str
    against: str
    line: str = ""

    @property
    def is_right(self) -> bool:
        return self.stated == self.adds_to


@dataclass(frozen=True)
class Lack:
    """What is not there yet, as a sentence without its full stop, and of whom it is asked (a person's key, or "").

    `key` names it: "words/purpose", "action/sla". One that `blocks` stands against signing.
    """

    key: str
    sentence: str
    who: str = ""
    blocks: bool = True
