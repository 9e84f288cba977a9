"""What a look at something found: that it is well, or what is wrong and what to do."""

import sys
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


def told(findings: Iterable[Finding]) -> int:
    """Prints each as it is found; gives the program's status, 1 where one is wrong."""
    status = 0
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
        status = status if finding.is_well else 1
    return status
