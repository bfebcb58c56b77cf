"""What was said when something happened; absences that are taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from instruments.database import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Fields of organizations were free text; since then they are codes of a list.
FIELDS = {
    "機械": "machinery",
    "電気・電子・光": "electronics",
    "情報・通信": "information",
    "MEMS": "mems",
    "ロボット": "robotics",
    "金属": "metals",
    "化学": "chemistry",
    "窯業": "ceramics",
    "木工": "wood",
    "食品・醸造": "food",
    "繊維": "textiles",
    "デザイン": "design",
    "bio": "biotechnology",
    "organic electronics": "organic_electronics",
    "有機エレクトロニクス": "organic_electronics",
    "printed electronics": "printed_electronics",
}
KEPT = {"technology", "research", "management", "finance"}


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["history_entry.id"], name=op.f("fk_remark_entry_id_history_entry")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_remark")),
    )
    op.add_column("absence", sa.Column("taken_back_at", UTCDateTime(), nullable=True))
    _code_fields()


def _code_fields() -> None:
    organization = sa.table("organization", sa.column("id"), sa.column("fields"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(organization)).all():
        parts = [FIELDS.get(part, part) for part in row.fields.split(";")]
        known = ";".join(p for p in parts if p in KEPT or p in FIELDS.values())
        connection.execute(
            sa.update(organization).where(organization.c.id == row.id).values(fields=known)
        )


def downgrade() -> None:
    op.drop_column("absence", "taken_back_at")
    op.drop_table("remark")
