"""Bytes of mail to facts. Never judges, never touches disk or network."""
