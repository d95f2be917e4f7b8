import createParser, { type MarkdownIt } from 'markdown-it'
import { addFenceRules } from './fence-rules.ts'
import { addImageRule, addLinkRules, addTableRules } from './link-rules.ts'
import { addLongInlineRule } from './long-inline-rule.ts'
import { addMathRules } from './math-rules.ts'

/** Markdown as answers use it: no raw HTML, no images from elsewhere, line breaks as in the text. */
export function createMarkdown(): MarkdownIt {
  const md = new createParser({ html: false, linkify: true, breaks: true, typographer: false })
  addLinkRules(md)
  addImageRule(md)
  addTableRules(md)
  addFenceRules(md)
  addMathRules(md)
  addLongInlineRule(md)
  return md
}
