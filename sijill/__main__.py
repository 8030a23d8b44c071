"""`python -m sijill` is the command line."""

from sijill.cli import main

if __name__ == "__main__":
    main()
