"""Makes the arrays of arrays/ and the foreign archive numpy.npz, by NumPy 2.4.6.

Run it in the folder that holds it. Everything it writes is the same on every run.
"""

import io
import zipfile

import numpy as np
from numpy.lib import format as npy

ramp = np.arange(12)
arrays = {
    "float32-3x4": (ramp.reshape(3, 4) / 8).astype("<f4"),
    "float64-12": (ramp / 3).astype("<f8"),
    "int64-2x2x3": (ramp - 5).reshape(2, 2, 3).astype("<i8"),
    "float64-scalar": np.array(2.5),
    "float32-empty": np.zeros((0, 3), "<f4"),
    "float32-special": np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45], "<f4"),
    "float32-long-shape": np.zeros((1, 1, 1, 1, 1, 1, 1, 1), "<f4"),
    "refused-by-columns": np.asfortranarray(ramp.reshape(3, 4).astype("<f4")),
    "refused-big-endian": ramp.astype(">f4"),
    "refused-bool": ramp > 3,
    "refused-record": np.zeros(2, [("a", "<f4"), ("b", "<i8")]),
    "refused-nine-dimensions": np.zeros((1,) * 9, "<f4"),
}
for name, array in arrays.items():
    np.save(f"arrays/{name}.npy", array)
np.save("arrays/refused-object.npy", np.array([{"a": 1}], object), allow_pickle=True)
with open("arrays/refused-version-2.npy", "wb") as file:
    npy.write_array(file, ramp.astype("<f4"), version=(2, 0))

content = io.BytesIO()
np.save(content, ramp)
with zipfile.ZipFile("numpy.npz", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr(zipfile.ZipInfo("arr_0.npy"), content.getvalue())
