"""What the reports count: things entered together, figures by priority, targets of measures, reports to a committee"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LEVELS = "level IN ('P1', 'P2', 'P3', 'P4', 'minor', 'standard', 'major', 'bespoke')"
DIRECTIONS = "direction IN ('at least', 'at most')"
INDICATORS = "indicators IN ('business', 'customer', 'staff', 'finance')"
KINDS = "kind IN ('certificate', 'test', 'review', 'appraisal round')"
MORE_KINDS = "kind IN ('certificate', 'test', 'review', 'appraisal round', 'committee report')"
STANDING = "void_at IS NULL"
NUMBERED = ("change", "satisfaction", "audit", "post")


def upgrade() -> None:
    for table in NUMBERED:
        op.add_column(table, sa.Column("number", sa.Integer(), nullable=True))
    op.add_column("reading", sa.Column("missed", sa.Integer(), nullable=True))
    with op.batch_alter_table("obligation") as batch:
        batch.add_column(sa.Column("client", sa.String(), nullable=True))
        batch.drop_constraint(op.f("ck_obligation_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_obligation_kind"), MORE_KINDS)
    with op.batch_alter_table("figure") as batch:
        batch.add_column(sa.Column("level", sa.String(), nullable=True))
        batch.alter_column("numerator", type_=sa.Integer(), existing_type=sa.Float(), existing_nullable=False)
        batch.alter_column("denominator", type_=sa.Integer(), existing_type=sa.Float(), nullable=True)
        batch.create_check_constraint(op.f("ck_figure_level"), LEVELS)
    stand_alone("timesheet", "team", "month")
    stand_alone("figure", "kpi", "month", "coalesce(partner, '')", "coalesce(level, '')")
    with op.batch_alter_table("saving") as batch:
        batch.alter_column("annual_pence", existing_type=sa.BigInteger(), nullable=True)
        batch.alter_column("starts_on", existing_type=sa.Date(), nullable=True)
    with op.batch_alter_table("measure") as batch:
        batch.add_column(sa.Column("direction", sa.String(), nullable=True))
        batch.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("indicators", sa.String(), nullable=True))
        batch.add_column(sa.Column("owner_post", sa.String(), nullable=True))
        batch.create_check_constraint(op.f("ck_measure_direction"), DIRECTIONS)
        batch.create_check_constraint(op.f("ck_measure_indicators"), INDICATORS)


def stand_alone(table: str, *alike: str) -> None:
    """One row that is not void for each combination; of those that were entered twice, the newest stands.

    SQLite copies a table to change it, and SQLAlchemy cannot read an index of expressions back: who changes one of these
    tables in a batch drops its index first, and makes it again.
    """
    newest = f"SELECT max(id) FROM {table} WHERE {STANDING} GROUP BY {', '.join(alike)}"  # noqa: S608 - our own words
    op.execute(f"UPDATE {table} SET void_at = CURRENT_TIMESTAMP WHERE {STANDING} AND id NOT IN ({newest})")  # noqa: S608
    where = sa.text(STANDING)
    columns = [*map(sa.text, alike)]
    op.create_index(f"ix_{table}_single", table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for table in ("figure", "timesheet"):
        op.drop_index(f"ix_{table}_single", table_name=table)
    with op.batch_alter_table("measure") as batch:
        batch.drop_constraint(op.f("ck_measure_indicators"), type_="check")
        batch.drop_constraint(op.f("ck_measure_direction"), type_="check")
        for column in ("owner_post", "indicators", "due_on", "direction"):
            batch.drop_column(column)
    op.execute("UPDATE saving SET annual_pence = 0 WHERE annual_pence IS NULL")
    op.execute("UPDATE saving SET starts_on = '2099-03-31' WHERE starts_on IS NULL")
    with op.batch_alter_table("saving") as batch:
        batch.alter_column("starts_on", existing_type=sa.Date(), nullable=False)
        batch.alter_column("annual_pence", existing_type=sa.BigInteger(), nullable=False)
    op.execute("UPDATE figure SET denominator = numerator WHERE denominator IS NULL")
    with op.batch_alter_table("figure") as batch:
        batch.drop_constraint(op.f("ck_figure_level"), type_="check")
        batch.alter_column("denominator", type_=sa.Float(), existing_type=sa.Integer(), nullable=False)
        batch.alter_column("numerator", type_=sa.Float(), existing_type=sa.Integer(), existing_nullable=False)
        batch.drop_column("level")
    op.execute("UPDATE obligation SET kind = 'review' WHERE kind = 'committee report'")
    with op.batch_alter_table("obligation") as batch:
        batch.drop_constraint(op.f("ck_obligation_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_obligation_kind"), KINDS)
        batch.drop_column("client")
    with op.batch_alter_table("reading") as batch:
        batch.drop_column("missed")
    for table in NUMBERED:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("number")
