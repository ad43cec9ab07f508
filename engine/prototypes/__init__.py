"""Small models of one system each: one trainer, one exporter, one evaluator."""
