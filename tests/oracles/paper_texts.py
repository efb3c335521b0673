"""What a reader, or a search, finds in a finished paper."""

import html
import io
import re
import zipfile

from pypdf import PdfReader


def pdf_text(content):
    """All text of a PDF, words that were divided at the end of a line put together, with its properties."""
    found = PdfReader(io.BytesIO(content))
    text = "\n".join(page.extract_text() for page in found.pages)
    told = " ".join(str(value) for value in (found.metadata or {}).values())
    return f"{told}\n{joined(text)}\n{' '.join(alternatives(found))}"


def joined(text):
    """Lines as running text; a hyphen at the end of a line is taken for a divided word."""
    return re.sub(r"\s+", " ", re.sub(r"[-\N{SOFT HYPHEN}]\n(?=\w)", "", text))


def docx_text(content):
    """All text of a Word file, every part of it, alternative texts and properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        xml = " ".join(
            parts.read(name).decode("utf-8", "replace") for name in parts.namelist() if name.endswith(".xml")
        )
    described = re.findall(r'descr="([^"]*)"', xml)
    paragraphs = re.sub(r"<w:p[ >]", "\n<", xml)
    return html.unescape(re.sub(r"<[^>]+>", "", paragraphs) + " ".join(described))


def structure(found):
    """Every element of the structure tree of a PDF: (kind, alternative text)."""
    root = found.trailer["/Root"]["/StructTreeRoot"]
    return list(_below(root.get("/K")))


def alternatives(found):
    """The alternative texts."""
    return [alt for _, alt in structure(found) if alt]


def _below(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for item in node:
            yield from _below(item)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from _below(node["/K"])
