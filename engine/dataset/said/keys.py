"""The keys of findings.toml for what may be corrected and for what was said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.dataset.corrections import ColumnUse, FolderUse, Pairing
from engine.dataset.said.label_sets import LabelSource, SourceKind
from engine.dataset.tables.roles import Role

LABEL_SOURCES: Final[Mapping[SourceKind, str]] = {
    "folder": "label_source_folder",
    "name": "label_source_name",
    "list": "label_source_list",
    "sidecar": "label_source_sidecar",
    "pairs": "label_source_pairs",
}
LABEL_SOURCE_PATHS: Final = "label_source_folders"
"""A source of labels, as an option; apart from them folders of all levels together."""

SAID_LABELS: Final[Mapping[SourceKind, str]] = {
    "folder": "said_labels_folder",
    "name": "said_labels_name",
    "list": "said_labels_list",
    "sidecar": "said_labels_sidecar",
    "pairs": "said_labels_pairs",
}
SAID_LABEL_PATHS: Final = "said_labels_folders"
"""The user said so."""

ALONE: Final[Mapping[SourceKind, str]] = {
    "folder": "why_labels_folder_alone",
    "name": "why_labels_name_alone",
    "list": "why_labels_list_alone",
    "sidecar": "why_labels_sidecar_alone",
    "pairs": "why_labels_pairs_alone",
}
"""Why a source was followed: nothing else gives labels."""

WINS: Final[Mapping[SourceKind, str]] = {
    "folder": "why_labels_folder_wins",
    "name": "why_labels_name_wins",
    "list": "why_labels_list_wins",
    "sidecar": "why_labels_sidecar_wins",
    "pairs": "why_labels_pairs_wins",
}
"""Why a source was followed though there are others."""

NO_SOURCE: Final[Mapping[str, str]] = {
    "parts": "why_labels_parts",
    "as_found": "why_labels_as_found",
    "none": "why_labels_none",
}
"""Why no one source was followed, by what is instead."""

DISAGREE: Final[Mapping[tuple[str, str], str]] = {
    ("folder", "list"): "folder_and_list_disagree",
    ("folder", "name"): "folder_and_name_disagree",
    ("list", "name"): "list_and_name_disagree",
}
"""Two sources of labels that speak of the same classes; by kind, in the order of the alphabet."""

PAIRINGS: Final[Mapping[Pairing, str]] = {
    "names": "pairing_names",
    "numbers": "pairing_numbers",
    "order": "pairing_order",
    "none": "pairing_none",
}
"""A rule and how many pairs it makes."""

PAIRING_RULES: Final[Mapping[Pairing, str]] = {
    "names": "pairing_rule_names",
    "numbers": "pairing_rule_numbers",
    "order": "pairing_rule_order",
    "none": "pairing_rule_none",
}
"""A rule whose pairs were not counted."""

SAID_PAIRINGS: Final[Mapping[Pairing, str]] = {
    "names": "said_pairing_names",
    "numbers": "said_pairing_numbers",
    "order": "said_pairing_order",
    "none": "said_pairing_none",
}
"""The user said so."""

COLUMN_USES: Final[Mapping[ColumnUse, str]] = {
    "input": "column_as_input",
    "target": "column_as_target",
    "ignore": "column_as_ignore",
}
"""What a column may be."""

WHY_ROLES: Final[Mapping[Role, str]] = {
    "id": "why_column_id",
    "date": "why_column_date",
    "text": "why_column_text",
    "number": "why_column_number",
    "category": "why_column_category",
    "note": "why_column_note",
    "empty": "why_column_empty",
}
"""Why a column goes in or not: its role."""

FOLDER_USES: Final[Mapping[FolderUse, str]] = {
    "input": "folder_as_input",
    "target": "folder_as_target",
    "ignore": "folder_as_ignore",
}
"""What a folder may be."""

WHY_FOLDERS: Final[Mapping[FolderUse, str]] = {
    "input": "why_folder_input",
    "target": "why_folder_target",
    "ignore": "why_folder_ignore",
}
"""What a folder is by the guess."""


def key_of_source(source: LabelSource) -> str:
    """A source of labels as an option."""
    return LABEL_SOURCE_PATHS if _is_path(source) else LABEL_SOURCES[source.kind]


def key_of_said(source: LabelSource) -> str:
    """That the user said a source."""
    return SAID_LABEL_PATHS if _is_path(source) else SAID_LABELS[source.kind]


def _is_path(source: LabelSource) -> bool:
    """Whether folders of all levels together are the label."""
    return source.kind == "folder" and "level" not in source.values
