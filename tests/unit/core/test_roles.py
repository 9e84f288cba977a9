"""Who may do what."""

import pytest

from core.roles import ALLOWED, ROLES, may

MAY = {
    "guest": {"help"},
    "staff": {"help", "look", "staff"},
    "service desk": {"help", "look", "staff", "import"},
    "partner manager": {"help", "look"},
    "finance": {"help", "look", "staff", "finance"},
    "security": {"help", "look", "staff", "security"},
    "legal": {"help", "look", "staff"},
    "committee officer": {"help", "look", "staff", "committee"},
    "manager": {"help", "look", "staff", "finance", "security", "manager", "import", "committee"},
    "admin": {"help", "look", "staff", "finance", "security", "manager", "admin", "import", "committee"},
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_its_own_and_no_more(role: str) -> None:
    assert {needs for needs in ALLOWED if may(role, needs)} == MAY[role]


@pytest.mark.parametrize(("role", "needs"), [("admin", "root"), ("admin", ""), ("boss", "staff"), ("", "staff")])
def test_what_nobody_named_is_allowed_to_nobody(role: str, needs: str) -> None:
    assert not may(role, needs)
