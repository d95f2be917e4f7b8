import type { ThemedToken } from 'shiki/core'

/** A colour on a light ground, and the one on a dark ground. */
export type ColourPair = readonly [light: string, dark: string]

/** The colours of some code as runs of characters, small enough to be handed from thread to thread. */
export interface ColouredCode {
  lengths: number[]
  /** The place of each run's colours in the palette; -1 where it has none. */
  colours: number[]
  palette: ColourPair[]
}

export function toColouredCode(lines: readonly (readonly ThemedToken[])[]): ColouredCode {
  const result: ColouredCode = { lengths: [], colours: [], palette: [] }
  const places = new Map<string, number>()

  function add(length: number, colour: number): void {
    const last = result.lengths.length - 1
    if (result.colours[last] === colour) result.lengths[last] = (result.lengths[last] ?? 0) + length
    else {
      result.lengths.push(length)
      result.colours.push(colour)
    }
  }

  function findPlace({ htmlStyle }: ThemedToken): number {
    const pair: ColourPair = [htmlStyle?.['--code-light'] ?? '', htmlStyle?.['--code-dark'] ?? '']
    const key = pair.join()
    if (pair[0] === '' || pair[1] === '') return -1
    if (!places.has(key)) places.set(key, result.palette.push(pair) - 1)
    return places.get(key) ?? -1
  }

  lines.forEach((tokens, line) => {
    if (line > 0) add(1, -1)
    for (const token of tokens) add(token.content.length, findPlace(token))
  })
  return result
}
