"""What a typed line consists of: a command, words, and fields such as `partner:DDDC at:"yesterday 14:10"`."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from unicodedata import normalize

from rapidfuzz import fuzz, process

from bot.when import leading_time
from core.errors import DeskError

MAX_TEXT = 3000
NEAR = 75.0  # per cent alike, from where a word may be a slip of the pen
HUB = "ict"  # the command that all others can be typed behind
_SHORTEST_SLIP = 3  # letters; `re:` and `cc:` begin a text more often than they misspell a field

NO_LISTS: Mapping[str, Collection[str]] = MappingProxyType({})

_DOUBLE = '"“”„‟«»'
_SINGLE = "'\u2018\u2019\u201a"
_PHRASE = re.compile(rf"[{_DOUBLE}]\s?([^{_DOUBLE}]*[^{_DOUBLE}\s])\s?[{_DOUBLE}](?!\S)")
_ITEM = re.compile(r" (?:and |& )?(\S+)")
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)[:=]")
# Inside quotes a doubled quote stands for one, and one that no blank follows is a character like others:
# 'O'Brien'. The repetitions are possessive (*+), so that a row of quotes is read in one pass.
_QUOTED = re.compile(
    rf"\s?(?:[{_DOUBLE}](?P<double>(?:[^{_DOUBLE}]|([{_DOUBLE}])\2|[{_DOUBLE}](?=\S))*+)[{_DOUBLE}]"
    rf"|[{_SINGLE}](?P<single>(?:[^{_SINGLE}]|[{_SINGLE}](?=\S))*+)[{_SINGLE}])(?!\S)"
)

_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# A joiner is kept between two characters that it can join: emoji, or a script beyond Latin. The flags of
# England, Scotland and Wales are a black flag and invisible letters behind it.
_JOINABLE = f"[^\x00-\u036f\\s{_JOINERS}\U000e0000-\U000e007f]"
_STRAY_JOINER = re.compile(rf"(?<!{_JOINABLE})[{_JOINERS}]|[{_JOINERS}](?!{_JOINABLE})")
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]+)|[\U000e0000-\U000e007f]+")


@dataclass(frozen=True)
class Typed:
    """`text` is the line without its fields, as typed; `words` are its words, a quoted phrase being one."""

    text: str
    fields: Mapping[str, str]
    words: tuple[str, ...]


def parse(
    line: str,
    known: Collection[str],
    time_keys: Collection[str] = ("at",),
    foreign: Callable[[str], str] | None = None,
    lists: Mapping[str, Collection[str]] = NO_LISTS,
) -> Typed:
    """Words and fields of a line. Quote marks of any shape may stand around a phrase or a field's value.

    A field is `key:value` or `key=value` with a known key; a quoted value may follow a blank. The value of
    one of `time_keys` goes on while the words read as a time: `at:yesterday 14:10 Email down`; that of one of `lists`
    behind a comma, and with words that are known for it, whatever their case: `partner:BDC, DDDC`. A quote mark
    without its partner is a character like any other. DeskError, naming the field, for an empty or repeated
    field and for a key that is nearly a known one; other `word:word` is text, as is what stands in quotes. Where
    `foreign` has a sentence for what is no field, `word:word` of lower-case letters is refused with it.
    """
    keys = {key.lower(): key for key in known}
    fields: dict[str, str] = {}
    kept: list[str] = []
    for key, value in _pieces(_measured(clean(line)), keys, time_keys, lists):
        if key is None:
            _refuse_slip(value, keys, foreign)
            kept.append(value)
        elif key in fields:
            raise DeskError(f"The field {key}: stands there twice. Write it once.", key)
        else:
            fields[key] = value
    return Typed(" ".join(kept), fields, tuple(_without_quotes(piece) for piece in kept))


def clean(text: str) -> str:
    """The visible text on one line: NFC, single blanks, no control, invisible or direction characters."""
    visible = normalize("NFC", _INVISIBLE.sub("", text))
    joined = _STRAY_JOINER.sub("", _TAGS.sub(r"\1", visible))
    return " ".join(normalize("NFC", joined).split())


def quote(value: str) -> str:
    """A cleaned value as written behind `key:`, so that `parse` gives it back. Buttons are command lines."""
    if re.fullmatch(r"[\w.-]+", value) and not leading_time(value):
        return value
    doubled = re.sub(f"([{_DOUBLE}])", r"\1\1", value)
    return f'"{doubled}"'


def spelt(fields: Mapping[str, str]) -> list[str]:
    """Each field as a line has it, so that `parse` gives it back."""
    return [f"{key}:{quote(value)}" for key, value in fields.items()]


def split_command(line: str, commands: Collection[str]) -> tuple[str, str]:
    """The command's name and the rest: "/outage p2 x", "outage p2 x" and "/ict outage p2 x" are alike.

    DeskError with the nearest command where there is no such one.
    """
    name, rest = _first_word(clean(line))
    second, after = _first_word(rest)
    if name == HUB and second in commands:
        return second, after
    if not name:
        raise DeskError(f"Type a command, such as /{HUB} help.")
    if name not in commands:
        raise DeskError(did_you_mean("", f"/{name}", [f"/{command}" for command in commands]))
    return name, rest


def nearest(word: str, choices: Collection[str], cutoff: float = NEAR) -> str | None:
    """The choice that is most alike, whatever the case, if it is at least `cutoff` per cent alike."""
    folded = {choice.casefold(): choice for choice in sorted(choices)}
    found = process.extractOne(word.casefold(), list(folded), scorer=fuzz.ratio, score_cutoff=cutoff)
    return folded[found[0]] if found else None


def did_you_mean(what: str, word: str, choices: Collection[str]) -> str:
    """The sentence for an unknown word: with the nearest choice, or else with the choices."""
    missing = " ".join(filter(None, ("There is no", what, f"{word:.40}")))
    near = nearest(word, choices)
    if near:
        return f"{missing}. Did you mean {near}?"
    return f"{missing}. Choose from: {', '.join(sorted(set(choices)))}."


def _pieces(
    line: str, keys: Mapping[str, str], time_keys: Collection[str], lists: Mapping[str, Collection[str]]
) -> Iterator[tuple[str | None, str]]:
    """(key, value) of every field, (None, as typed) of every word and quoted phrase."""
    at = 0
    while at < len(line):
        start = _KEY.match(line, at)
        key = keys.get(start[1].lower()) if start else None
        if start and key:
            value, at = _value(line, start.end(), key, is_time=key in time_keys)
            more, at = _rest_of_list(line, at, lists[key]) if key in lists else ((), at)
            yield key, ",".join([value.rstrip(","), *more]) if more else value
        else:
            end = _end_of_piece(line, at)
            yield None, line[at:end]
            at = end
        at += 1


def _end_of_piece(line: str, at: int) -> int:
    phrase = _PHRASE.match(line, at)
    return phrase.end() if phrase else at + len(line[at:].split(" ", 1)[0])


def _value(line: str, at: int, key: str, *, is_time: bool) -> tuple[str, int]:
    """A field's value and where it ends."""
    quoted = _QUOTED.match(line, at)
    if quoted:
        undoubled = re.sub(rf"([{_DOUBLE}])\1", r"\1", quoted["double"] or "")
        return (undoubled or quoted["single"] or "").strip(), quoted.end()
    value = (is_time and leading_time(line[at:])) or line[at:].split(" ", 1)[0]
    if not value:
        raise DeskError(f"The field {key}: is empty. Write its value right behind the colon.", key)
    return value, at + len(value)


def _rest_of_list(line: str, at: int, known: Collection[str]) -> tuple[list[str], int]:
    """The items that follow the first, and where they end."""
    more: list[str] = []
    while (item := _ITEM.match(line, at)) and not _KEY.match(item[1]):
        word = item[1].rstrip(",")
        if line[at - 1] != "," and word.lower() not in known:
            break
        more, at = [*more, word], item.end()
    return more, at


def _refuse_slip(word: str, keys: Mapping[str, str], foreign: Callable[[str], str] | None) -> None:
    """Such as priorty:2, where https://x, re:x and Error:0x80 are text."""
    start = _KEY.match(word)
    value = word[start.end() :] if start else ""
    if start is None or not value or value[0] in "/\\" or len(start[1]) < _SHORTEST_SLIP:
        return
    near = nearest(start[1], keys)
    if near:
        meant = f"{keys[near]}:{value:.40}" if value[0] not in _DOUBLE + _SINGLE else f'{keys[near]}:"…"'
        raise DeskError(
            f"There is no field {start[1]}:. Did you mean {meant}? Put it in quotes if it is text.",
            keys[near],
        )
    if foreign and re.fullmatch(r"[a-z-]+", start[1]):
        raise DeskError(f"There is no field {start[1]}: here. {foreign(start[1])} Put it in quotes if it is text.")


def _without_quotes(piece: str) -> str:
    phrase = _PHRASE.fullmatch(piece)
    return phrase[1] if phrase else piece


def _first_word(line: str) -> tuple[str, str]:
    word, _, rest = line.partition(" ")
    return word.removeprefix("/").lower(), rest


def _measured(line: str) -> str:
    if len(line) > MAX_TEXT:
        raise DeskError(f"That is {len(line):,} characters. Shorten it to {MAX_TEXT:,} and put the rest in an update.")
    return line
