"""The document a report starts from where no template is given: A4, its own styles, nothing else."""

from __future__ import annotations

from importlib import resources

from valuma.formats.office_package import packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_TYPES = f"""<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_WORD}.styles+xml"/>
<Override PartName="/word/settings.xml" ContentType="{_WORD}.settings+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_WORD}.numbering+xml"/>
</Types>"""
_RELATIONS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>
</Relationships>"""
_PARTS = f"""<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="{_R}/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="{_R}/numbering" Target="numbering.xml"/>
</Relationships>"""
# A4 with a wide measure for figures and tables; running text has an indent of its own.
_DOCUMENT = f"""<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>
<w:pgSz w:w="11906" w:h="16838"/>
<w:pgMar w:top="1247" w:right="1134" w:bottom="1247" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>
</w:sectPr></w:body></w:document>"""
_SETTINGS = f"""<w:settings xmlns:w="{_W}">
<w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:autoHyphenation/><w:consecutiveHyphenLimit w:val="2"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:compat>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
</w:compat>
</w:settings>"""
_NUMBERING = f'<w:numbering xmlns:w="{_W}"/>'


def own_styles() -> bytes:
    """Return the styles part of the library, XML."""
    return resources.files("valuma.report").joinpath("templates/word_styles.xml").read_bytes()


def base_document() -> bytes:
    """Return an empty A4 document with the styles of the library.

    Examples
    --------
    >>> import io, docx
    >>> document = docx.Document(io.BytesIO(base_document()))
    >>> document.styles["Heading 1"].font.bold
    True
    """
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/_rels/document.xml.rels": _PARTS,
        "word/document.xml": _DOCUMENT,
        "word/settings.xml": _SETTINGS,
        "word/numbering.xml": _NUMBERING,
    }
    encoded = {name: f"{_HEAD}{text}\n".encode() for name, text in parts.items()}
    return packed({**encoded, "word/styles.xml": own_styles()})
