"""The product's own settings on a data folder of this test run alone."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="spreekkamer-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["SPREEKKAMER_DATA"] = _folder

from spreekkamer.settings import *  # noqa: E402, F403 - after the folder is known
