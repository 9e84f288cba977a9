"""Uploads and remembered mappings"""

import sqlalchemy as sa
from alembic import op

from storage.models.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATES = "'reading', 'asking', 'waiting', 'queued', 'importing', 'imported', 'cancelled', 'failed'"
TO_DO = sa.text("state IN ('reading', 'queued', 'importing')")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("outside_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("only_good", sa.Boolean(), nullable=False),
        sa.Column("ways", sa.String(), nullable=False),
        sa.Column("header", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("errors", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_upload_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_upload_actor_id")),
        sa.ForeignKeyConstraint(["number"], ["request.number"], name=op.f("fk_upload_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("outside_id", "person_id", name=op.f("uq_upload_outside_id_person_id")),
    )
    op.create_index(op.f("ix_upload_person_id"), "upload", ["person_id"], unique=False)
    op.create_index("ix_upload_to_do", "upload", ["id"], unique=False, sqlite_where=TO_DO, postgresql_where=TO_DO)
    op.create_table(
        "upload_content",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["upload.id"], name=op.f("fk_upload_content_upload_id")),
        sa.PrimaryKeyConstraint("upload_id", name=op.f("pk_upload_content")),
    )
    op.create_table(
        "mapping",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("profile", sa.String(), nullable=True),
        sa.Column("columns", sa.String(), nullable=True),
        sa.Column("priorities", sa.String(), nullable=True),
        sa.Column("dates", sa.String(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mapping_person_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_mapping")),
    )


def downgrade() -> None:
    op.drop_table("mapping")
    op.drop_table("upload_content")
    op.drop_index("ix_upload_to_do", table_name="upload", sqlite_where=TO_DO, postgresql_where=TO_DO)
    op.drop_index(op.f("ix_upload_person_id"), table_name="upload")
    op.drop_table("upload")
