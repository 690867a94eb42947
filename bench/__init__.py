"""Measurements, each beside something real that is measured in the same run."""
