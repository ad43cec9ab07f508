"""Runs model.onnx: python run.py [inputs.npz] writes outputs.npz. Needs onnxruntime and numpy alone."""

import json
import sys
from pathlib import Path

import numpy
import onnxruntime

here = Path(__file__).parent
inputs = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "example.npz"
session = onnxruntime.InferenceSession(str(here / "model.onnx"), providers=["CPUExecutionProvider"])
known = session.get_modelmeta().custom_metadata_map
print(known["jjak.system"], "on", known["jjak.data"], "-", known["jjak.metric"], known["jjak.scores"])
print("settings:", ", ".join(json.loads(known["jjak.settings"])))
with numpy.load(inputs) as stored:
    feeds = {node.name: stored[node.name] for node in session.get_inputs()}
outputs = dict(zip([node.name for node in session.get_outputs()], session.run(None, feeds), strict=True))
for name, values in outputs.items():
    print(name, values.shape, values.dtype, "first:", numpy.asarray(values).ravel()[:5])
numpy.savez("outputs.npz", **outputs)
