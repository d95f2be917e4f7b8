import '../testing/real-node-names.ts'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import * as asking from './ask-colours.ts'
import { createBlockStream } from './block-stream.ts'
import { colourCodeBlocks } from './colour-code-blocks.ts'
import { colourCode } from './colour-code.ts'
import { toColouredCode } from './coloured-code.ts'
import { labels } from './testing/labels.ts'

const ask = vi.spyOn(asking, 'askColours')
const code = 'const text = `one\ntwo`\n\n'.repeat(20)
let root: HTMLElement

beforeEach(() => {
  ask.mockReset().mockImplementation(async (text, language) => {
    const lines = await colourCode(text, language)
    return lines && toColouredCode(lines)
  })
  root = document.createElement('div')
})

function show(text: string): HTMLElement {
  const blocks = createBlockStream(labels).update(text, true).flat()
  root.innerHTML = blocks.map(({ html }) => html).join('')
  return root.querySelector('code') as HTMLElement
}

const colour = () => colourCodeBlocks(root, new AbortController().signal)

describe('finished code', () => {
  it('gets its colours from another thread, and stays the same text in parts', async () => {
    const element = show(`\`\`\`ts\n${code}\`\`\``)
    await colour()
    expect(element.textContent).toBe(code)
    expect(element.querySelectorAll('.md-code-part')).toHaveLength(3)
    const words = [...element.querySelectorAll('[class^="md-colour-"]')].map((span) => span.textContent)
    expect(words.filter((word) => word === 'const')).toHaveLength(20)
    expect(words.filter((word) => word === 'two`')).toHaveLength(20)
  })

  it('is coloured once, and again when it is other code', async () => {
    const element = show('```js\nlet a\n```')
    await colour()
    await colour()
    expect(ask).toHaveBeenCalledOnce()
    element.textContent = 'let b'
    await colour()
    expect(ask).toHaveBeenCalledTimes(2)
    expect(element.textContent).toBe('let b')
    expect(element.querySelector('[class^="md-colour-"]')?.textContent).toBe('let')
  })

  it('stays plain where there are no colours, or the code has changed before they came', async () => {
    const element = show('```js\nlet a\n```')
    ask.mockResolvedValueOnce(null)
    await colour()
    expect(element.innerHTML).toBe('let a\n')
    element.textContent = 'let b'
    ask.mockImplementationOnce(() => {
      element.textContent = 'let c'
      return Promise.resolve({ lengths: [3, 2], colours: [0, -1], palette: [['#111', '#eee']] })
    })
    await colour()
    expect(element.innerHTML).toBe('let c')
  })
})
