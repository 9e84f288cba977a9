"""What Slack refuses in messages and views, and how many calls it takes in a minute. Its error codes, its words."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.playground.block_rules import problems
from bot.playground.errors import SlackError
from bot.playground.files import Files
from bot.playground.shape_rules import Shape, anything, one_of, plain, string
from bot.playground.workspace import Json

TEXT_LIMIT = 40_000  # chat.postMessage cuts there
UPDATE_LIMIT = 4_000  # chat.update and chat.postEphemeral refuse
VIEW_BYTES = 250_000
CHARTS_IN_MESSAGE = 2
# Measured by others with markdown blocks: 13,297 characters passed, and 13,172 with a divider beside them.
CUMULATIVE_LIMIT = 13_422
CUMULATIVE_PER_BLOCK = 125


def check_blocks(blocks: Sequence[Json], files: Files, surface: str = "message") -> None:
    """SlackError as chat.postMessage answers it."""
    details = tuple(problems(blocks, surface, "/blocks"))
    if details:
        raise SlackError("invalid_blocks", details)
    kinds = [block["type"] for block in blocks]
    if kinds.count("table") > 1:
        raise SlackError("invalid_attachments", ("only_one_table_allowed",))
    if kinds.count("data_visualization") > CHARTS_IN_MESSAGE:
        raise SlackError("invalid_blocks", ("no more than 2 data_visualization blocks allowed [json-pointer:/blocks]",))
    check_pictures(blocks, files)


def check_pictures(blocks: Sequence[Json], files: Files) -> None:
    """An image may only show a file that Slack has finished working on."""
    for place, block in enumerate(blocks):
        for picture in pictures(block):
            file = files.shown(picture["slack_file"])
            if file is None or not file.is_ready:
                raise SlackError("invalid_blocks", (f"invalid slack file [json-pointer:/blocks/{place}/slack_file]",))


def pictures(block: Json) -> Iterator[Json]:
    """What in this block shows a file of the workspace."""
    images = {"image": [block], "section": [block.get("accessory", {})], "context": block.get("elements", ())}
    yield from (one for one in images.get(block["type"], ()) if "slack_file" in one)


def is_too_long(blocks: Sequence[Json]) -> bool:
    """The chat methods count the text of all blocks; response_url and acknowledgements do not."""
    total = sum(len(words) for words in words_in(list(blocks))) + CUMULATIVE_PER_BLOCK * len(blocks)
    return total > CUMULATIVE_LIMIT


def words_in(value: object) -> Iterator[str]:
    """Every `text` that is written out, however deep."""
    if isinstance(value, list):
        for item in value:
            yield from words_in(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "text" and isinstance(item, str):
                yield item
            else:
                yield from words_in(item)


IDENTITY = {"callback_id": string(255), "external_id": string(255), "private_metadata": string(3000)}
MODAL = Shape(
    {"title": plain(24), "blocks": anything},
    {"submit": plain(24), "close": plain(24), "clear_on_close": anything, "notify_on_close": anything, **IDENTITY},
)
HOME = Shape({"blocks": anything}, IDENTITY)


def check_view(view: object, kind: str) -> None:
    """`kind` is modal or home. SlackError as views.open and views.publish answer it."""
    if len(json.dumps(view)) > VIEW_BYTES:
        raise SlackError("view_too_large")
    details = tuple(view_problems(view, kind))
    if details:
        raise SlackError("invalid_arguments", details)


def view_problems(view: object, kind: str) -> Iterator[str]:
    yield from (HOME if kind == "home" else MODAL)(view, "/view")
    if isinstance(view, dict):
        yield from one_of(kind)(view.get("type"), "/view/type")
        blocks = view.get("blocks", [])
        found = list(problems(blocks, kind, "/view/blocks"))
        yield from found
        asks = not found and any(block["type"] == "input" for block in blocks)
        if kind == "modal" and asks and "submit" not in view:
            yield "missing required field: submit [json-pointer:/view]"


PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}  # by tier; 5 stands for Slack's special ones
CHANNEL_PER_SECOND = 1.0
CHANNEL_BURST = 1.1  # a message may come a tenth of a second early


@dataclass
class Rates:
    """Counts calls when `is_on`: each method by its tier, and messages to one channel once a second."""

    stopwatch: Callable[[], float]
    is_on: bool = False
    _left: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def check(self, method: str, tier: int, channel: str = "") -> None:
        if self.is_on:
            self._spend((method, ""), PER_MINUTE[tier], PER_MINUTE[tier] / 60)
            if method == "chat.postMessage":
                self._spend((method, channel), CHANNEL_BURST, CHANNEL_PER_SECOND)

    def _spend(self, key: tuple[str, str], size: float, per_second: float) -> None:
        now = self.stopwatch()
        left, since = self._left.get(key, (size, now))
        left = min(size, left + (now - since) * per_second)
        if left < 1:
            self._left[key] = (left, now)
            raise RateLimitedError(max(1, round((1 - left) / per_second + 0.5)))
        self._left[key] = (left - 1, now)


class RateLimitedError(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__(f"Retry-After {seconds}")
        self.seconds = seconds
