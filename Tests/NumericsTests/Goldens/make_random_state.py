"""Writes random_state.json: what numpy.random.RandomState draws. Made with numpy 2.4.6."""

import json
import pathlib
import struct

import numpy as np

DRAWS = 10_000
BOUNDS = [1, 2, 7, 1000, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**40 + 3, 2**62]


def digest(patterns):
    """FNV-1a over the little-endian bytes of 64-bit patterns, with the first and last 100."""
    value = 0xCBF29CE484222325
    for byte in b"".join(struct.pack("<Q", pattern) for pattern in patterns):
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    keep = lambda part: [f"{pattern:016x}" for pattern in part]
    return {"fnv1a": f"{value:016x}", "first": keep(patterns[:100]), "last": keep(patterns[-100:])}


def doubles(values):
    return digest([struct.unpack("<Q", struct.pack("<d", value))[0] for value in values])


streams = []
for seed in [0, 1, 42, 2**32 - 1]:
    make = lambda: np.random.RandomState(seed)
    streams.append({"seed": seed, "kind": "uniform", "digest": doubles(make().random_sample(DRAWS))})
    streams.append({"seed": seed, "kind": "normal", "digest": doubles(make().standard_normal(DRAWS))})
    streams.append({"seed": seed, "kind": "permutation",
                    "digest": digest(make().permutation(DRAWS).tolist())})
    for bound in BOUNDS:
        draws = make().randint(0, bound, size=DRAWS, dtype=np.int64).tolist()
        streams.append({"seed": seed, "kind": "integer", "below": bound, "digest": digest(draws)})

path = pathlib.Path(__file__).with_name("random_state.json")
path.write_text(json.dumps({"numpy": np.__version__, "draws": DRAWS, "streams": streams}, indent=0))
