"""Harmless samples made on the spot: mails, documents, PC roots and reports to practise on."""
