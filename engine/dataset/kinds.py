"""What a file is by its name alone: its kind, and whether it is junk or a side file."""

from __future__ import annotations

import re
from typing import Literal, cast

from engine.dataset.types import Modality

Kind = Literal[
    "image", "text", "table", "audio", "video", "mesh", "document", "annotation", "archive", "other"
]

MEDIA: tuple[Kind, ...] = ("image", "audio", "video", "mesh", "document")
"""Kinds of which every file is a sample by itself, whatever lies beside it."""

SAMPLES: tuple[Kind, ...] = (*MEDIA, "text")
"""Kinds of which one file is one sample."""

_SUFFIXES: dict[Kind, str] = {
    "image": "jpg jpeg jpe jfif png apng bmp dib gif tif tiff webp ppm pgm pbm pnm tga ico icns jp2 j2k jpx"
    " psd pcx sgi avif dds xbm xpm qoi heic heif jxl svg dcm dng cr2 cr3 nef arw orf rw2 raf",
    "text": "txt text",
    "table": "csv tsv tab psv xlsx xlsm xls xlsb ods parquet pq arrow feather ipc jsonl ndjson jsonlines json"
    " geojson data dat tmx db sqlite sqlite3 db3",
    "audio": "wav flac mp3 ogg oga opus m4a aac wma aif aiff aifc au snd caf w64 sph pcm amr",
    "video": "mp4 mpg mpeg avi mov mkv webm wmv m4v 3gp flv ogv mts m2ts vob",
    "mesh": "stl obj ply off glb gltf 3mf dae pcd xyz las laz",
    "document": "pdf doc docx hwp hwpx ppt pptx",
    "annotation": "xml yaml yml align srt vtt",
    "archive": "zip tar gz tgz taz bz2 tbz tbz2 xz txz 7z rar",
}
_KIND_BY_SUFFIX: dict[str, Kind] = {
    suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()
}
_JUNK_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_JUNK_FOLDERS = frozenset({"__macosx", "@eadir", "$recycle.bin", "system volume information", "__pycache__"})
_SIDE_FILE = re.compile(
    r"(readme|read_me|licen[cs]e|copying|notice|source|changelog|citation|credits|authors|metadata"
    r"|requirements|classes|labels?|names|classnames|key|dataset_info|설명|안내|읽어)[\w .-]*"
    r"\.(txt|md|json|ya?ml|rst)",
    re.IGNORECASE,
)


_LAST_RESORTS: dict[str, Kind] = {
    **dict.fromkeys(
        ("log", "md", "eml", "srt", "vtt", "ass", "smi", "train", "valid", "dev", "test", "conll", "bio"),
        "text",
    ),
    **dict.fromkeys(("html", "htm", "xml"), "table"),
}
_PACKED_TABLES = (".csv.gz", ".tsv.gz", ".json.gz", ".jsonl.gz", ".ndjson.gz")


def is_packed_table(name: str) -> bool:
    """Whether a file is a table of lines, packed by gzip."""
    return name.lower().endswith(_PACKED_TABLES)


def suffix_of(name: str) -> str:
    """The last suffix in lower case, without its dot (of ``a.csv.gz`` that of the table); or empty."""
    if is_packed_table(name):
        name = name[: -len(".gz")]
    stem, dot, suffix = name.rpartition(".")
    return suffix.lower() if dot and stem else ""


def stem_of(name: str) -> str:
    """The name without folder and without its last suffix."""
    name = name.rpartition("/")[2]
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


def kind_of(name: str) -> Kind:
    """The kind of a file by its suffix."""
    return _KIND_BY_SUFFIX.get(suffix_of(name), "other")


def last_resort(name: str) -> Kind | None:
    """What a file is where a set has nothing else: logs and subtitles are texts, pages may hold tables."""
    if "." not in name and not re.match(
        r"(readme|licen[cs]e|copying|notice|makefile|_success)", name, re.IGNORECASE
    ):
        return "text"
    return _LAST_RESORTS.get(suffix_of(name))


def is_junk(name: str, folder: bool) -> bool:
    """Whether one component of a path is what an operating system or tool leaves behind."""
    lower = name.lower()
    if name.startswith((".", "~$")):
        return True
    return lower in _JUNK_FOLDERS if folder else lower in _JUNK_FILES


def is_side_file(name: str) -> bool:
    """Whether a text or JSON file tells about a set rather than belonging to it."""
    return _SIDE_FILE.fullmatch(name) is not None


def modality_of(kind: Kind) -> Modality:
    """The modality of samples of this kind of file."""
    return "mixed" if kind in ("annotation", "archive", "other") else cast("Modality", kind)
