"""/budget: a year's lines against their profile, why they differ, and whether printed totals add up."""

from bot.budget import enter, explain, look
from bot.budget.asking import AMOUNT, LINE, PERIOD
from bot.command import Command, Field, Run, Verb
from bot.sheets import in_both
from core.budget import KINDS

FIGURE = (LINE, AMOUNT, PERIOD)
LEDGER = Field("ledger", "Day of the ledger")
OF_LINE = (
    *(Field("code", "Group code"), Field("name", "Name"), AMOUNT, PERIOD, Field("kind", "Kind", KINDS)),
    *(
        Field("programme", "Programme"),
        Field("income", "Is it income?", ("yes", "no")),
        Field("holder", "Who holds it"),
    ),
)
OF_VIREMENT = (explain.FROM, explain.TO, AMOUNT, PERIOD, explain.WHY)
OF_REASON = (LINE, PERIOD, explain.KIND, explain.TEXT)
PRINTED = "q2 2020-21 to-date:620,861 actual:601,503 variance:(54,501)"
ADJUST = "Y/E Finance adjustments 1200 p12 2020-21 why:recharges"
VIREMENT = '5000 p7 2020-21 from:Services to:Employees why:"agency staff"'


def writes(
    name: str, does: str, takes: str, example: str, fields: tuple[Field, ...], run: Run, needs: str = "finance"
) -> Verb:
    return Verb(name, does, run, f"/budget {name} {example}", takes, fields, needs=needs, writes=True)


def looks(name: str, does: str, run: Run) -> Verb:
    return Verb(name, does, run, f"/budget {name} q2 2020-21", "[period]", needs="staff")


COMMAND = Command(
    name="budget",
    does="see what is spent against the budget, and why",
    verbs=(
        Verb(
            "show",
            "to date, actual and variance of each line; a quarter counts from April",
            look.show,
            "/budget q2 2020-21",
            "[period]",
            needs="staff",
            is_default=True,
        ),
        looks("why", "the table, and the reasons", look.why),
        looks("check", "the totals that a document prints, against the lines", look.check),
        *in_both(looks("csv", "everything as CSV, to the penny", look.as_file)),
        writes(
            "line",
            "add a line, or correct it",
            "code name amount year",
            "5 Stock 12000 2020-21",
            OF_LINE,
            enter.enter_line,
        ),
        writes(
            "profile",
            "say when a budget is due",
            "line amount periods",
            "Stock 7000 p1-6 2020-21",
            FIGURE,
            enter.enter_profile,
        ),
        writes(
            "actual",
            "enter what the ledger shows",
            "line amount period",
            "Stock 6500 p1-6 2020-21",
            (*FIGURE, LEDGER),
            enter.enter_actual,
        ),
        writes(
            "commit",
            "enter what is ordered",
            "line amount period",
            "Stock 900 p6 2020-21",
            FIGURE,
            enter.enter_commitment,
        ),
        writes(
            "virement", "move budget to another line", "amount period", VIREMENT, OF_VIREMENT, explain.enter_virement
        ),
        writes(
            "adjust",
            "enter an adjustment as a line of its own",
            "name amount period",
            ADJUST,
            (explain.NAME, AMOUNT, PERIOD, explain.WHY),
            explain.enter_adjustment,
        ),
        writes(
            "printed",
            "check the totals that a document prints",
            "period",
            PRINTED,
            (PERIOD, explain.DOCUMENT, *explain.TOTALS),
            explain.enter_printed,
        ),
        writes("ask", "ask for the reasons that are wanted", "[period]", "q2 2020-21", (), explain.ask_holders),
        # Of one's own line these are for whoever holds it, so the verb itself is open to staff.
        writes(
            "forecast",
            "say where a line will end",
            "line amount period",
            "Stock 13000 p6 2020-21",
            FIGURE,
            enter.enter_forecast,
            "staff",
        ),
        writes(
            "reason",
            "say why a line stands off its budget",
            "line period timing|permanent text",
            "Stock p6 2020-21 timing delivered late",
            OF_REASON,
            explain.enter_reason,
            "staff",
        ),
    ),
)
