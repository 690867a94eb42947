"""What was checked, and the verdicts on it."""
