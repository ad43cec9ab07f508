"""Facts in, advice with its trace out; the last gate refuses forbidden promises."""

from engine.advice.assess import advise, assess
from engine.advice.document import advice_json
from engine.advice.explain import explain
from engine.advice.gate import ForbiddenAdviceError, refuse_forbidden

__all__ = ["ForbiddenAdviceError", "advice_json", "advise", "assess", "explain", "refuse_forbidden"]
