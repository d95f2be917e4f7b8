import { describe, expect, it } from 'vitest'
import type { DeltaEvent } from '../../contract/index.ts'
import { GapFiller } from './gap-filler.ts'
import { createLiveAnswer } from './live-answer.ts'
import { buildMessage } from './testing/build-message.ts'

const delta = (at: number, text: string): DeltaEvent => ({
  type: 'delta',
  messageId: 'answer-1',
  windowId: 'window-1',
  channel: 'content',
  at,
  text,
})

function setUp(content: string) {
  const answer = createLiveAnswer(buildMessage({ content }))
  const gaps = new GapFiller()
  return { answer, gaps, text: () => answer.content.toString() }
}

describe('filling gaps', () => {
  it('adds a delta that continues the text, and only the new part of one that overlaps', () => {
    const { answer, gaps, text } = setUp('abc')
    expect(gaps.join(answer, delta(3, 'de'))).toBe(true)
    expect(gaps.join(answer, delta(2, 'cdef'))).toBe(true)
    expect(gaps.join(answer, delta(0, 'abc'))).toBe(false)
    expect(text()).toBe('abcdef')
    expect(gaps.messageIds()).toEqual([])
  })

  it('holds what lies beyond a gap until a copy reaches it', () => {
    const { answer, gaps, text } = setUp('ab')
    expect(gaps.join(answer, delta(4, 'e'))).toBe(false)
    expect(gaps.join(answer, delta(5, 'fg'))).toBe(false)
    expect(gaps.messageIds()).toEqual(['answer-1'])
    expect(gaps.fill(answer, buildMessage({ content: 'abc' }))).toBe(true)
    expect([text(), gaps.messageIds()]).toEqual(['abc', ['answer-1']])
    expect(gaps.fill(answer, buildMessage({ content: 'abcde' }))).toBe(true)
    expect([text(), gaps.messageIds()]).toEqual(['abcdefg', []])
  })

  it('never shrinks an answer to an older copy', () => {
    const { answer, gaps, text } = setUp('abcdef')
    expect(gaps.fill(answer, buildMessage({ content: 'abc' }))).toBe(false)
    expect(text()).toBe('abcdef')
  })

  it('starts again behind a second gap', () => {
    const { answer, gaps, text } = setUp('a')
    gaps.join(answer, delta(3, 'd'))
    gaps.join(answer, delta(6, 'g'))
    gaps.fill(answer, buildMessage({ content: 'abcdef' }))
    expect(text()).toBe('abcdefg')
  })

  it('holds a bounded amount, and loses nothing by that', () => {
    const { answer, gaps, text } = setUp('')
    const whole = Array.from({ length: 300 }, (_, index) => String(index % 10).repeat(1000)).join('')
    for (let at = 1000; at < whole.length; at += 1000)
      gaps.join(answer, delta(at, whole.slice(at, at + 1000)))
    gaps.fill(answer, buildMessage({ content: whole.slice(0, 1000) }))
    expect(text()).toBe(whole.slice(0, 1000))
    gaps.fill(answer, buildMessage({ content: whole.slice(0, 290_000) }))
    expect(text()).toBe(whole)
  })
})
