"""Rules over facts: findings and a verdict. Pure."""
