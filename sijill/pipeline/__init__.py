"""The pipeline: the stages put together over a register or over plain values.

`add_paths` keeps what files hold, `run_register` reads, extracts, links and assesses what is new, `rebuild` makes everything derived
again. Each may be killed at any moment and repeated: nothing is lost or doubled.
"""

from sijill.pipeline.add import AddResult, add_paths
from sijill.pipeline.linking import is_repeatable, link_register, rebuild
from sijill.pipeline.run import RunOptions, RunResult, run_register

__all__ = ["AddResult", "RunOptions", "RunResult", "add_paths", "is_repeatable", "link_register", "rebuild", "run_register"]
