import { describe, expect, it } from 'vitest'
import type { AskInput } from './asking.ts'
import { requireOneKind } from './require-one-kind.ts'

const content = 'Hello'

describe('what is asked', () => {
  it.each<AskInput>([
    { models: [], content },
    { models: ['GPT-5'], content, title: 'New', sessionId: undefined, windowIds: undefined },
    { sessionId: 's', content, windowIds: ['w'], models: undefined, title: undefined },
  ])('is of one kind, whatever is given as undefined: %o', (input) => {
    expect(() => requireOneKind(input)).not.toThrow()
  })

  it.each([
    [{ sessionId: 's', models: ['GPT-5'] }, ['models']],
    [
      { sessionId: 's', title: '', params: {}, systemMessage: 'x', blind: false },
      ['title', 'systemMessage', 'params', 'blind'],
    ],
    [{ models: ['GPT-5'], windowIds: ['w'] }, ['windowIds']],
    [{ sessionId: undefined }, ['models']],
    [{ models: 'GPT-5' }, ['models']],
  ])('is refused by its fields where it is of both kinds or of none: %o', (input, names) => {
    const asked = { content, ...input } as unknown as AskInput
    const fields = Object.fromEntries(names.map((name) => [name, expect.any(String)]))
    const data = { code: 'BAD_REQUEST', appError: { code: 'INVALID_INPUT', fields } }
    expect(() => requireOneKind(asked)).toThrow(expect.objectContaining({ data }))
    expect(() => requireOneKind(asked)).toThrow(names[0])
  })
})
