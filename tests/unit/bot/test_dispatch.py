"""How a refusal is answered."""

from bot.dispatch import failure
from bot.parts import line


def test_a_failure_has_a_line_for_each_line_and_names_its_field() -> None:
    reply = failure("One.\nTwo.", "at")
    assert reply.parts == (line("One."), line("Two."))
    assert (reply.is_error, reply.asks, reply.field) == (True, False, "at")
