"""A PC, an offline Windows root or a scanner's report to facts. Never judges."""
