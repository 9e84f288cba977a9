"""Examples of every chart. Figures are those of three councils' reports; what is made up says so."""  # noqa: INP001 - data beside the pictures that are made of it

from core.control import wilson
from reports.charts import (
    Bars,
    Chart,
    ControlChart,
    Group,
    GroupedColumns,
    Lines,
    Measure,
    Scorecard,
    Series,
    StackedColumns,
)

HALF = ("Apr", "May", "Jun", "Jul", "Aug", "Sep")
DESK = "Source: {} of the Joint ICT Service"


def share_series(name: str, cases: tuple[tuple[int, int], ...]) -> Series:
    """Met and resolved of each month, with the interval in which chance may move the share."""
    intervals = tuple((round(100 * low, 1), round(100 * high, 1)) for low, high in (wilson(n, d) for n, d in cases))
    return Series(
        name, tuple(round(100 * n / d, 1) for n, d in cases), intervals, tuple(f"{n} of {d}" for n, d in cases)
    )


def split_words(counts: tuple[int, ...]) -> str:
    return ", ".join(f"{partner} {n}" for partner, n in zip(PARTNERS, counts, strict=True) if n)


SHARE = Lines(
    "DDDC missed its target in May by 9.2 points",
    "Share of incidents resolved within SLA, DDDC, April to September 2020",
    DESK.format("801 ticket records"),
    HALF,
    (share_series("DDDC", ((118, 129), (101, 125), (125, 136), (152, 165), (109, 117), (121, 129))),),
    "%",
    target=90,
)
SHARES = Lines(
    "BDC missed the target in April, DDDC in May",
    "Share of incidents resolved within SLA, BDC and DDDC, April to September 2020",
    DESK.format("1,681 ticket records"),
    HALF,
    (
        share_series("BDC", ((128, 143), (120, 132), (140, 151), (171, 187), (117, 126), (130, 141))),
        SHARE.series[0],
    ),
    "%",
    target=90,
)
OUTAGES = StackedColumns(
    "47 outages, of which July had 18",
    "Outages (P1 and P2 incidents) by month they began, all partners, April to September 2020",
    DESK.format("47 ticket records"),
    HALF,
    (Series("P1", (0, 0, 0, 0, 1, 0)), Series("P2", (3, 5, 7, 18, 5, 8))),
    "outages",
)
CALLS = GroupedColumns(
    "July had the most calls of the half-year",
    "Calls raised by partner, April to September 2020; a call of several partners counts for each",
    DESK.format("ticket records"),
    HALF,
    (
        Series("BDC", (512, 560, 603, 688, 575, 622)),
        Series("DDDC", (398, 431, 470, 541, 452, 489)),
        Series("NEDDC", (421, 466, 498, 574, 470, 510)),
    ),
    "calls",
)
BACKLOG = StackedColumns(
    "Fewer calls are open, but more of them are old",
    "Calls open at each month's end, by age in working days, April to September 2020",
    DESK.format("ticket records"),
    HALF,
    (
        Series("Over 20 days", (38, 41, 47, 58, 66, 71)),
        Series("6 to 20 days", (48, 52, 47, 66, 51, 44)),
        Series("5 days or fewer", (121, 133, 118, 164, 102, 96)),
    ),
    "calls",
)
AVAILABILITY = Bars(
    "One of five services was down for too long",
    "Minutes down in service hours against minutes allowed, July to September 2021 (39,000 minutes of service each)",
    "Source: 11 outages of the ICT desk, planned maintenance left out",
    ("Email", "Revenues and benefits", "Social care records", "Website", "Wide area network"),
    (Series("Minutes down", (42, 121, 0, 12, 156)),),
    "minutes",
    marks=(Series("Minutes allowed", (58.5, 58.5, 58.5, 58.5, 390)),),
    remarks=(
        "99.89%, target 99.85%",
        "99.69%, target 99.85%",
        "100%, target 99.85%",
        "99.97%, target 99.85%",
        "99.6%, target 99%",
    ),
    along="Service",
)
BUDGET = Bars(
    "Spending is £32,183 below its budget to date, and heads for £64,649 under the full budget",
    "Revenue, actual and forecast against budget by line, periods 1 to 6 of 2020-21, £",
    DESK.format("5 budget lines"),
    ("Employees", "Transport", "Services", "Depreciation", "Income", "Total"),
    (
        Series("Actual", (533_250, 100, 59_153, 0, -9_000, 583_503)),
        Series("Forecast at this rate", (1_062_216, 200, 118_306, 0, -18_000, 1_162_722)),
    ),
    "£",
    marks=(
        Series("Budget to date", (497_917, 3_155, 124_604, 360, -10_350, 615_686)),
        Series("Full budget", (991_834, 6_310, 249_207, 720, -20_700, 1_227_371)),
    ),
)
PARTNERS = ("BDC", "DDDC", "NEDDC", "RHL")
CLASSES = (
    ("Reportable breach", (0, 0, 0, 0)),
    ("Non-reportable breach", (0, 2, 2, 0)),
    ("Attempted hack", (0, 0, 0, 0)),
    ("Advice", (2, 0, 1, 0)),
    ("Virus", (0, 0, 0, 0)),
    ("False positive", (0, 0, 0, 0)),
    ("Theft of device", (0, 1, 0, 0)),
    ("Website vulnerability", (0, 0, 0, 0)),
    ("Reported application vulnerability", (1, 1, 1, 0)),
)
SECURITY = Bars(
    "11 security events, none of them reportable",
    "Security events by class and partner, April to September 2020",
    DESK.format("11 security records"),
    tuple(name for name, _ in CLASSES),
    (Series("Events", tuple(sum(each) for _, each in CLASSES)),),
    "events",
    remarks=tuple(split_words(each) for _, each in CLASSES),
    along="Class",
)
SATISFACTION = Lines(
    "Satisfaction was 4.86 of 5, above the target of 4.5",
    "Mean score from 1 (poor) to 5 (excellent) by audience, July to September 2021",
    "Source: 350 scores of the ICT desk",
    ("Jul", "Aug", "Sep"),
    (
        Series("Corporate", (4.83, 4.85, 4.88), counts=("80 scores", "66 scores", "92 scores")),
        Series("Schools", (4.9, 4.95, 4.84), counts=("31 scores", "20 scores", "61 scores")),
    ),
    "points",
    target=4.5,
)
CHECK = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = tuple(f"{month} {year}" for year in (2019, 2020) for month in SHORT)
CONTROL = ControlChart(
    "August 2019 was out of the ordinary: 10 outages, where 2 are usual",
    "Outages by month they began, April 2019 to September 2020, with mean and limits of normal variation",
    DESK.format("35 ticket records"),
    MONTHS[3:21],
    (Series("Outages", CHECK),),
    "outages",
    mean=1.94,
    lower=-0.72,
    upper=4.6,
    signals=((4, "above the upper limit"),),
)
TRIAL = ControlChart(
    "The share met has not changed beyond chance",
    "Share of incidents resolved within SLA, all partners, November 2019 to September 2020",
    DESK.format("4,106 ticket records"),
    MONTHS[10:21],
    (Series("Within SLA", (92.2, 93.1, 91.8, 92.4, 94.0, 92.2, 88.4, 92.7, 92.1, 93.1, 93.0)),),
    "%",
    mean=92.3,
    lower=88,
    upper=96.5,
    is_trial=True,
    target=90,
)
SCORECARD = Scorecard(
    "Three of nine measures are off target",
    "ICT performance, July to September 2021",
    "Source: records of the ICT desk, 4 October 2021",
    (
        Group(
            "Business activity",
            (
                Measure("Availability of critical services", "99.85%", "99.85%", "on target", ("worse", "better")),
                Measure(
                    "Incidents resolved within SLA", "92.3% (1,104 of 1,196)", "90%", "on target", ("better", "better")
                ),
                Measure(
                    "Changes that succeeded",
                    "96.5% (138 of 143)",
                    "98%",
                    "off target",
                    ("worse", "worse"),
                    is_normal=True,
                ),
                Measure("Mobile devices in the estate", "85.3% (6,824 of 8,000)", "", "no target", ("same", "up")),
            ),
        ),
        Group(
            "Customer",
            (
                Measure("Customer satisfaction", "4.86 of 5 (350 scores)", "4.5", "on target", ("better", "better")),
                Measure(
                    "Resolved on first contact", "64.2% (768 of 1,196)", "65%", "within tolerance", ("better", "worse")
                ),
            ),
        ),
        Group("Staff", (Measure("Training days", "", "60", "not measured", ("", "")),)),
        Group(
            "Financial",
            (
                Measure("Revenue spent of the year's budget", "36%", "58%", "off target", ("", "")),
                Measure("Project time", "31% (1,240 of 4,000 hours)", "35%", "off target", ("worse", "better")),
            ),
        ),
    ),
)
EXAMPLES: dict[str, tuple[str, str, Chart]] = {
    "share": (
        "Monthly share with target and interval",
        "`Lines` with `intervals` and `counts`. May is the report's 9.2 points below 90%; the counts are made up.",
        SHARE,
    ),
    "shares": (
        "Shares of two partners",
        "`Lines`: whiskers stand side by side; of more than two lines they would hide one another. Counts made up.",
        SHARES,
    ),
    "outages": ("Outages by month and priority", "`StackedColumns`. The report's figures.", OUTAGES),
    "calls": (
        "Calls by partner",
        "`GroupedColumns`, because calls of several partners would not add up in a stack. Made up.",
        CALLS,
    ),
    "backlog": ("Backlog by age", "`StackedColumns`, the oldest at the foot. Made up.", BACKLOG),
    "availability": (
        "Availability against its target",
        "`Bars` with `marks`, because minutes begin at zero. Of 39,000 minutes 99.85% leaves 58.5. Else made up.",
        AVAILABILITY,
    ),
    "budget": (
        "Budget, actual and forecast",
        "`Bars`, two for each line, each held against its own budget. The report's figures, with totals that add up.",
        BUDGET,
    ),
    "security": (
        "Security events by class and partner",
        "`Bars` with `remarks`: of so few events the partners are told in words. The report's figures.",
        SECURITY,
    ),
    "satisfaction": (
        "Satisfaction",
        "`Lines` with `counts`. 4.86 against 4.5 is the report's; months and audiences are made up.",
        SATISFACTION,
    ),
    "control": (
        "Control chart",
        "`ControlChart`. The series with which the rules are checked: mean 1.94, limits 4.6 and -0.72.",
        CONTROL,
    ),
    "trial": ("Control chart with trial limits", "`ControlChart` of fewer than 12 points. Made up.", TRIAL),
    "scorecard": (
        "Scorecard",
        "`Scorecard`. 138 of 143, 4.86 and 36% are the report's; the rest is made up.",
        SCORECARD,
    ),
}
