"""The same services without a window: batch work, administration, proof calculations."""
