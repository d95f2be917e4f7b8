import type { HighlighterCore, ThemedToken } from 'shiki/core'
import { findCodeLanguage, loadCodeLanguage } from './code-languages.ts'

/** Longer code stays plain: colouring it would hold up the page. */
const MAX_CODE_LENGTH = 50_000

let highlighter: Promise<HighlighterCore> | undefined

/** The coloured pieces of some code, line by line; null where it stays plain. */
export async function colourCode(code: string, languageName: string): Promise<ThemedToken[][] | null> {
  const language = findCodeLanguage(languageName)
  if (!language || code.length > MAX_CODE_LENGTH) return null
  const core = await (highlighter ??= startHighlighter())
  if (!core.getLoadedLanguages().includes(language)) await core.loadLanguage(await loadCodeLanguage(language))
  return core.codeToTokens(code, {
    lang: language,
    themes: { light: 'github-light-default', dark: 'github-dark-default' },
    defaultColor: false,
    // A grammar is compiled while its first lines are read, which a busy machine may take a second for; the usual half
    // second leaves those lines half coloured. Very long lines stay plain instead.
    tokenizeTimeLimit: 3000,
    tokenizeMaxLineLength: 5000,
    cssVariablePrefix: '--code-',
    // The theme's comments fall short of 4.5:1 on our ground.
    colorReplacements: { '#6e7781': '#57606a' },
  }).tokens
}

/** The engine and the themes are fetched when the first code is shown. */
async function startHighlighter(): Promise<HighlighterCore> {
  const [{ createHighlighterCore }, { createJavaScriptRegexEngine }, light, dark] = await Promise.all([
    import('shiki/core'),
    import('shiki/engine/javascript'),
    import('@shikijs/themes/github-light-default'),
    import('@shikijs/themes/github-dark-default'),
  ])
  return createHighlighterCore({
    themes: [light.default, dark.default],
    langs: [],
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  })
}
