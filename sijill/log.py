"""The program's log: one logger below `sijill`, silent unless the command line asks for it.

Not here: problems in data (stored as issues), progress (the command line draws it).
"""

import logging

LOGGER = logging.getLogger("sijill")


def set_up_log(*, verbose: bool) -> None:
    """Send warnings, or with `verbose` everything, to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    LOGGER.handlers[:] = [handler]
    LOGGER.setLevel(logging.DEBUG if verbose else logging.WARNING)
