"""What `flask …` finds by itself when it is called in this folder."""

import os
import sys

from booking.app import create_app
from booking.logging import set_up_logging
from booking.settings import settings_from

try:
    settings = settings_from(os.environ)
except ValueError as wrong:
    sys.exit(str(wrong))
set_up_logging(settings.log_folder, "command")
app = create_app(settings)
