"""Every dialogue of this folder, on both databases."""

from pathlib import Path

import pytest

from bot.app import Bot
from bot.clock import SetClock
from tests.talk import Player

DIALOGUES = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda path: path.stem)
def test_conversation(dialogue: Path, bot: Bot, clock: SetClock) -> None:
    Player(bot, clock).play(dialogue)
