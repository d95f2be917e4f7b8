import type { MarkdownIt, StateCore, Token } from 'markdown-it'

/** A paragraph longer than this is shown as it is: the inline rules cost more than linear time on hostile text. */
const MAX_INLINE_LENGTH = 20_000

export function addLongInlineRule(md: MarkdownIt): void {
  md.core.ruler.at('inline', (state: StateCore) => {
    for (const token of state.tokens) {
      if (token.type === 'inline') token.children = readInline(state, token)
    }
  })
}

function readInline(state: StateCore, token: Token): Token[] {
  const children: Token[] = []
  if (token.content.length <= MAX_INLINE_LENGTH) {
    state.md.inline.parse(token.content, state.md, state.env, children)
    return children
  }
  const text = new state.Token('text', '', 0)
  text.content = token.content
  // What has no content is not searched for addresses either, which takes quadratic time.
  token.content = ''
  return [text]
}
