"""A process that starts a worker, as `beredt serve` does, and waits; the worker writes to the same output."""

import subprocess
import sys
import time

if __name__ == "__main__":
    subprocess.Popen([sys.executable, "-u", "-m", "factories.job_worker", "0.2", "30"])
    while True:
        time.sleep(60)
