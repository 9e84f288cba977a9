"""A list as a file for a spreadsheet: the verbs csv and xlsx, which are one story in two formats."""

from base64 import b64encode
from dataclasses import replace

from bot.command import Request, Verb
from bot.parts import File
from reports.tables import Table, as_csv
from reports.workbook import as_xlsx

XLSX = "xlsx"


def in_both(csv: Verb) -> tuple[Verb, Verb]:
    """The verb csv, and the same as xlsx."""
    does = csv.does.replace("CSV file", "workbook").replace("CSV", "a workbook")
    return csv, replace(csv, name=XLSX, does=does, example=csv.example.replace(" csv", f" {XLSX}", 1))


def said_as(request: Request) -> str:
    return "as a workbook" if request.verb == XLSX else "as CSV"


def as_file(request: Request, name: str, table: Table) -> File:
    """In the format that the verb names. `name` has no ending."""
    if request.verb != XLSX:
        return File(f"{name}.csv", as_csv(table))
    return File(f"{name}.{XLSX}", b64encode(as_xlsx(table)).decode(), is_binary=True)
