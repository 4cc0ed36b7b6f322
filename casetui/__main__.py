"""``python -m casetui`` is ``casetui``."""

import sys

from casetui.cli import main

sys.exit(main())
