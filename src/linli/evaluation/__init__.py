"""Evaluation: labelled texts in, figures with intervals out."""

from __future__ import annotations

from linli.evaluation import curves
from linli.evaluation.metrics import Confusion, figures, intervals
from linli.evaluation.run import Labelled, Report, evaluate

__all__ = ["Confusion", "Labelled", "Report", "curves", "evaluate", "figures", "intervals"]
