"""docs/adding.md is true: its command, KPI and piece of a report, put where it says, work in a copy of it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (PROJECT / "docs" / "adding.md").read_text(encoding="utf-8"), re.DOTALL)
ROOMS = ("bot", "core", "reports", "storage")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(PROJECT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def said(copy: Path, line: str) -> str:
    command = [sys.executable, "-m", "bot", "say", line, "--as", "manager", "--at", "2020-08-28 15:10"]
    command += ["--db", "desk.db"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_a_command_is_one_file(copy: Path) -> None:
    (copy / "bot" / "commands" / "oncall.py").write_text(BLOCKS[0], encoding="utf-8")
    assert said(copy, "/oncall") == "On call this week: Priya Shah.\n"
    assert "/oncall who" in said(copy, "/ict help oncall")


def test_a_kpi_is_one_function_and_one_row(copy: Path) -> None:
    file = copy / "core" / "kpis" / "resolution.py"
    function, row = BLOCKS[1].split("\n\n\n")
    text = file.read_text(encoding="utf-8").replace("KPIS = (\n", f"{function}\n\n\nKPIS = (\n{row.rstrip()},\n")
    file.write_text(text, encoding="utf-8")
    said(copy, "/request minor New mouse partner:BDC")
    said(copy, "/request resolve REQ-1")
    assert said(copy, "/kpi requests aug 2020").startswith("August 2020: 1 of 1")
    assert "Requests done within SLA" in said(copy, "/kpi aug 2020")


def test_a_piece_of_a_report_is_one_function(copy: Path) -> None:
    report = copy / "bot" / "report"
    (report / "pieces" / "reopened.py").write_text(BLOCKS[2], encoding="utf-8")
    (report / "shapes" / "joint.md").write_text('== calls: Calls\n{{ put("reopened") }}\n', encoding="utf-8")
    said(copy, "/incident p3 Printer jams partner:BDC")
    said(copy, "/incident resolve INC-1 Cleaned")
    assert "Reopened, August 2020: 0 of 1" in said(copy, "/report aug 2020")
