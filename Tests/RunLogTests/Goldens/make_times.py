"""Writes times.tsv: moments and their text, by Python 3.11's datetime.

    python3 make_times.py > times.tsv
"""

from datetime import datetime, timedelta, timezone
from random import Random

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
LAST = 253_402_300_799_999  # 9999-12-31T23:59:59.999Z

random = Random(42)
moments = [0, 1, -1, 999, 1000, 86_399_999, 86_400_000, 951_782_400_000, 951_868_800_000,
           4_107_542_400_000, -62_135_596_800_000, LAST]
moments += [random.randint(-62_135_596_800_000, LAST) for _ in range(300)]
for moment in moments:
    time = EPOCH + timedelta(milliseconds=moment)
    print(moment, time.isoformat(timespec="milliseconds").replace("+00:00", "Z"), sep="\t")
