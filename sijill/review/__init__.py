"""Review: what people decided about claims, and what is worth their next minute.

In: claims, incidents, decisions. Out: effective claims and the review queue. Decisions are recorded by `sijill.store`, never here.
"""

from sijill.review.decisions import apply_decisions, correct_field

__all__ = ["apply_decisions", "correct_field"]
