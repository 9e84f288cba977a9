"""Who may do what. Nothing is allowed by default, and a guest may read the help alone."""

ROLES = (
    "guest",
    "staff",
    "service desk",
    "partner manager",
    "finance",
    "security",
    "legal",
    "committee officer",
    "manager",
    "admin",
)

# What a verb may need, and the roles that satisfy it. Looking is for all who are listed; a partner's manager sees that
# partner only, and records nothing.
EVERYBODY = frozenset(ROLES) - {"guest"}
ALLOWED: dict[str, frozenset[str]] = {
    "help": frozenset(ROLES),
    "look": EVERYBODY,
    "staff": EVERYBODY - {"partner manager"},
    "import": frozenset({"service desk", "manager", "admin"}),
    "finance": frozenset({"finance", "manager", "admin"}),
    "security": frozenset({"security", "manager", "admin"}),
    "manager": frozenset({"manager", "admin"}),
    "committee": frozenset({"committee officer", "manager", "admin"}),
    "admin": frozenset({"admin"}),
}


def may(role: str, needs: str) -> bool:
    return role in ALLOWED.get(needs, frozenset())
