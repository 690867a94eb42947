"""Each person's way through the desk, end to end: a real browser, a desk as users start it."""
