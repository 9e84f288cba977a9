"""Committee reports: drafts, questions, what people said, signatures, and frozen files"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STANDING = sa.text("void_at IS NULL")
FROZEN = "what was signed or published stays as it is"
VERSION_KEPT = (
    "id",
    "report_id",
    "number",
    "kind",
    "at",
    "person_id",
    "policy_id",
    "document",
    "public",
    "stated",
    "sha256",
)


def freeze() -> None:
    """No version is changed, but that a draft may be withdrawn; no file is. Nothing of either is deleted."""
    same = " AND ".join(f"NEW.{c} IS NOT DISTINCT FROM OLD.{c}" for c in VERSION_KEPT)
    guards = {"report_version": f"NOT (OLD.kind = 'draft' AND {same})", "report_file": "OLD.id IS NOT NULL"}
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(
            "CREATE FUNCTION refuse_report_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{FROZEN}'; END $$"
        )
    refusal = f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END" if is_sqlite else "EXECUTE FUNCTION refuse_report_change()"
    each = "" if is_sqlite else "FOR EACH ROW"
    for table, guard in guards.items():
        when = f"WHEN {guard}" if is_sqlite else f"WHEN ({guard})"
        op.execute(f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {each} {refusal}")
        op.execute(f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} {each} {when} {refusal}")


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("committee_on", sa.Date(), nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'signed', 'published')", name=op.f("ck_report_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(
        "ix_report_period",
        "report",
        ["shape", "start_on", "end_on"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "report_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_question_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_question_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_question")),
    )
    op.create_index(
        "ix_report_question_key",
        "report_question",
        ["report_id", "key"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "report_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("public", sa.String(), nullable=True),
        sa.Column("stated", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('draft', 'signed', 'published')", name=op.f("ck_report_version_kind")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_version_person_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["policy.id"], name=op.f("fk_report_version_policy_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_version_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_version")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_version_report_id_number")),
    )
    op.create_table(
        "report_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_report_words_recorded_by")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_words_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_words")),
    )
    op.create_index(
        "ix_report_words_key",
        "report_words",
        ["report_id", "key"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.CheckConstraint("audience IN ('internal', 'public')", name=op.f("ck_report_file_audience")),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name=op.f("fk_report_file_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("version_id", "audience", "name", name=op.f("uq_report_file_version_id_audience_name")),
    )
    op.create_table(
        "report_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("void_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_signature_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_signature_report_id")),
        sa.ForeignKeyConstraint(["version_id"], ["report_version.id"], name=op.f("fk_report_signature_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_signature")),
    )
    op.create_index(
        "ix_report_signature_role",
        "report_signature",
        ["report_id", "role"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    freeze()


def downgrade() -> None:
    op.drop_index(
        "ix_report_signature_role", table_name="report_signature", sqlite_where=STANDING, postgresql_where=STANDING
    )
    op.drop_table("report_signature")
    op.drop_table("report_file")
    op.drop_index("ix_report_words_key", table_name="report_words", sqlite_where=STANDING, postgresql_where=STANDING)
    op.drop_table("report_words")
    op.drop_table("report_version")
    op.drop_index(
        "ix_report_question_key", table_name="report_question", sqlite_where=STANDING, postgresql_where=STANDING
    )
    op.drop_table("report_question")
    op.drop_index("ix_report_period", table_name="report", sqlite_where=STANDING, postgresql_where=STANDING)
    op.drop_table("report")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_report_change")
