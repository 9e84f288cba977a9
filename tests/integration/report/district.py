"""A district council's service delivery plan 2023 to 2024 (seed 004), entered as its people would, and a year of it."""

from datetime import UTC, datetime

from bot.app import Bot
from bot.clock import SetClock
from tests.integration.rows import done

PLANNED = datetime(2023, 2, 8, 10, 0, tzinfo=UTC)
HALF_YEAR = datetime(2023, 10, 20, 9, 0, tzinfo=UTC)
END_OF_YEAR = datetime(2024, 4, 10, 9, 0, tzinfo=UTC)

NETWORK, SUPPORT = "Network/System Admin Team Leader", "ICT Service and Support Team Leader"
MANAGER = "ICT Manager"
FINANCES = "Maintain sound finances. Improve systems and practices."
SAVING = "Keep improving the service, so that it saves as much as it can"
RISKS = "Manage the council's ICT risks, and keep its systems secure, resilient and within regulations"
CUSTOMERS, RESPONSIVE = (
    "Customers are at the heart of everything we do.",
    "Answer every customer promptly, and before they must ask",
)
SAFE, STREETS = "Safe, vibrant and inclusive communities.", "Name and number streets promptly and at good value"
EMPLOYER, SKILLED = "Be an excellent employer.", "Have staff who are skilled, motivated and engaged"
GREEN, CLIMATE = "A clean, green and attractive place.", "Do what slows climate change, and adapt to it"
MONEY, PLACES, CLEAN = "Sound financial management", "Social and community infrastructure", "Cleaner, greener district"
NEW = "New measure"

# What, kind and target, outcome, objective, corporate plan, baseline, post and co-owners.
MEASURES = (
    (
        "date met",
        "Virtual environment and storage reviewed",
        "by:2023-12-31",
        FINANCES,
        SAVING,
        MONEY,
        NEW,
        NETWORK,
        "",
    ),
    (
        "date met",
        "Infrastructure reviewed, renewal plan made",
        "by:2023-06-30",
        FINANCES,
        SAVING,
        MONEY,
        NEW,
        NETWORK,
        MANAGER,
    ),
    (
        "context",
        "Higher corporate risks reviewed",
        "",
        FINANCES,
        RISKS,
        MONEY,
        "Recovery tested in September 2022",
        NETWORK,
        MANAGER,
    ),
    (
        "certificate",
        "PSN compliance certificate",
        "",
        FINANCES,
        RISKS,
        MONEY,
        "Incident management plan drafted",
        NETWORK,
        "",
    ),
    (
        "date met",
        "Recovery plan tested and updated",
        "by:2023-09-30",
        FINANCES,
        RISKS,
        MONEY,
        "Tested in September 2022",
        NETWORK,
        MANAGER,
    ),
    (
        "count",
        "Critical audit findings open",
        "target:0 direction:at-most",
        FINANCES,
        RISKS,
        MONEY,
        "38 were found",
        NETWORK,
        "",
    ),
    (
        "count",
        "High audit findings open",
        "target:0 direction:at-most",
        FINANCES,
        RISKS,
        MONEY,
        "86 were found",
        NETWORK,
        "",
    ),
    ("share", "Tickets closed within SLA", "target:90", CUSTOMERS, RESPONSIVE, MONEY, "", NETWORK, MANAGER),
    ("share", "Network uptime in working hours", "target:99", CUSTOMERS, RESPONSIVE, MONEY, "", SUPPORT, NETWORK),
    ("share", "Systems uptime in working hours", "target:99", CUSTOMERS, RESPONSIVE, MONEY, "", SUPPORT, NETWORK),
    ("share", "Royal Mail told within 5 working days", "target:75", SAFE, STREETS, PLACES, "", SUPPORT, ""),
    ("share", "Schemes sent within 5 working days", "target:95", SAFE, STREETS, PLACES, "", SUPPORT, ""),
    ("share", "Street names settled within 1 month", "target:100", SAFE, STREETS, PLACES, "", SUPPORT, ""),
    (
        "share",
        "Appraisals done in the window of HR",
        "target:100 group:staff",
        EMPLOYER,
        SKILLED,
        MONEY,
        "All were booked",
        MANAGER,
        "",
    ),
    (
        "share",
        "Physical servers moved to the virtual environment",
        "target:100",
        GREEN,
        CLIMATE,
        CLEAN,
        NEW,
        NETWORK,
        "",
    ),
    ("context", "Less printing, by tips in the portal", "", GREEN, CLIMATE, CLEAN, NEW, SUPPORT, ""),
)
YEAR = "from:2022-04-01 to:2023-01-31"
READ = (
    "MSR-6 from:2022-04-01 to:2022-09-30 value:38 source:audit",
    "MSR-6 from:2022-10-01 to:2023-01-31 value:12 source:audit",
    "MSR-7 from:2022-04-01 to:2022-09-30 value:86 source:audit",
    "MSR-7 from:2022-10-01 to:2023-01-31 value:16 source:audit",
    "MSR-8 from:2022-10-17 to:2023-02-07 value:94 source:helpdesk",
    f"MSR-9 {YEAR} value:99.6 source:monitoring",
    f"MSR-10 {YEAR} value:99.77 source:monitoring",
    f"MSR-11 {YEAR} numerator:66 denominator:95 source:register",
    f"MSR-12 {YEAR} numerator:44 denominator:45 source:register",
    f"MSR-13 {YEAR} missed:1 denominator:6 source:register",
)
SERVICE = """
/ict post appointed ICT Manager on:2022-04-01
/ict post appointed ICT Service and Support Team Leader on:2022-04-01
/ict post appointed ICT Support Officers number:3 on:2022-04-01
/ict post appointed ICT Helpdesk Advisor on:2022-04-01
/ict post appointed Network/System Admin Team Leader on:2022-04-01
/ict post appointed Network/System Admin Officers number:2 on:2022-04-01
/ict post appointed Street Naming and Numbering Officer on:2022-04-01
/ict obligation committee report Half-year report 2023 to 2024 due:2023-11-30 to:"Operational Services"
/ict obligation committee report End-of-year report 2023 to 2024 due:2024-03-31 to:"Operational Services"
/ict obligation committee report Service delivery plan 2024 to 2025 due:2024-03-31 to:"Operational Services"
/budget line S1 Cost of the service 1,064,302 2023-24
/budget line S9 Income of the service (35,816) 2023-24
"""
HALF = "from:2023-04-01 to:2023-09-30"
HALF_READ = (
    f"MSR-2 {HALF} done:2023-06-22 source:minutes",
    f"MSR-5 {HALF} done:2023-10-03 source:report",
    "MSR-6 from:2023-04-01 to:2023-09-30 value:0 source:audit",
    "MSR-7 from:2023-04-01 to:2023-09-30 value:3 source:audit",
    f"MSR-8 {HALF} numerator:1120 denominator:1190 source:helpdesk",
    f"MSR-11 {HALF} numerator:41 denominator:52 source:register",
    f"MSR-15 {HALF} numerator:4 denominator:6 source:inventory",
)


def enter_the_plan(bot: Bot, clock: SetClock) -> None:
    clock.set(PLANNED)
    for kind, title, target, outcome, objective, link, baseline, post, others in MEASURES:
        said = f'/ict measure {kind} {title} {target} timescale:annually outcome:"{outcome}" objective:"{objective}"'
        extra = "".join(f' {key}:"{words}"' for key, words in (("baseline", baseline), ("coowners", others)) if words)
        done(bot, f'{said} plan:"{link}" post:"{post}"{extra}', "manager")
    for line in READ:
        done(bot, f"/ict reading {line}")
    for line in SERVICE.strip().splitlines():
        done(bot, line, "manager")


def enter_half_a_year(bot: Bot, clock: SetClock) -> None:
    """Invented: the plan's own reports are not among the seeds."""
    clock.set(HALF_YEAR)
    for line in HALF_READ:
        done(bot, f"/ict reading {line}")
    done(
        bot,
        '/ict commentary "Three need a new firewall, ordered for November" about:MSR-7 period:"h1 2023-24"',
        "manager",
    )
