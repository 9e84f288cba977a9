"""Lines as people type them, on keyboards and on phones."""

import pytest

from bot.grammar import MAX_TEXT, clean, did_you_mean, nearest, parse, quote, split_command
from core.errors import DeskError

FIELDS = {"partner", "at", "priority", "service", "owner", "agreed"}
COMMANDS = ("outage", "incident", "kpi", "ict")
ZWJ = "\N{ZERO WIDTH JOINER}"
FAMILY = f"\N{MAN}{ZWJ}\N{WOMAN}{ZWJ}\N{GIRL}"
WALES = "\N{WAVING BLACK FLAG}" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbwls") + "\N{CANCEL TAG}"


def test_a_line_is_words_and_fields() -> None:
    typed = parse("p2 Email down at Wirksworth partner:DDDC at:14:05", FIELDS)
    assert typed.text == "p2 Email down at Wirksworth"
    assert typed.words == ("p2", "Email", "down", "at", "Wirksworth")
    assert typed.fields == {"partner": "DDDC", "at": "14:05"}


@pytest.mark.parametrize(
    ("line", "text", "fields"),
    [
        ("partner=DDDC Email", "Email", {"partner": "DDDC"}),
        ("Email PARTNER:DDDC down", "Email down", {"partner": "DDDC"}),
        ('Email partner:"Derbyshire Dales" down', "Email down", {"partner": "Derbyshire Dales"}),
        ('Email partner: "Derbyshire Dales"', "Email", {"partner": "Derbyshire Dales"}),
        ("Email partner:'Derbyshire Dales'", "Email", {"partner": "Derbyshire Dales"}),
        ("Email partner:“Derbyshire Dales”", "Email", {"partner": "Derbyshire Dales"}),
        ("Email partner:„Derbyshire Dales“ x", "Email x", {"partner": "Derbyshire Dales"}),
        ("Email partner:«Derbyshire Dales»", "Email", {"partner": "Derbyshire Dales"}),
        ("Email partner:‘Derbyshire Dales’", "Email", {"partner": "Derbyshire Dales"}),  # noqa: RUF001 - as phones type
        ("Email owner:'Pat O'Brien' x", "Email x", {"owner": "Pat O'Brien"}),
        ('owner:"the ""big"" one"', "", {"owner": 'the "big" one'}),
        ('owner:"" Email', "Email", {"owner": ""}),
        ("owner:'' Email", "Email", {"owner": ""}),
        ("owner:a=b:c", "", {"owner": "a=b:c"}),
        ("service=https://x.y/?a=b", "", {"service": "https://x.y/?a=b"}),
        ("at:yesterday 14:10 Email down", "Email down", {"at": "yesterday 14:10"}),
        ("Email at:20 minutes ago partner:BDC", "Email", {"at": "20 minutes ago", "partner": "BDC"}),
        ("Email at:14:10 12 users", "Email 12 users", {"at": "14:10"}),
        ("Email at:soon down", "Email down", {"at": "soon"}),
        ("Email agreed:next friday", "Email friday", {"agreed": "next"}),
    ],
)
def test_a_field_is_taken_out_of_the_text(line: str, text: str, fields: dict[str, str]) -> None:
    typed = parse(line, FIELDS)
    assert (typed.text, typed.fields) == (text, fields)


def test_other_fields_can_be_times_too() -> None:
    typed = parse("Email agreed:12 June 2021 partner:BDC", FIELDS, time_keys=("at", "agreed"))
    assert (typed.text, typed.fields) == ("Email", {"agreed": "12 June 2021", "partner": "BDC"})


def test_a_field_is_named_as_it_is_known() -> None:
    assert parse("ciref:x", {"CIRef"}).fields == {"CIRef": "x"}


@pytest.mark.parametrize(
    "text",
    [
        "Printer’s down — again",  # noqa: RUF001 - a phone's apostrophe stays as typed
        "Printer's down",
        "Error:0x80070005 in update",
        "Error: 0x80",
        "see http://intranet/x?partner=BDC",
        "https://x.y:8443",
        r"C:\temp is full",
        "re:your call",
        "cc:all",
        "down since 14:10",
        "ratio 12:30",
        '15" monitor and 17" screen',
        'says "disk full" again',
        '"see partner:DDDC in the mail" and call',
        'open "quote',
        "key: value",
        "priority",
        "the:partner",
        "50% of users; 3 (three) sites, 2nd floor",
        f"team lunch {FAMILY} {WALES} \N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}{ZWJ}\N{FIRE}",
    ],
)
def test_everything_else_stays_text_as_typed(text: str) -> None:
    typed = parse(text, FIELDS)
    assert (typed.text, typed.fields) == (text, {})


@pytest.mark.parametrize("line", ['rename "Joint ICT" now', "rename “Joint ICT” now", "rename «Joint ICT» now"])
def test_a_quoted_phrase_is_one_word(line: str) -> None:
    assert parse(line, FIELDS).words == ("rename", "Joint ICT", "now")


def test_quotes_around_nothing_are_no_phrase() -> None:
    assert parse('a "" b " " c', FIELDS).words == ("a", '""', "b", '"', '"', "c")


@pytest.mark.parametrize("line", ['Email partner:"DDDC', "Email partner:'DDDC", 'Email partner:"DDDC"x'])
def test_a_quote_without_its_partner_is_a_character(line: str) -> None:
    typed = parse(line, FIELDS)
    assert (typed.text, typed.fields) == ("Email", {"partner": line.partition(":")[2]})


@pytest.mark.parametrize("line", ["Email partner:", "partner: DDDC", "partner= Email", 'partner: "DDDC'])
def test_an_empty_field_is_refused(line: str) -> None:
    with pytest.raises(DeskError, match="The field partner: is empty") as refused:
        parse(line, FIELDS)
    assert refused.value.field == "partner"


def test_a_field_typed_twice_is_refused() -> None:
    with pytest.raises(DeskError, match="The field partner: stands there twice") as refused:
        parse("Email partner:BDC Partner=DDDC", FIELDS)
    assert refused.value.field == "partner"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("priorty:2", "priority:2"), ("Partnr=DDDC", "partner:DDDC"), ("servce:Email", "service:Email")],
)
def test_a_key_that_is_nearly_known_is_asked_about(slip: str, meant: str) -> None:
    with pytest.raises(DeskError) as refused:
        parse(f"Email {slip} down", FIELDS)
    assert f"Did you mean {meant}?" in refused.value.sentence
    assert refused.value.field == meant.partition(":")[0]


@pytest.mark.parametrize(("text", "near"), [("re:your call", "ref"), ("https://intranet", "http")])
def test_a_short_word_or_an_address_is_no_slip(text: str, near: str) -> None:
    assert parse(text, {near}).text == text


@pytest.mark.parametrize("word", ["keeper:Priya", "color=blue", "re-opened:14:00"])
def test_what_is_no_field_is_refused_where_words_become_a_records(word: str) -> None:
    with pytest.raises(DeskError, match=rf"^There is no field {word[:5]}.*: here\. See {word[:3]}"):
        parse(f"INC-1 {word}", FIELDS, foreign=lambda key: f"See {key}.")
    assert parse(f"INC-1 {word}", FIELDS).text == f"INC-1 {word}"


@pytest.mark.parametrize("text", ["Error:disk full", '"keeper:Priya"', "http://x", "re:x", "keeper: Priya", "14:10"])
def test_what_looks_no_field_stays_text_there_too(text: str) -> None:
    assert parse(text, FIELDS, foreign=lambda key: f"See {key}.").text == text


def test_a_slip_before_a_quoted_value_is_asked_about_with_its_quotes_closed() -> None:
    with pytest.raises(DeskError, match=r'Did you mean partner:"…"\?'):
        parse('Email partnr:"Derbyshire Dales" down', FIELDS)


@pytest.mark.parametrize(
    ("typed", "partner", "text"),
    [
        ("printer partner:BDC, DDDC", "BDC,DDDC", "printer"),
        ("partner:BDC, nobody printer", "BDC,nobody", "printer"),
        ("partner:BDC dddc, NEDDC printer", "BDC,dddc,NEDDC", "printer"),
        ("partner:BDC and DDDC and others", "BDC,DDDC", "and others"),
        ('partner:"Derbyshire Dales" bdc printer', "Derbyshire Dales,bdc", "printer"),
        ("partner:BDC, service:Email printer", "BDC,", "printer"),
        ("partner:BDC printer DDDC", "BDC", "printer DDDC"),
        ("partner:BDC,", "BDC,", ""),
    ],
)
def test_a_list_goes_on_behind_a_comma_and_with_what_is_known_for_it(typed: str, partner: str, text: str) -> None:
    found = parse(typed, FIELDS, lists={"partner": {"bdc", "dddc", "neddc"}})
    assert (found.fields["partner"], found.text) == (partner, text)


def test_in_quotes_a_slip_is_text() -> None:
    assert parse('Email "priorty:2" down', FIELDS).words == ("Email", "priorty:2", "down")


def test_3000_characters_pass_and_one_more_does_not() -> None:
    assert len(parse("x" * MAX_TEXT, FIELDS).text) == 3000
    with pytest.raises(DeskError, match=r"That is 3,001 characters. Shorten it to 3,000 .* in an update"):
        parse("x" * (MAX_TEXT + 1), FIELDS)


def test_a_long_row_of_quotes_is_read_at_once() -> None:
    line = 'owner:"' + '"' * 2990 + "x"
    assert parse(line, FIELDS).fields == {"owner": line.removeprefix("owner:")}


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("  Email\tis\r\ndown\N{NO-BREAK SPACE}now ", "Email is down now"),
        ("Em\x00ail\x07\x1b[31m", "Email[31m"),
        ("e\N{COMBINING ACUTE ACCENT}", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("e\N{ZERO WIDTH SPACE}\N{COMBINING ACUTE ACCENT}", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("par\N{ZERO WIDTH SPACE}t\N{WORD JOINER}ner\N{SOFT HYPHEN}\N{ZERO WIDTH NO-BREAK SPACE}", "partner"),
        (f"e{ZWJ}\N{COMBINING ACUTE ACCENT}", "\N{LATIN SMALL LETTER E WITH ACUTE}"),
        ("exe\N{RIGHT-TO-LEFT OVERRIDE}fdp\N{POP DIRECTIONAL ISOLATE}", "exefdp"),
        (f"a{ZWJ}b{ZWJ}", "ab"),
        (f"{ZWJ}{FAMILY}{ZWJ}", FAMILY),
        ("می\N{ZERO WIDTH NON-JOINER}خواهم", "می\N{ZERO WIDTH NON-JOINER}خواهم"),
        (f"{WALES} hidden\N{TAG LATIN SMALL LETTER A}\N{TAG LATIN SMALL LETTER B}", f"{WALES} hidden"),
        ("lone \ud800 surrogate", "lone surrogate"),
    ],
)
def test_only_what_can_be_seen_is_kept(text: str, visible: str) -> None:
    assert clean(text) == visible


def test_an_invisible_character_does_not_hide_a_field() -> None:
    assert parse("par\N{ZERO WIDTH SPACE}tner:DDDC", FIELDS).fields == {"partner": "DDDC"}


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("DDDC", "DDDC"),
        ("OUT-12", "OUT-12"),
        ("", '""'),
        ("Derbyshire Dales", '"Derbyshire Dales"'),
        ("O'Brien", '"O\'Brien"'),
        ('the "big" one', '"the ""big"" one"'),
        ("2020-08-27 14:10", '"2020-08-27 14:10"'),
        ("yesterday", '"yesterday"'),
    ],
)
def test_a_value_is_quoted_where_it_needs_to_be(value: str, quoted: str) -> None:
    assert quote(value) == quoted
    assert parse(f"Email at:{quoted} 14:10 down", FIELDS).fields == {"at": value}


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("/outage p2 Email down", "outage", "p2 Email down"),
        ("outage p2 Email down", "outage", "p2 Email down"),
        ("  /Outage   p2 ", "outage", "p2"),
        ("/ict outage p2 x", "outage", "p2 x"),
        ("ict /outage p2 x", "outage", "p2 x"),
        ("/ict outage", "outage", ""),
        ("/ict help outage", "ict", "help outage"),
        ("/ict", "ict", ""),
        ("/kpi", "kpi", ""),
    ],
)
def test_a_command_is_split_from_its_line(line: str, name: str, rest: str) -> None:
    assert split_command(line, COMMANDS) == (name, rest)


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    with pytest.raises(DeskError, match=r"^There is no /outgae. Did you mean /outage\?$"):
        split_command("/outgae p2 Email", COMMANDS)


def test_a_command_like_none_is_answered_with_all() -> None:
    with pytest.raises(DeskError, match=r"There is no /hello. Choose from: /ict, /incident, /kpi, /outage."):
        split_command("hello there", COMMANDS)


@pytest.mark.parametrize("line", ["", " ", "/", "\x00"])
def test_an_empty_line_is_no_command(line: str) -> None:
    with pytest.raises(DeskError, match="Type a command, such as /ict help"):
        split_command(line, COMMANDS)


def test_the_nearest_choice_is_found_whatever_the_case() -> None:
    assert nearest("RESOLV", ["resolve", "reopen"]) == "resolve"
    assert nearest("dddc", {"DDDC", "NEDDC"}) == "DDDC"
    assert nearest("xyz", ["resolve"]) is None
    assert nearest("resol", ["resolve"], cutoff=95) is None
    assert nearest("x", []) is None


def test_what_is_missing_is_named() -> None:
    assert did_you_mean("partner", "DDC", ["DDDC", "BDC"]) == "There is no partner DDC. Did you mean DDDC?"
    assert did_you_mean("verb", "x", ["take", "hold"]) == "There is no verb x. Choose from: hold, take."
