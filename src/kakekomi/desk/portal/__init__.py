"""What anybody sees without an account: doors, answers, steps, and the way to ask."""
