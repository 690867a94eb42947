"""Triage, patterns, stages and steps over the facts of a case. Pure."""
