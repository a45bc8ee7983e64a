-- Reads many Markdown texts in one process: a JSON task in one line of standard input, a JSON answer on standard output.
-- The line's end is waited for, not that of the input: another process may have that open, too.
-- Each text is read under pcall, in a sandbox without files, and its warnings are caught instead of printed.

local task = pandoc.json.decode(io.read("l"), false)

local QUOTES = {
  de = { "„", "“", "‚", "‘" },
  en = { "“", "”", "‘", "’" },
  fr = { "« ", " »", "“", "”" },
}
local marks = QUOTES[task.language:sub(1, 2)] or QUOTES.en

local pictures = { svg = true, png = true, jpg = true, jpeg = true, gif = true, webp = true }

local house = {
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
