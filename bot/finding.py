"""What a look at something found: that it is well, or what is wrong and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    text: str
    is_well: bool

    def __str__(self) -> str:
        return f"{'ok' if self.is_well else 'wrong'}: {self.text}"


def well(text: str) -> Finding:
    return Finding(text, is_well=True)


def wrong(text: str) -> Finding:
    return Finding(text, is_well=False)


def report(found: Iterable[Finding]) -> str:
    return "\n".join(map(str, found))
