import { describe, expect, it } from 'vitest'
import { buildContext, type ContextInput } from './build-context.ts'
import type { ContextMessage } from './ports.ts'

/** A token a letter, and 4 for each message. */
const countLetters = async (text: string) => text.length

/** `u:` is an input, `a:` an answer. */
function history(...texts: string[]): ContextMessage[] {
  return texts.map((text, index) => ({
    role: text.startsWith('u') ? 'user' : 'assistant',
    content: text,
    seq: index + 1,
  }))
}

const image = { id: 'f', name: 'f', mediaType: 'image/png', size: 1, tokens: 1 }

function withFile(content: string, file: Partial<typeof image>): ContextMessage[] {
  return history(content, 'a1', 'u2').map((message) =>
    message.content === content ? { ...message, attachments: [{ ...image, ...file }] } : message,
  )
}

const turns = history('u1', 'a1', 'u2', 'a2', 'u3')

async function contentsOf(input: Partial<ContextInput>): Promise<string[]> {
  const context = {
    systemMessage: null,
    history: turns,
    contextWindow: null,
    maxTokens: 100,
    vision: false,
    ...input,
  }
  return (await buildContext(context, countLetters)).map(({ content }) => content)
}

describe('the context of a request', () => {
  it.each<[string, Partial<ContextInput>, string[]]>([
    ['is the whole history where the context window is unknown', {}, ['u1', 'a1', 'u2', 'a2', 'u3']],
    ['has the system message first', { systemMessage: 'S' }, ['S', 'u1', 'a1', 'u2', 'a2', 'u3']],
    ['is everything that just fits', { contextWindow: 130 }, ['u1', 'a1', 'u2', 'a2', 'u3']],
    [
      'leaves out the oldest turn whole where one token is missing',
      { contextWindow: 129 },
      ['u2', 'a2', 'u3'],
    ],
    ['has the last turns that just fit', { contextWindow: 118 }, ['u2', 'a2', 'u3']],
    ['never splits a turn', { contextWindow: 117 }, ['u3']],
    ['counts the system message', { contextWindow: 122, systemMessage: 'S' }, ['S', 'u3']],
    ['keeps the newest input even where it does not fit', { contextWindow: 100 }, ['u3']],
    [
      'keeps the system message even where nothing fits',
      { contextWindow: 50, systemMessage: 'S' },
      ['S', 'u3'],
    ],
    [
      'reserves a quarter of a small window where no limit is set',
      { contextWindow: 40, maxTokens: undefined },
      ['u1', 'a1', 'u2', 'a2', 'u3'],
    ],
    [
      'reserves no more than 4,096 tokens of a large window',
      { contextWindow: 4126, maxTokens: undefined },
      ['u1', 'a1', 'u2', 'a2', 'u3'].slice(-5),
    ],
    [
      'leaves out an answer without its input',
      { history: history('a0', 'u1', 'a1', 'u2') },
      ['u1', 'a1', 'u2'],
    ],
    ['keeps an input without an answer', { history: history('u1', 'u2') }, ['u1', 'u2']],
    ['is the input alone in a new window', { history: history('u1') }, ['u1']],
    [
      'counts an image for a model that sees it',
      { history: withFile('u1', { tokens: 50 }), contextWindow: 160, vision: true },
      ['u2'],
    ],
    [
      'does not count it for one that does not',
      { history: withFile('u1', { tokens: 50 }), contextWindow: 160 },
      ['u1', 'a1', 'u2'],
    ],
    [
      'counts a text file for every model',
      { history: withFile('u1', { mediaType: 'text/plain', tokens: 50 }), contextWindow: 160 },
      ['u2'],
    ],
    [
      'has no more bytes of files than fit into a request',
      { history: withFile('u1', { size: 20 * 1024 * 1024 + 1 }), vision: true },
      ['u2'],
    ],
    [
      'has as many bytes of files as just fit into it',
      { history: withFile('u1', { size: 20 * 1024 * 1024 }), vision: true },
      ['u1', 'a1', 'u2'],
    ],
  ])('%s', async (_behaviour, input, expected) => {
    expect(await contentsOf(input)).toEqual(expected)
  })

  it('does not count what fits by its length alone', async () => {
    const count = async () => {
      throw new Error('counted')
    }
    const input = { systemMessage: null, history: turns, contextWindow: 1000, maxTokens: 100, vision: false }
    await expect(buildContext(input, count)).resolves.toHaveLength(5)
  })
})
