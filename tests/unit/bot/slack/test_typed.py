"""What Slack made of what was typed, turned back."""

import pytest

from bot.slack.typed import as_typed, without_mention

PEOPLE = {"U2": "priya"}


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("  p2 Email down  ", "p2 Email down"),
        ("assign INC-1 <@U2>", "assign INC-1 priya"),
        ("assign INC-1 <@U2|priya.shah>", "assign INC-1 priya"),
        ("<@U1|x> and <@U9>", "@x and @U9"),
        ("see <#C1|ict-outages> and <#C2>", "see #ict-outages and #C2"),
        ("<!channel> <!here|here> <!subteam^S1> <!subteam^S1|@ict-team>", "@channel here @subteam @ict-team"),
        ("<!date^1600000000^{date}|13 September>", "13 September"),
        ("<https://x.example|x.example> <https://x.example/a?b=1&amp;c=2>", "x.example https://x.example/a?b=1&c=2"),
        ("<mailto:sam@council.example|sam@council.example>", "sam@council.example"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt; &amp;amp;", "&lt; &amp;"),
        ("&lt;@U2&gt; is no mention", "<@U2> is no mention"),
    ],
)
def test_what_slack_escaped_is_as_it_was_typed(sent: str, typed: str) -> None:
    assert as_typed(sent, PEOPLE) == typed


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("<@U0> sla now", "sla now"),
        (" <@U0|ictbot>: , outage list", "outage list"),
        ("<@U0>", ""),
        ("sla now <@U0>", "sla now <@U0>"),
        ("<@U0> <@U2> is here", "<@U2> is here"),
    ],
)
def test_only_the_mention_that_a_message_begins_with_is_taken_away(said: str, line: str) -> None:
    assert without_mention(said) == line
