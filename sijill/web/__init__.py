"""The workbench: the register as pages that people read and decide on, served on the loopback interface.

In: a register's folder. Out: HTML that works without JavaScript, the GeoJSON of its maps, CSV of its lists.
Not here: queries (`sijill.store.views`), method (`sijill.assess`, `sijill.review`), words of human languages (`locales/*.yml`).
"""
