"""Bulk runs: archives of documents to claims and incidents in one folder, without a register, resumable.

`run_local(job, ...)` is the engine of one machine. Every engine writes the same rows, in the same order, under the same names.
Not here: the distributed engine (to come), the register (`sijill.pipeline`).
"""

from sijill.bulk.local import BatchJob, BatchResult, run_local

__all__ = ["BatchJob", "BatchResult", "run_local"]
