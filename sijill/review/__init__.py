"""Review: what people decided about claims, and what is worth their next minute.

In: claims, incidents, decisions. Out: effective claims and the review queue. Decisions are recorded by `sijill.store`, never here.
"""

from sijill.review.decisions import apply_decisions, check_decision, correct_field
from sijill.review.queue import QueueItem, Topic, find_answered, make_queue

__all__ = ["QueueItem", "Topic", "apply_decisions", "check_decision", "correct_field", "find_answered", "make_queue"]
