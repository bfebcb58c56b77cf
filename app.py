"""What `flask …` finds by itself when it is called in this folder."""

import os

from booking.app import create_app
from booking.settings import settings_from

app = create_app(settings_from(os.environ))
