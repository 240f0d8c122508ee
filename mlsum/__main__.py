"""`python -m mlsum`: the command line, where no script `mlsum` is on the path."""

from mlsum.cli import main

if __name__ == "__main__":
    main()
