"""Who may do what. Nothing is allowed by default, and a guest may do nothing."""

ROLES = ("guest", "staff", "service desk", "manager", "admin")

# What a verb may need, and the roles that satisfy it.
ALLOWED: dict[str, frozenset[str]] = {
    "staff": frozenset({"staff", "service desk", "manager", "admin"}),
    "manager": frozenset({"manager", "admin"}),
    "admin": frozenset({"admin"}),
}


def may(role: str, needs: str) -> bool:
    return role in ALLOWED.get(needs, frozenset())
