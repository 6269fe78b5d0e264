"""The product's own settings on a data folder of this test run alone."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="spreekkamer-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["SPREEKKAMER_DATA"] = _folder
# The browser of the end-to-end tests keeps an event loop in this thread; Django need not worry about it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from spreekkamer.settings import *  # noqa: E402, F403 - after the folder is known
