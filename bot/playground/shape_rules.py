"""The small language in which block_rules says what a block may hold: a check yields what is wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.playground.workspace import Json

Check = Callable[[object, str], Iterator[str]]


def wrong(what: str, pointer: str) -> str:
    return f"{what} [json-pointer:{pointer}]"


def anything(_value: object, _pointer: str) -> Iterator[str]:
    yield from ()


def string(limit: int, minimum: int = 0) -> Check:
    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield wrong("must be a string", pointer)
        elif len(value) < minimum:
            yield wrong(f"must be more than {minimum - 1} characters", pointer)
        elif len(value) > limit:
            yield wrong(f"must be less than {limit + 1} characters", pointer)

    return check


def number(value: object, pointer: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield wrong("must be a number", pointer)


def one_of(*choices: str) -> Check:
    def check(value: object, pointer: str) -> Iterator[str]:
        if value not in choices:
            yield wrong(f"must be one of {', '.join(choices)}", pointer)

    return check


def items(limit: int, inner: Check, minimum: int = 1) -> Check:
    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield wrong("must provide an array", pointer)
            return
        if len(value) > limit:
            yield wrong(f"no more than {limit} items allowed", pointer)
        if len(value) < minimum:
            yield wrong(f"no fewer than {minimum} items allowed", pointer)
        for place, item in enumerate(value):
            yield from inner(item, f"{pointer}/{place}")

    return check


@dataclass(frozen=True)
class Shape:
    """An object with these fields and no others; of `either` exactly one must be there, or at least one."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    either: tuple[str, ...] = ()
    may_have_both: bool = False

    @cached_property
    def _known(self) -> dict[str, Check]:
        return {**self.required, **self.optional}

    def __call__(self, value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must provide an object", pointer)
            return
        for name in self.required:
            if name not in value:
                yield wrong(f"missing required field: {name}", pointer)
        for name, inner in value.items():
            if name in self._known:
                yield from self._known[name](inner, f"{pointer}/{name}")
            elif name != "type":
                yield wrong(f"invalid additional property: {name}", pointer)
        yield from self._check_either(value, pointer)

    def _check_either(self, value: Json, pointer: str) -> Iterator[str]:
        present = sum(name in value for name in self.either)
        if self.either and (present == 0 or (present > 1 and not self.may_have_both)):
            yield wrong(f"must define either {' or '.join(self.either)}", pointer)


def by_type(shapes: Mapping[str, Check], allowed: Iterable[str] | None = None) -> Check:
    """The shape that the object's `type` names, among `allowed`."""
    names = frozenset(shapes if allowed is None else allowed)

    def check(value: object, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield wrong("must provide an object", pointer)
        elif (kind := str(value.get("type"))) not in names:
            yield wrong(f"unsupported type: {kind}", f"{pointer}/type")
        else:
            yield from shapes[kind](value, pointer)

    return check


def text(limit: int, *kinds: str) -> Check:
    """A text object. Without `kinds` it may be plain text or mrkdwn."""
    length = string(limit, minimum=1)
    plain = Shape({"text": length}, {"emoji": anything})
    mrkdwn = Shape({"text": length}, {"verbatim": anything})
    return by_type({"plain_text": plain, "mrkdwn": mrkdwn}, kinds or ("plain_text", "mrkdwn"))


def plain(limit: int) -> Check:
    return text(limit, "plain_text")
