"""`python -m spreekkamer` is the same as `spreekkamer`."""

import sys

from spreekkamer.cli import main

sys.exit(main())
