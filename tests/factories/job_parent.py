"""A process that starts a worker, as `beredt serve` does, and waits; the worker writes to the same output."""

import os
import subprocess
import sys
import time

from beredt.shell.web_parent import PARENT_VARIABLE

if __name__ == "__main__":
    os.environ[PARENT_VARIABLE] = str(os.getpid())
    subprocess.Popen([sys.executable, "-u", "-m", "factories.job_worker", "0.2", "30"])
    while True:
        time.sleep(60)
