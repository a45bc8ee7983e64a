"""The Markdown that is read: every extension of pandoc's (MANUAL, "Extensions") that changes what a text means, on or
off, and why.

Where pandoc has no switch between what writers mean and what they do not, it is on here, and the guard is in
`manuscript/preparation`.
"""

from __future__ import annotations

# How it is written in a book → why it is read.
ON = {
    "all_symbols_escapable": "a backslash makes text of any sign",
    "autolink_bare_uris": "an address is a link, as everywhere",
    "backtick_code_blocks": "code between fences",
    "bracketed_spans": "our elements within a line",
    "citations": "[@q12]; a handle without brackets is guarded",
    "definition_lists": "roles, decisions and methods consist of them",
    "escaped_line_breaks": "the only line break that can be seen in the source",
    "fancy_lists": "c) and (1); abbreviations and initials are guarded, as there is no switch between them",
    "fenced_code_attributes": "names the language of code",
    "fenced_code_blocks": "code between tildes",
    "fenced_divs": "our boxes",
    "footnotes": "notes",
    "grid_tables": "tables whose cells hold lists; nobody draws such a frame and means another thing",
    "header_attributes": "ids of headings",
    "implicit_figures": "a picture alone is a figure with its caption",
    "inline_code_attributes": "no braces are left behind code",
    "inline_notes": "^[notes where they belong]",
    "intraword_underscores": "file_names_like_this stay",
    "line_blocks": "verse; rows of a table without its rule are guarded",
    "link_attributes": "ids, alternative texts and widths of pictures",
    "pipe_tables": "the tables that everybody writes",
    "shortcut_reference_links": "[name] with its address below; remarks in brackets are guarded",
    "space_in_atx_header": "#hashtags are no headings; ##Titel is guarded",
    "smart": "quotes and dashes as they are set",
    "startnum": "a list goes on after a paragraph; dates and years are guarded",
    "strikeout": "~~gone~~",
    "subscript": "H~2~O; about (~20) is guarded",
    "superscript": "m^2^",
    "table_attributes": "ids of tables",
    "table_captions": "captions of tables",
    "task_lists": "points to tick",
    "tex_math_dollars": "formulas; prices are guarded, as there is no switch between them",
}
# What pandoc reads unless it is told not to → why it is not read.
OFF = {
    "auto_identifiers": "ids are ours: they must not change with pandoc",
    "blank_before_blockquote": "other programs read a quote below a line of text",
    "blank_before_header": "other programs read a heading below a line of text",
    "example_lists": "(@) counts through the whole book in a way that nobody sees",
    "implicit_header_references": "[Ende] is a remark, not a link to a heading of that name",
    "latex_macros": "a way to raw output",
    "markdown_in_html_blocks": "a way to raw output",
    "multiline_tables": "two lines of dashes around a paragraph are rules",
    "native_divs": "foreign code reaches nobody",
    "native_spans": "foreign code reaches nobody",
    "pandoc_title_block": "% at the beginning is text",
    "raw_attribute": "a way to raw output",
    "raw_html": "foreign code reaches nobody; harmless tags are read in the preparation",
    "raw_tex": "a way to raw output",
    "simple_tables": "a line of dashes below a line with two blanks is none",
    "yaml_metadata_block": "the head of a file is ours, and --- within a text is a rule",
}

DIALECT = "".join(["markdown", *(f"-{name}" for name in OFF), *(f"+{name}" for name in ON)])
# What a citation is read in is made by us.
CITED = "markdown-raw_html-raw_tex-raw_attribute-latex_macros"
