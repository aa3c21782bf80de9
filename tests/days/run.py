"""The tests as of other days: `make test-days`, with `ARGS=tests/unit` for a part of them.

Every Python of a run is on the other day, also those that tests start (`sitecustomize` beside this file); browsers, Java and
Node.js are not, since nothing of ours in them asks for the day. The status is 1 if the tests fail on any day.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
DAYS = {
    "闰日": ("2028-02-29 04:00", "Asia/Shanghai"),
    "一年的最后一天": ("2027-12-31 12:00", "Asia/Shanghai"),
    "2029年的一天，本地已是第二天": ("2029-06-15 17:00", "UTC"),
}
"""What is odd about a day, its time in UTC, and the time zone of the machine."""


EARLY = "Module already imported so cannot be rewritten; time_machine"
"""What pytest has to say where a plugin of its own was imported before it: here, by `sitecustomize`."""


def run(moment: datetime, zone: str, words: list[str]) -> int:
    """The tests from a moment on; the status of pytest."""
    shift = int((moment - datetime.now(UTC)).total_seconds())
    path = os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "pytest", "-W", f"ignore:{EARLY}:pytest.PytestAssertRewriteWarning", *words]
    return subprocess.run(
        command, env={**os.environ, "TESTS_SHIFT": str(shift), "PYTHONPATH": path, "TZ": zone}, check=False
    ).returncode


def main(words: list[str]) -> int:
    if not importlib.util.find_spec("time_machine"):
        print("这里没有 time-machine，换不了日子。请运行 make test-days：它会先装好 requirements-dev.lock 里的库。")
        return 2
    failed = []
    for name, (moment, zone) in DAYS.items():
        print(f"\n… {moment} UTC：{name}", flush=True)
        if run(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone, words):
            failed.append(moment)
    print(f"\n有测试没有通过的日子：{'、'.join(failed)}" if failed else "\n三个日子都通过了。")
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
