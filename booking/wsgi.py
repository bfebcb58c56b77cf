"""The web application for a server of several processes: `gunicorn booking.wsgi:app`.

It refuses to start on a database that is not of this version or whose guards differ.
"""

from __future__ import annotations

import os
import sys

from booking.app import create_app
from booking.logging import set_up_logging
from booking.readiness import NotReady, open_database, refuse_old_schema, refuse_other_guards
from booking.settings import Settings, settings_from


def checked_settings() -> Settings:
    """The settings of this environment, with a database that is ready. Ends the process if not."""
    try:
        settings = settings_from(os.environ)
        engine = open_database(settings.database_url)
        refuse_old_schema(engine)
        refuse_other_guards(engine)
        engine.dispose()
    except (ValueError, NotReady) as wrong:
        sys.exit(str(wrong))
    set_up_logging(settings.log_folder, "web")
    return settings


app = create_app(checked_settings())
