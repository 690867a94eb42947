"""The web: portal, cases, desk, interface for programs; the only room that knows the database."""
