"""``python -m kakekomi`` is the command ``kakekomi``."""

from kakekomi.cli.main import run

if __name__ == "__main__":
    run()
