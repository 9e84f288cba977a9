"""What is made of the words in cells: several partners, a summary if there is none, and what would mend them."""

import re
from collections.abc import Iterable

from core.imports.times import EXAMPLES, Order
from core.zones import FIRST_YEAR, LAST_YEAR


def listed(text: str) -> tuple[str, ...]:
    """`BDC; DDDC,BDC` as ("BDC", "DDDC")."""
    return tuple(dict.fromkeys(filter(None, map(str.strip, re.split("[;,]", text)))))


def described(category: str, subcategory: str, symptom: str, reference: str) -> str:
    """What to call a ticket without a summary: "Category 55 / Subcategory 170, symptom 72"."""
    place = " / ".join(filter(None, (category, subcategory)))
    # Only a word in sentence case gives up its capital: "VPN drops" stays.
    tail = symptom[:1].lower() + symptom[1:] if place and symptom[1:2].islower() else symptom
    return ", ".join(filter(None, (place, tail))) or f"Ticket {reference}"


def time_words(order: Order) -> str:
    return f"write it as {EXAMPLES[order]}, with a year from {FIRST_YEAR} to {LAST_YEAR}"


def other_words(name: str, text: str, known: Iterable[str]) -> str:
    choice = f"write one of {', '.join(filter(None, known))}"
    return f'{choice}, or map it with priorities "{text}=P3"' if text and name == "priority" else choice
