"""What was said when something happened; absences that are taken back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from instruments.database import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


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


def downgrade() -> None:
    op.drop_column("absence", "taken_back_at")
    op.drop_table("remark")
