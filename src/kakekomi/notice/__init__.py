"""Telling the others: text from facts, whom to tell, refusals, approval, sending, the record."""
