"""``python -m engine.jobs``: the child process of a job; started by the runner, not by hand."""

from engine.jobs.worker import main

if __name__ == "__main__":
    main()
