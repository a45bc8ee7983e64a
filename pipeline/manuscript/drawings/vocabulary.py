"""What a drawing may consist of: names of SVG 1.1 and 2 that only draw. Whatever is not named here is left out.

Names count as they are written: `SCRIPT` or `lineargradient` are none of SVG's, and a browser's HTML parser, which
mends their case, must never see them.
"""

from __future__ import annotations

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

_ELEMENTS = """
    svg g defs symbol use switch a title desc path rect circle ellipse line polyline polygon image text tspan textPath
    linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB
    feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight
    feTile feTurbulence
"""
ELEMENTS = frozenset(_ELEMENTS.split())
# Only here text is seen.
WORDS = frozenset({"text", "tspan", "textPath"})
NAMES = frozenset({"title", "desc"})

# SVG 2, "Presentation attributes": what a style may say, too.
_PRESENTATION = """
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
    direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family
    font-size font-size-adjust font-stretch font-style font-variant font-weight glyph-orientation-horizontal
    glyph-orientation-vertical image-rendering kerning letter-spacing lighting-color marker-end marker-mid marker-start
    mask mask-type opacity overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
    text-decoration text-rendering transform transform-origin unicode-bidi vector-effect visibility word-spacing
    writing-mode
"""
PRESENTATION = frozenset(_PRESENTATION.split())
# In a style these are lengths; as attributes they belong to some elements only.
GEOMETRY = frozenset({"x", "y", "cx", "cy", "r", "rx", "ry", "width", "height"})
_ATTRIBUTES = """
    amplitude azimuth baseFrequency bias clipPathUnits d diffuseConstant divisor dx dy edgeMode elevation exponent
    filterUnits fr fx fy gradientTransform gradientUnits in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength
    lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits method mode
    numOctaves offset operator order orient pathLength patternContentUnits patternTransform patternUnits points
    pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits radius refX refY result rotate
    scale seed side slope spacing specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles
    surfaceScale tableValues targetX targetY textLength type values viewBox x1 x2 xChannelSelector y1 y2
    yChannelSelector z version baseProfile
"""
ATTRIBUTES = PRESENTATION | GEOMETRY | frozenset(_ATTRIBUTES.split())
# Of no meaning but to those who cannot see; those of the second row hold ids.
SPOKEN = frozenset({"role", "lang", "aria-label", "aria-hidden", "aria-roledescription"})
SPOKEN_IDS = frozenset({"aria-labelledby", "aria-describedby"})
ROLES = frozenset({"img", "graphics-document", "graphics-object", "graphics-symbol", "group", "none", "presentation"})
# Which elements may point at another one of the same drawing.
REFERRING = frozenset({"use", "textPath", "linearGradient", "radialGradient", "pattern", "filter"})
# The root is the page's box, not the drawing's: these would let it out.
NOT_OF_ROOT = frozenset({"overflow", "transform", "transform-origin", "x", "y"})

# The interface of figures: names of colours that a theme may set, as `var(--figure-ink, #1b1b24)` or as a class.
# The last three kinds are those of the book's five parts: their colour, its ground, and what is between both.
PARTS = tuple(f"{kind}{part}" for kind in ("part", "soft", "muted") for part in range(1, 6))
COLOURS = ("ink", "paper", "accent", "soft", "line", "muted", *PARTS)
CLASSES = frozenset(name for one in COLOURS for name in (f"figure-{one}", f"figure-fill-{one}", f"figure-stroke-{one}"))
VARIABLES = {f"--figure-{one}": one for one in COLOURS}

# What draws nothing anywhere: programs' notes to themselves. Leaving it out is worth a note, not a warning.
SILENT_ELEMENTS = frozenset({"metadata", "view"})
SILENT_ATTRIBUTES = frozenset(
    {"enable-background", "zoomAndPan", "contentStyleType", "contentScriptType", "content", "space", "id", "class"}
    | {"requiredFeatures", "requiredExtensions", "systemLanguage", "style", "media", "host", "tabindex", "focusable"}
    | {"pointer-events", "cursor", "color-rendering", "color-profile", "clip", "unicode"}
)
# Properties that do not reach paper, or that say what is so anyway.
SILENT_VALUES = frozenset({"normal", "auto", "none", "initial", "inherit", "0", "nonzero", "visible", "transparent"})
