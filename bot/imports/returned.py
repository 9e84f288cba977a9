"""A Word file that was dropped: a draft of a report of ours goes back to it, and nothing else of Word can come in."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.command import Person, Place, Reply, Verb
from bot.dispatch import Dispatcher, write_once
from bot.report.taking_back import is_ours, take_back
from bot.report.unasked import request_of
from core.errors import DeskError
from reports.word_back import read_back
from storage.uploads import Arrived

ENDING = ".docx"
NEEDS = "manager"


def is_word(name: str) -> bool:
    return name.lower().endswith(ENDING)


def receive_word(dispatcher: Dispatcher, file: Arrived, person: Person, now: datetime) -> Reply:
    """Once for each file and person. DeskError where it is no draft of ours."""
    returned = read_back(file.content)
    if not is_ours(returned):
        raise DeskError(f"{file.name} is no draft of a report of mine. Tables come as CSV, XLSX or ODS.")
    asked = replace(
        request_of(dispatcher.desk, now, (), person, dispatcher.commands),
        id=f"word:{file.outside_id}:{person.id}",
        place=Place("file"),
        line=f"report return {file.name}",
        verb="return",
        policy_id=dispatcher.policy_id,
    )
    run = partial(take_back, returned=returned)
    verb = Verb("return", "take a Word draft back", run, "", needs=NEEDS, writes=True)
    return dispatcher.write(lambda session: write_once(asked, verb, session))
