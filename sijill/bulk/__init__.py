"""Bulk runs: archives of any size to documents, claims, issues and incidents in one folder, without a register, resumable.

`run_batch(job, ...)` runs a job on the processors of this machine, `run_on_spark(job, ...)` on a cluster. Both cut the input into the same
partitions (`plan`), read each with the same function (`work`) and write the same files (`folder`, `tables`); so their results are equal.
Path: files → units → partitions → records → gate → documents → claims → incidents. `sijill.bulk.ingest` loads a result into a register;
it is not imported here, since workers need no database.
Not here: what a claim or an incident is (`sijill.extract`, `sijill.link`, `sijill.assess`).
"""

from sijill.bulk.job import BatchJob, BatchOptions, Choice
from sijill.bulk.local import run_batch
from sijill.bulk.spark import run_on_spark

__all__ = ["BatchJob", "BatchOptions", "Choice", "run_batch", "run_on_spark"]
