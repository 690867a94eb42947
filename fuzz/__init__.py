"""Mutation fuzzing of everything that reads bytes from outside."""
