"""Claims as people corrected them, for pages.

In: the id of a claim. Out: the claim under its decisions. Not here: what decisions do (`sijill.review`).
"""

from collections.abc import Sequence

from sijill.model import Claim, Decision
from sijill.review import apply_decisions
from sijill.store import views
from sijill.web.workbench import Page


def find_effective(claim: Claim, decisions: Sequence[Decision]) -> Claim | None:
    """Return the claim under its decisions; None when it was rejected."""
    return next(iter(apply_decisions([claim], decisions)), None)


def get_effective_claim(page: Page, claim_id: str) -> Claim:
    """Return a claim as it was corrected, or as it was read where it was rejected; raises UserError for an unknown id."""
    original = views.get_claim(page.register, claim_id)
    return find_effective(original, page.workbench.queues.get_decisions(page.register)) or original
