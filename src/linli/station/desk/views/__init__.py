"""The desk's pages: following a submission by its receipt, the queue, one case."""
