"""Facts: the tables, their rows, and the database they are judged in."""
