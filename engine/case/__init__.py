"""One engagement in one file: every change is appended, so nothing is lost and all can be undone."""

from engine.case.file import CaseFile
from engine.case.types import CaseState, MoreDataRecord, PrototypeRecord, SampleRecord

__all__ = ["CaseFile", "CaseState", "MoreDataRecord", "PrototypeRecord", "SampleRecord"]
