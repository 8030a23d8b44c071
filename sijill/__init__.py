"""Sijill: from reports on armed conflict to a register of incidents.

The path of the data is the list of the stage packages: ``collect read extract link assess review publish``.
Things that the stages work on are in ``model packs lang store gazetteer``; ``web`` and ``cli`` serve them.
"""

__version__ = "0.1.0"
