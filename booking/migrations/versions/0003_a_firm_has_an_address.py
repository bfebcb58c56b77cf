"""The mail address of a firm itself, beside those of its people"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("company", sa.Column("email", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("company", "email")
