"""Runs an ONNX file on samples."""
