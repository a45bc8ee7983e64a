-- Reads many Markdown texts in one process: a JSON task in one line of standard input, a JSON answer on standard output.
-- The line's end is waited for, not that of the input: another process may have that open, too.
-- Each text is read under pcall, in a sandbox without files, and its warnings are caught instead of printed.

local task = pandoc.json.decode(io.read("l"), false)

-- The quotation marks of the book's language: outer ones, inner ones.
local marks = task.quotes

local pictures = { svg = true, png = true, jpg = true, jpeg = true, gif = true, webp = true }

-- A picture with its caption, as pandoc makes one of a picture that is alone in its paragraph.
local function figure_of(image)
  local attributes = pandoc.Attr(image.identifier)
  image.identifier = ""
  return pandoc.Figure({ pandoc.Plain { image } }, { long = { pandoc.Plain(image.caption) } }, attributes)
end

-- The lines of a paragraph; `images` holds the pictures of one that has nothing else.
local function lines_of(content)
  local lines = { { inlines = pandoc.List {}, images = pandoc.List {}, only = true } }
  for _, inline in ipairs(content) do
    local line = lines[#lines]
    if inline.t == "SoftBreak" then
      lines[#lines + 1] = { inlines = pandoc.List {}, images = pandoc.List {}, only = true }
    else
      line.inlines:insert(inline)
      if inline.t == "Image" then
        line.images:insert(inline)
      elseif inline.t ~= "Space" then
        line.only = false
      end
    end
  end
  return lines
end

local house = {
  -- A caption stands in no line of text: pictures side by side, and one directly below or above a text, are figures.
  Para = function(para)
    local lines = lines_of(para.content)
    local first, last, images = 1, #lines, 0
    while first <= #lines and lines[first].only and #lines[first].images > 0 do
      images, first = images + #lines[first].images, first + 1
    end
    while last > first and lines[last].only and #lines[last].images > 0 do
      images, last = images + #lines[last].images, last - 1
    end
    if images == 0 or (images == 1 and #lines == 1) then
      return nil
    end
    local blocks, text = pandoc.List {}, pandoc.List {}
    for number, line in ipairs(lines) do
      if number < first or number > last then
        if #text > 0 then
          blocks:insert(pandoc.Para(text))
          text = pandoc.List {}
        end
        blocks:extend(line.images:map(figure_of))
      else
        if #text > 0 then
          text:insert(pandoc.SoftBreak())
        end
        text:extend(line.inlines)
      end
    end
    if #text > 0 then
      blocks:insert(pandoc.Para(text))
    end
    return blocks
  end,
  -- The HTML writer only knows English quotation marks.
  Quoted = function(quoted)
    local double = quoted.quotetype == "DoubleQuote"
    local inside = pandoc.List { pandoc.Str(double and marks[1] or marks[3]) }
    inside:extend(quoted.content)
    inside:insert(pandoc.Str(double and marks[2] or marks[4]))
    return inside
  end,
  -- Tells an alternative text that the author wrote from one that the writer made of the caption.
  -- The words of what the writer takes for no picture it would drop.
  Image = function(image)
    image.attributes["data-given-alt"] = image.attributes.alt
    if not pictures[image.src:lower():match("%.(%w+)$") or ""] then
      image.attributes["data-words"] = pandoc.utils.stringify(image.caption)
    end
    return image
  end,
  -- Only what says its language is highlighted: loading the highlighter costs more than reading a chapter.
  CodeBlock = function(block)
    if #block.classes > 0 then
      block.attributes.language = block.classes[1]
      if #block.classes > 1 then
        block.attributes.classes = table.concat(block.classes, " ", 2)
      end
      block.classes = { block.classes[1] }
      return block
    end
  end,
  -- Two paragraphs of one definition would run together.
  DefinitionList = function(list)
    for _, item in ipairs(list.content) do
      for _, blocks in ipairs(item[2]) do
        for position, block in ipairs(blocks) do
          if #blocks > 1 and block.t == "Plain" then
            blocks[position] = pandoc.Para(block.content)
          end
        end
      end
    end
    return list
  end,
  Code = function(code)
    code.classes = {}
    return code
  end,
}

local options = pandoc.WriterOptions { html_math_method = "mathml", wrap_text = "none" }

local function read(text)
  local log, document = pandoc.log.silence(pandoc.read, text, task.dialect, pandoc.ReaderOptions {}, {})
  local warnings = {}
  for _, message in ipairs(log) do
    warnings[#warnings + 1] = tostring(message.message)
  end
  return pandoc.write(document:walk(house), "html5", options), warnings
end

local answers = {}
for number, text in ipairs(task.texts) do
  local done, html, warnings = pcall(read, text)
  if done then
    answers[number] = { html = html, log = pandoc.List(warnings), failure = "" }
  else
    answers[number] = { html = "", log = pandoc.List {}, failure = tostring(html) }
  end
end
io.write(pandoc.json.encode(pandoc.List(answers)))
