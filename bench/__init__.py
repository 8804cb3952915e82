"""Figures for docs/measurements.md; never timed tests."""
