"""Change a PC: plan, confirm, apply, verify, undo. Journalled, and nothing is ever deleted."""
