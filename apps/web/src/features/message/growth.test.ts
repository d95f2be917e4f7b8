import { beforeEach, describe, expect, it } from 'vitest'
import { createGrowth, type Growth } from './growth.ts'
import { buildMessage } from './testing/build-message.ts'

const inWindow = (name: string) => buildMessage({ id: `answer ${name}`, windowId: name })
let growth: Growth

function grow(...names: string[]): void {
  for (const name of names) growth.note(inWindow(name))
}

/** The windows whose answers are shown at a time, as a frame does it. */
function frame(time: number): string[] {
  const due = growth.takeDue(time)
  for (const id of due) growth.settle(id)
  return due.map((id) => id.replace('answer ', ''))
}

beforeEach(() => (growth = createGrowth()))

describe('answers that grew', () => {
  it('are shown with the next frame in all windows in view, and not again before they grow again', () => {
    grow('a', 'b', 'a')
    expect(frame(0)).toEqual(['a', 'b'])
    expect(growth.isWaiting()).toBe(false)
    expect(frame(33)).toEqual([])
    grow('b')
    expect(frame(66)).toEqual(['b'])
  })

  it('are shown twice a second where nobody sees them, one in a frame, the longest waiting first', () => {
    growth.noteView('b', false)
    growth.noteView('c', false)
    const shown: string[][] = []
    for (let time = 0; time < 1000; time += 100) {
      grow('a', 'b', 'c')
      shown.push(frame(time))
    }
    expect(shown.map((names) => names.join(''))).toEqual([
      'ab',
      'ac',
      'a',
      'a',
      'a',
      'ab',
      'ac',
      'a',
      'a',
      'a',
    ])
    expect(growth.isWaiting()).toBe(true)
  })

  it('are shown at once where a window comes into view', () => {
    growth.noteView('b', false)
    grow('b')
    frame(0)
    grow('b')
    expect(frame(33)).toEqual([])
    growth.noteView('b', true)
    expect(frame(66)).toEqual(['b'])
  })

  it('are no longer waited for once they have ended', () => {
    grow('a')
    growth.forget('answer a')
    expect(growth.isWaiting()).toBe(false)
    expect(frame(0)).toEqual([])
  })
})
