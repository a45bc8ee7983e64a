"""Colours of screens into inks: sRGB in, the four inks of a profile out, with Little CMS.

Black and grey, and what is near to them, are drawn with black ink alone: text in four inks is blurred by every plate
that does not lie exactly. Drawings, gradients and pictures are written anew; what cannot be is left, and
`checks/preflight` says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, cast

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator
from PIL import Image, ImageCms

from ...pdflink.metadata import srgb

Instruction = ContentStreamInstruction | pikepdf.ContentStreamInlineImage
INK_OPERATORS = {"rg": "k", "RG": "K", "g": "k", "G": "K"}
# Colours this near to grey print as grey; inks this dark (#1b1b24) as black.
NEARLY_GREY, NEARLY_BLACK = 0.041, 0.15
RELATIVE = ImageCms.Intent.RELATIVE_COLORIMETRIC
BLACK_POINT = ImageCms.Flags.BLACKPOINTCOMPENSATION
# A photograph that came as JPEG goes on as one, almost without loss.
PHOTOGRAPH, QUALITY = "/DCTDecode", 95
# Functions of gradients that name two colours, and that put others side by side (ISO 32000-1, 7.10).
BETWEEN, STITCHED = 2, 3


class Inks:
    """A profile, ready to turn colours into inks."""

    def __init__(self, profile: bytes) -> None:
        source, target = (ImageCms.ImageCmsProfile(io.BytesIO(data)) for data in (srgb(), profile))
        self._turn: Any = ImageCms.buildTransform(source, target, "RGB", "CMYK", RELATIVE, BLACK_POINT)
        self._known: dict[tuple[int, ...], tuple[float, ...]] = {}

    def of(self, colour: Sequence[float]) -> tuple[float, ...]:
        """The inks of a colour, each from 0 to 1; of one number, which is grey, or of three."""
        red, green, blue = colour = tuple(colour) * 3 if len(colour) == 1 else tuple(colour)
        if max(colour) - min(colour) <= NEARLY_GREY:
            grey = 0.299 * red + 0.587 * green + 0.114 * blue
            return 0, 0, 0, round(1 - grey, 3) if grey > NEARLY_BLACK else 1
        levels = tuple(round(255 * min(1, max(0, one))) for one in colour)
        if levels not in self._known:
            pixel = self.of_picture(Image.new("RGB", (1, 1), levels)).tobytes()
            self._known[levels] = tuple(round(ink / 255, 3) for ink in pixel)
        return self._known[levels]

    def of_picture(self, picture: Image.Image) -> Image.Image:
        """A picture in inks."""
        turned: Any = ImageCms.applyTransform(picture.convert("RGB"), self._turn)
        return cast("Image.Image", turned)


def separate(book: pikepdf.Pdf, inks: Inks) -> None:
    """Turn all colours of a book into inks."""
    for drawing in _drawings(book):
        drawing.write(
            pikepdf.unparse_content_stream([_in_inks(one, inks) for one in pikepdf.parse_content_stream(drawing)])
        )
    done: set[tuple[int, int]] = set()
    for thing in list(book.objects):
        if isinstance(thing, pikepdf.Stream | Dictionary):
            if thing.get("/Subtype") == "/Image" and is_of_screens(thing.get("/ColorSpace")):
                _separate_picture(thing, inks)
            elif "/ShadingType" in thing and is_of_screens(thing.get("/ColorSpace")):
                _separate_gradient(thing, inks, done)
            elif "/Pattern" in thing and isinstance(thing.get("/Shading"), Dictionary):
                _separate_gradient(thing.Shading, inks, done)
            if is_of_screens(thing.get("/Group", Dictionary()).get("/CS")):
                # A group that blends in RGB would turn black text into all inks.
                del thing.Group.CS


def is_of_screens(space: Any) -> bool:
    """Whether a colour space is one of RGB, or a list of colours from one."""
    if isinstance(space, Array):
        kind = str(space[0])
        if kind in ("/ICCBased", "/Indexed"):
            return int(space[1].get("/N", 0)) == 3 if kind == "/ICCBased" else is_of_screens(space[1])
        return kind in ("/CalRGB", "/Lab")
    return space is not None and str(space) in ("/DeviceRGB", "/RGB")


def _drawings(book: pikepdf.Pdf) -> Iterator[Any]:
    """Everything that paints: pages, forms, patterns, and letters that are drawings."""
    for page in book.pages:
        page.contents_coalesce()
        yield page.obj.Contents
    for thing in list(book.objects):
        if isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or "/PatternType" in thing):
            yield thing
        elif isinstance(thing, Dictionary) and thing.get("/Subtype") == "/Type3":
            yield from (stream for _, stream in sorted(thing.CharProcs.items()))


def _in_inks(instruction: Instruction, inks: Inks) -> Instruction:
    operator = INK_OPERATORS.get(str(instruction.operator))
    if operator is None:
        return instruction
    colour = [float(value) for value in instruction.operands]
    return ContentStreamInstruction(list(inks.of(colour)), Operator(operator))


def _separate_picture(picture: Any, inks: Inks) -> None:
    is_photograph = str(picture.get("/Filter", "")) == PHOTOGRAPH
    drawn = inks.of_picture(pikepdf.PdfImage(picture).as_pil_image())
    for key in ("/DecodeParms", "/Decode", "/Intent"):
        if key in picture:
            del picture[key]
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceCMYK, 8
    if is_photograph:
        target = io.BytesIO()
        drawn.save(target, "JPEG", quality=QUALITY, subsampling=0)
        # Pillow writes inks the other way round, as Adobe does.
        picture.Decode = Array([1, 0] * 4)
        picture.write(target.getvalue(), filter=Name.DCTDecode)
    else:
        picture.write(drawn.tobytes())


def _separate_gradient(gradient: Any, inks: Inks, done: set[tuple[int, int]]) -> None:
    if is_of_screens(gradient.get("/ColorSpace")) and _separate_function(gradient.Function, inks, done):
        gradient.ColorSpace = Name.DeviceCMYK
        if "/Background" in gradient:
            gradient.Background = Array(inks.of([float(one) for one in gradient.Background]))


def _separate_function(function: Any, inks: Inks, done: set[tuple[int, int]]) -> bool:
    """Turn the colours that a function names; False when it calculates them."""
    if function.objgen in done and function.objgen != (0, 0):
        return True
    done.add(function.objgen)
    kind = int(function.get("/FunctionType", 0)) if isinstance(function, Dictionary) else 0
    if kind == STITCHED:
        turned = [_separate_function(one, inks, done) for one in function.Functions]
        return all(turned)
    if kind == BETWEEN:
        for name in ("/C0", "/C1"):
            function[name] = Array(inks.of([float(one) for one in function[name]]))
    return kind == BETWEEN
