"""``python -m valuma`` is the command ``valuma``."""

from valuma.cli.main import run

if __name__ == "__main__":
    run()
