"""How many tests run at once."""

import os


def pytest_xdist_auto_num_workers(config):
    """Two a processor: about half of the time tests wait, for terminals, timers and slow lines."""
    return 2 * (os.cpu_count() or 1)
