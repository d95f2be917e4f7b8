import { afterEach, describe, expect, it, vi } from 'vitest'
import { followAnswers } from './follow-answers.ts'

afterEach(() => vi.unstubAllGlobals())

async function ask(answer: () => Promise<Response>): Promise<boolean[]> {
  vi.stubGlobal('fetch', answer)
  const notes: boolean[] = []
  await followAnswers((hasAnswered) => notes.push(hasAnswered))('/trpc/x').catch(() => undefined)
  return notes
}

describe('followAnswers', () => {
  it.each<[string, () => Promise<Response>, boolean[]]>([
    ['an answer', () => Promise.resolve(Response.json({})), [true]],
    ['a refusal', () => Promise.resolve(Response.json({}, { status: 400 })), [true]],
    ['a server without its database', () => Promise.resolve(Response.json({}, { status: 503 })), [true]],
    ['a proxy without its server', () => Promise.resolve(new Response('<html>', { status: 502 })), [false]],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch')), [false]],
    ['a request that was given up', () => Promise.reject(new DOMException('', 'AbortError')), []],
  ])('tells of %s', async (_what, answer, notes) => {
    expect(await ask(answer)).toEqual(notes)
  })
})
