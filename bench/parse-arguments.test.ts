import { describe, expect, it } from 'vitest'
import { parseArguments } from './parse-arguments.ts'

const parts = { all: ['fan-out', 'capacity'], long: ['capacity'] } as const

describe('the arguments of the bench', () => {
  it('are all parts that are not long, in full, by default', () => {
    expect(parseArguments([], parts)).toEqual({
      names: ['fan-out'],
      isQuick: false,
      isWriting: false,
      rounds: 3,
      minutes: 10,
      otherPage: undefined,
    })
  })

  it('name parts and change how long they run', () => {
    const parsed = parseArguments(
      ['capacity', '--minutes', '2', '--rounds', '5', '--quick', '--write'],
      parts,
    )
    expect(parsed).toMatchObject({
      names: ['capacity'],
      isQuick: true,
      isWriting: true,
      rounds: 5,
      minutes: 2,
    })
  })

  it('name another chat to be measured', () => {
    const other = { url: 'http://127.0.0.1:8080', selector: '.answer', panes: 4, upstreamPort: 8081 }
    const flags = [
      '--url',
      other.url,
      '--selector',
      other.selector,
      '--panes',
      '4',
      '--upstream-port',
      '8081',
    ]
    expect(parseArguments(flags, parts).otherPage).toEqual(other)
  })

  it.each([
    [['fanout']],
    [['--rounds', 'many']],
    [['--minutes', '0']],
    [['--loud']],
    [['--url', 'http://x']],
    [['--url', 'http://x', '--selector', 'p', '--write']],
  ])('are refused: %o', (args) => {
    expect(() => parseArguments(args, parts)).toThrow()
  })
})
