"""The same thing before another background, and near copies, found by key points.

``find_twins`` is the whole pass; ``extract``, ``FeatureStore``, ``join`` and ``verify`` are its steps.
"""
