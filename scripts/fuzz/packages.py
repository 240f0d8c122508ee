"""The smallest good files of the binary formats, and how their insides are changed."""

import io
import zipfile
from collections.abc import Callable, Mapping

__all__ = ["SMALLEST", "inside"]

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ML = "http://schemas.openxmlformats.org/{}/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def inside(data: bytes, change: Callable[[bytes], bytes], pick: Callable[[int], int]) -> bytes:
    """A package with one of its files changed; what is no package is changed as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            files = {name: package.read(name) for name in package.namelist()}
    except Exception:
        return change(data)
    name = list(files)[pick(len(files))] if files else ""
    return _packed(files | {name: change(files[name])}) if name else change(data)


def _packed(files: Mapping[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def _ooxml(main: str, kind: str, files: Mapping[str, str]) -> bytes:
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name in files
        if name == main
    )
    return _packed(
        {
            "[Content_Types].xml": f'{_XML}<Types xmlns="{_TYPES}">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
            "_rels/.rels": _relations({"officeDocument": main}),
            **files,
        }
    )


def _relations(targets: Mapping[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{_XML}<Relationships xmlns="{_RELS}">{rows}</Relationships>'


def _docx() -> bytes:
    runs = (
        '<w:r><w:rPr><w:b/></w:rPr><w:t>A minister</w:t></w:r><w:r><w:t xml:space="preserve"> met. '
    )
    body = f"<w:body><w:p>{runs}B.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    document = (
        f'{_XML}<w:document xmlns:w="{_ML.format("wordprocessingml")}">{body}</w:body></w:document>'
    )
    main = "word/document.xml"
    return _ooxml(main, "wordprocessingml.document.main", {main: document})


def _pptx() -> bytes:
    p, a = _ML.format("presentationml"), _ML.format("drawingml")
    names = f'xmlns:p="{p}" xmlns:a="{a}" xmlns:r="{_OFFICE}"'
    text = "<a:p><a:r><a:t>A slide</a:t></a:r></a:p>"
    shape = f"<p:sp><p:txBody><a:bodyPr/>{text}</p:txBody></p:sp>"
    return _ooxml(
        "ppt/presentation.xml",
        "presentationml.presentation.main",
        {
            "ppt/presentation.xml": f'{_XML}<p:presentation {names}><p:sldIdLst><p:sldId id="256" '
            'r:id="rId1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": _relations({"slide": "slides/slide1.xml"}),
            "ppt/slides/slide1.xml": f"{_XML}<p:sld {names}><p:cSld><p:spTree>{shape}</p:spTree>"
            "</p:cSld></p:sld>",
        },
    )


def _xlsx() -> bytes:
    names = f'xmlns="{_ML.format("spreadsheetml")}" xmlns:r="{_OFFICE}"'
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1" t="inlineStr"><is><t>In line</t></is></c>'
    )
    return _ooxml(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main",
        {
            "xl/workbook.xml": f'{_XML}<workbook {names}><sheets><sheet name="A" sheetId="1" '
            'r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _relations(
                {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
            ),
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet {names}><sheetData><row r="1">{cells}'
            "</row></sheetData></worksheet>",
            "xl/sharedStrings.xml": f"{_XML}<sst {names}><si><t>A word</t></si></sst>",
        },
    )


def _odf(kind: str, body: str) -> bytes:
    names = " ".join(
        f'xmlns:{one}="{_ODF}:{one}:1.0"'
        for one in ("office", "text", "table", "style", "presentation", "meta")
    )
    draw = f'xmlns:draw="{_ODF}:drawing:1.0"'
    mime = f"application/vnd.oasis.opendocument.{kind}"
    content = f'<office:document-content {names} {draw} office:version="1.3"><office:body>{body}'
    entry = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return _packed(
        {
            "mimetype": mime,
            "META-INF/manifest.xml": f"{_XML}<manifest:manifest {entry}>"
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
            "content.xml": f"{_XML}{content}</office:body></office:document-content>",
        }
    )


def _epub() -> bytes:
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    return _packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'{_XML}<container version="1.0" xmlns="{container}">'
            '<rootfiles><rootfile full-path="book.opf" media-type='
            '"application/oebps-package+xml"/></rootfiles></container>',
            "book.opf": f'{_XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            'unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            '<dc:identifier id="i">x</dc:identifier><dc:title>A</dc:title><dc:language>en'
            '</dc:language></metadata><manifest><item id="a" href="a.xhtml" media-type='
            '"application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
            "a.xhtml": f'{_XML}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head>'
            "<body><h1>A</h1><p>A minister <b>met</b> B.</p></body></html>",
        }
    )


def _pdf() -> bytes:
    """One page with a line of text; readers mend the missing table of places."""
    stream = "BT /F1 12 Tf 72 700 Td (A minister met the delegation in Seoul.) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


_PAGE = '<draw:page draw:name="1"><draw:frame><draw:text-box><text:p>A slide</text:p>'
_SHEET = (
    '<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">'
)

SMALLEST: Mapping[str, bytes] = {
    "docx": _docx(),
    "pptx": _pptx(),
    "xlsx": _xlsx(),
    "odt": _odf(
        "text", "<office:text><text:h>A</text:h><text:p>A man met B.</text:p></office:text>"
    ),
    "odp": _odf(
        "presentation",
        f"<office:presentation>{_PAGE}</draw:text-box></draw:frame></draw:page>"
        "</office:presentation>",
    ),
    "ods": _odf(
        "spreadsheet",
        f"<office:spreadsheet>{_SHEET}<text:p>A word</text:p></table:table-cell>"
        "</table:table-row></table:table></office:spreadsheet>",
    ),
    "epub": _epub(),
    "pdf": _pdf(),
}
