"""What programs hand in and ask for: results of PCs, mails to check, cases; by token only."""
