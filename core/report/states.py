"""Where a report stands, and what may be done with it there."""

from typing import Literal, get_args

from core.errors import DeskError

State = Literal["draft", "signed", "published"]
STATES: tuple[str, ...] = get_args(State)
AUDIENCES = ("internal", "public")
KINDS = STATES  # of versions: each is a draft, what was signed, or what was published

# What may still be done, by state. What is signed takes comments, and what is published the committee's resolution.
OPEN_TO: dict[str, frozenset[str]] = {
    "draft": frozenset({"draft", "ask", "say", "sign", "committee", "return"}),
    "signed": frozenset({"comment", "publish", "committee"}),
    "published": frozenset({"resolve", "committee"}),
}
NOT_YET = {
    "comment": "It takes comments once it is drafted",
    "publish": "It is published once all have signed it",
    "resolve": "The resolution is recorded once it is published",
}


def refuse(state: str, deed: str) -> None:
    """DeskError where that may not be done any more, or not yet."""
    if deed in OPEN_TO[state]:
        return
    if state == "draft":
        raise DeskError(f"{NOT_YET[deed]}; it is a draft: /report check says what it lacks.")
    if deed in NOT_YET and not (state == "published" and deed in {"publish", "comment"}):
        raise DeskError(f"{NOT_YET[deed]}; it is {state}.")
    raise DeskError(f"It is {state} already, and stays as it is. Later changes appear as restatements in the next one.")
