# ruff: noqa: A005  named as the room that it tests
