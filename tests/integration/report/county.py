"""The quarter of a county council's report (seed 000, July to September 2021), entered as its people would."""

from datetime import UTC, datetime
from pathlib import Path

from bot.app import Bot, build
from bot.clock import SetClock
from bot.desk import SHIPPED
from bot.settings import Settings
from storage.database import Database
from tests.integration.rows import done

OCTOBER = datetime(2021, 10, 1, 8, 30, tzinfo=UTC)
DRAFTED = datetime(2021, 11, 15, 9, 0, tzinfo=UTC)
# 65 working days of ten hours are 39,000 minutes, of which 99.85% allows 58.5.
MINE = """
[[services]]
name = "Payroll"
hours = "extended"
critical = true

[[kpi_targets]]
kpi = "availability"
from = 2021-04-01
target = 99.85
"""
ENGINEER = """
/ict estate laptop number:6960 on:2021-06-30
/ict estate tablet number:920 on:2021-06-30
/ict estate mobile phone number:670 on:2021-06-30
/ict estate desktop number:1420 on:2021-06-30
/ict estate laptop number:7000 on:2021-09-30
/ict estate tablet number:900 on:2021-09-30
/ict estate mobile phone number:660 on:2021-09-30
/ict estate desktop number:1440 on:2021-09-30
/change completed "Changes of the quarter that hit no service" number:138 on:2021-09-30
/change backed out Core switch firmware on:2021-07-08 impact:yes reimplemented:2021-07-15
/change backed out Mail gateway upgrade on:2021-07-22 impact:yes reimplemented:2021-08-05
/change backed out Payroll database patch on:2021-08-12 impact:yes reimplemented:2021-08-19
/change failed Wireless certificate renewal on:2021-08-31 impact:yes reimplemented:2021-09-01
/change failed Wide area network cutover on:2021-09-16 impact:yes reimplemented:2021-09-23
/change cancelled Telephony upgrade on:2021-09-20
/ict satisfaction 5 audience:corporate number:87 on:2021-09-30
/ict satisfaction 4 audience:corporate number:13 on:2021-09-30
/ict satisfaction 5 audience:school number:36 on:2021-09-30
/ict satisfaction 4 audience:school number:7 on:2021-09-30
/ict training Cloud fundamentals days:2 people:9 on:2021-07-14
/ict training Phishing awareness days:0.5 people:24 on:2021-09-02
/ict debt Servers out of support cost:180,000 due:2023-09-30 raised:2021-09-01 plan:"Move to the cloud"
/ict debt Old telephony exchange due:2024-03-31 raised:2021-09-01
"""
MANAGER = """
/ict obligation certificate Cyber Essentials due:2022-03-31 expires:2022-03-31 owner:Priya
"""
FINANCE = """
/budget line R1 Annual maintenance 6,000,000 2021-22
/budget profile Annual maintenance 3,480,000 p1-6 2021-22
/budget actual Annual maintenance 2,160,000 p1-6 2021-22
/budget reason Annual maintenance p6 2021-22 timing the supplier of the wide area network is slower than expected
/budget line C1 Enterprise agreement 1,000,000 2021-22 kind:capital programme:"Microsoft Enterprise Agreement"
/budget line C2 Network transition 800,000 2021-22 kind:capital programme:"Wide Area Network"
/budget line C3 CERP replacement 200,000 2021-22 kind:capital programme:"CERP replacement"
/budget actual Enterprise agreement 630,000 p1-6 2021-22
/budget actual Network transition 400,000 p1-6 2021-22
/budget actual CERP replacement 12,000 p1-6 2021-22
"""


def county(database: Database, clock: SetClock, folder: Path) -> Bot:
    """Its desk, at which Payroll alone is critical, from 08:00 to 18:00."""
    path = folder / "desk.toml"
    shipped = SHIPPED.read_text(encoding="utf-8").replace("critical = true\n", "")
    path.write_text(shipped + MINE, encoding="utf-8")
    return build(Settings(desk=path), clock, database)


def enter_the_quarter(bot: Bot, clock: SetClock) -> None:
    """58.5 minutes down on Monday 5 July 2021; the rest on 1 October."""
    clock.set(datetime(2021, 7, 5, 9, 0, tzinfo=UTC))
    done(bot, "/outage p1 Payroll down service:Payroll partner:BDC")
    clock.set(datetime(2021, 7, 5, 9, 58, 30, tzinfo=UTC))
    done(bot, "/outage resolve OUT-1 Restarted")
    done(bot, '/ict maintenance Patching service:Payroll from:"2021-09-04 10:00" to:"2021-09-04 12:00"', "manager")
    clock.set(OCTOBER)
    for person, said in (("engineer", ENGINEER), ("manager", MANAGER), ("finance", FINANCE)):
        for line in said.strip().splitlines():
            done(bot, line, person)
    clock.set(DRAFTED)
