"""Writes what a screen reader is told into a laid-out PDF, and what makes it PDF/UA-1
and PDF/A-2a.

The marks are in the pages already; this adds the tree of parts, the way back from each mark to its part, the areas to
click, and the metadata.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from selfassess.exchange.pdf.structure import LinkArea, Mark, NameOf, Node

_OWNERS = {"TH": Name.Table, "TD": Name.Table, "L": Name.List, "Figure": Name.Layout}
"""Which family the attributes of a role belong to."""

TREE = 0.7
"""How far the work is when the tree is made and only has to be saved."""

_EXPLAINED = b"""<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
"""PDF/A wants every property explained that it does not know itself: the one that says PDF/UA."""

_MAY_BE_EMPTY = ("TH", "TD", "TR", "LBody")


def tag_pdf(laid_out: io.BytesIO, document: Node, step: Callable[[float], None] = lambda part: None) -> bytes:
    """The PDF with its parts; ``step`` hears how far it is, 0 to 1, and may raise to stop."""
    with pikepdf.open(laid_out) as pdf:
        tree = _Tree(pdf, document)
        tree.write_tree(lambda part: step(part * TREE))
        _say_what_it_is(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            progress=lambda percent: step(TREE + (1 - TREE) * percent / 100),
        )
        # A stream that ends in a carriage return would run into the line end that is set behind it, and seem shorter.
        return out.getvalue().replace(b"\r\nendstream", b"\r\rendstream")


def _say_what_it_is(pdf: pikepdf.Pdf) -> None:
    """Say in the metadata which standards the file keeps: PDF/UA-1 and PDF/A-2a."""
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.PageMode = Name.UseOutlines
    _say_colours(pdf)
    del pdf.docinfo[Name.Trapped]  # says only that nothing is known of it, and has no place in the metadata
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        said.load_from_docinfo(pdf.docinfo)
        said["pdfuaid:part"] = "1"
        said["pdfaid:part"] = "2"
        said["pdfaid:conformance"] = "A"
        said["dc:language"] = [str(pdf.Root.Lang)]
    known = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(known.replace(b"</rdf:RDF>", _EXPLAINED + b"</rdf:RDF>"))


def _say_colours(pdf: pikepdf.Pdf) -> None:
    """What the colours mean, so that they look the same in many years (PDF/A)."""
    from PIL import ImageCms

    profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.N = 3
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier="sRGB",
                Info="sRGB",
                DestOutputProfile=profile,
            )
        ]
    )


class _Tree:
    def __init__(self, pdf: pikepdf.Pdf, document: Node) -> None:
        self.pdf = pdf
        self.document = document
        self.pages = [page.obj for page in pdf.pages]
        self.owners: list[dict[int, Any]] = [{} for _ in self.pages]
        """Page -> mark -> the part it is of."""
        self.areas: list[tuple[Any, Any]] = []
        """Areas to click, each with the part it is of."""

    def write_tree(self, step: Callable[[float], None]) -> None:
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        made: dict[int, Any] = {}
        nodes = [node for node in self.document.walk_parts() if node.parts or node.role in _MAY_BE_EMPTY]
        kept = {id(node) for node in _find_holding_parts(nodes)}
        for number, node in enumerate(nodes):
            if number % 200 == 0:
                step(0.5 * number / len(nodes))
            if id(node) in kept:
                made[id(node)] = self.pdf.make_indirect(self._build_element(node))
        for number, node in enumerate(nodes):
            if number % 200 == 0:
                step(0.5 + 0.5 * number / len(nodes))
            if id(node) in kept:
                self._fill_element(node, made)
        made[id(self.document)].P = root
        root.K = made[id(self.document)]
        root.ParentTree = self._parent_tree()
        root.ParentTreeNextKey = len(self.pages) + len(self.areas)
        self.pdf.Root.StructTreeRoot = root

    def _build_element(self, node: Node) -> Dictionary:
        element = Dictionary(Type=Name.StructElem, S=Name(f"/{node.role}"))
        if node.alternative:
            element.Alt = String(node.alternative)
        if node.language:
            element.Lang = String(node.language)
        if node.said:
            element.ActualText = String(node.said)
        if node.attributes:
            values = {f"/{key}": _to_pdf_value(value) for key, value in node.attributes.items()}
            element.A = Dictionary({"/O": _OWNERS[node.role], **values})
        return element

    def _fill_element(self, node: Node, made: dict[int, Any]) -> None:
        """Give a part its parts, marks and areas, and these their way back."""
        element = made[id(node)]
        kids = []
        for part in node.parts:
            if isinstance(part, Node):
                if id(part) in made:
                    made[id(part)].P = element
                    kids.append(made[id(part)])
            elif isinstance(part, Mark):
                self.owners[part.page][part.number] = element
                kids.append(Dictionary(Type=Name.MCR, Pg=self.pages[part.page], MCID=part.number))
            else:
                kids.append(self._build_area_object(part, element))
        if kids:
            element.K = Array(kids)

    def _build_area_object(self, part: LinkArea, element: Any) -> Dictionary:
        page = self.pages[part.page]
        annotation = page.Annots[part.which]
        annotation.F = 4  # it is there in print too
        annotation.StructParent = len(self.pages) + len(self.areas)
        self.areas.append((annotation, element))
        return Dictionary(Type=Name.OBJR, Pg=page, Obj=annotation)

    def _parent_tree(self) -> Any:
        """The way back from each mark and area to the part it is of, which readers look up."""
        numbers: list[Any] = []
        for number, (page, owners) in enumerate(zip(self.pages, self.owners, strict=True)):
            page.StructParents = number
            page.Tabs = Name.S
            # Marks are numbered page by page without a gap, and looked up here by their place in the row.
            row = [owners[mark] for mark in range(len(owners))]
            numbers += [number, self.pdf.make_indirect(Array(row))]
        for number, (_, element) in enumerate(self.areas, len(self.pages)):
            numbers += [number, element]
        return self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))


def _find_holding_parts(nodes: list[Node]) -> list[Node]:
    """The parts that hold something, and those that hold such parts: nothing is said of what is empty."""
    holding: set[int] = set()
    for node in reversed(nodes):  # parts come after what they are parts of
        holds_something = node.role in _MAY_BE_EMPTY or any(
            not isinstance(p, Node) or id(p) in holding for p in node.parts
        )
        if holds_something:
            holding.add(id(node))
    return [node for node in nodes if id(node) in holding]


def _to_pdf_value(value: Any) -> Any:
    if isinstance(value, NameOf):
        return Name(f"/{value}")
    if not isinstance(value, tuple):
        return value
    return Array([round(float(part), 2) for part in value])
