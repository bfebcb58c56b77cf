"""What `flask …` finds by itself when it is called in this folder."""

import os

from booking.app import create_app
from booking.logging import set_up_logging
from booking.settings import settings_from

settings = settings_from(os.environ)
set_up_logging(settings.log_folder, "command")
app = create_app(settings)
