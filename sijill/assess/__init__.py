"""Assessment: what independent sources say together about one incident, and where they disagree.

In: a cluster and its claims. Out: an `Incident` with its `Assessment`; a pure function of claims and decisions.
Not here: which claims belong together (`sijill.link`), corrections of single claims (`sijill.review`).
"""

from sijill.assess.incident import assess_incident
from sijill.assess.rules import RULES, get_rule

__all__ = ["RULES", "assess_incident", "get_rule"]
