import { describe, expect, it } from 'vitest'
import { InvalidCursorError } from '../errors/invalid-cursor-error.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { escapeLike } from './escape-like.ts'
import { toLimit, toPage } from './to-page.ts'

const NUMBER = /^\d+$/

describe('cursors', () => {
  it('hold what they were given, and show it to nobody at a glance', () => {
    const cursor = encodeCursor('messages', [12])
    expect(decodeCursor('messages', NUMBER, cursor)).toEqual(['12'])
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(cursor).not.toContain('12')
  })

  it.each([
    ['of another list', encodeCursor('sessions', [12])],
    ['of another shape', encodeCursor('messages', ['twelve'])],
    ['with something behind', `${encodeCursor('messages', [12])}=`],
    ['cut', encodeCursor('messages', [12]).slice(0, -1)],
    ['empty', ''],
    ['of a person', '12'],
  ])('%s are refused', (_kind, cursor) => {
    expect(() => decodeCursor('messages', NUMBER, cursor)).toThrow(InvalidCursorError)
  })
})

describe('pages', () => {
  it('have a cursor only when there is more', () => {
    expect(toPage([1, 2, 3], 2, String)).toEqual({ items: [1, 2], nextCursor: '2' })
    expect(toPage([1, 2], 2, String)).toEqual({ items: [1, 2], nextCursor: null })
    expect(toPage([], 2, String)).toEqual({ items: [], nextCursor: null })
  })

  it('hold fifty rows unless asked otherwise, and a hundred at most', () => {
    expect([undefined, 1, 100, 1000, 0].map(toLimit)).toEqual([50, 1, 100, 100, 1])
  })
})

describe('escapeLike', () => {
  it('makes the signs of a pattern stand for themselves', () => {
    expect(escapeLike('100%_\\')).toBe('100\\%\\_\\\\')
  })
})
