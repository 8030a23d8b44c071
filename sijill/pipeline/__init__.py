"""The pipeline: the stages put together over a register or over plain values."""
