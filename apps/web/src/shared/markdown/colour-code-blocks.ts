import { askColours } from './ask-colours.ts'
import { toColourClass } from './code-palette.ts'
import type { ColouredCode } from './coloured-code.ts'
import { createPart, LINES_IN_PART, splitIntoParts } from './code-parts.ts'
import { untilIdle } from './until-idle.ts'

/** How long code is put into the page before the page gets a turn, in milliseconds. */
const TURN_MS = 4

/** The code that each element shows, or is about to show, in colour. */
const coloured = new WeakMap<HTMLElement, string>()

/** Colours the finished code blocks inside an element, part by part, when the page has time for it. */
export async function colourCodeBlocks(root: HTMLElement, signal: AbortSignal): Promise<void> {
  await Promise.all(
    [...root.querySelectorAll<HTMLElement>('.md-code:not(.md-code-open) code')].map((element) =>
      colour(element, signal),
    ),
  )
}

async function colour(element: HTMLElement, signal: AbortSignal): Promise<void> {
  const code = element.textContent
  const language = element.dataset['language']
  if (!language || coloured.get(element) === code) return
  await untilIdle()
  // The block may be rendered anew, or leave the page, at any of these waits.
  if (signal.aborted) return
  coloured.set(element, code)
  const colours = await askColours(code, language)
  const isCurrent = () => coloured.get(element) === code && element.textContent === code
  if (colours) await showColours({ element, code, colours, isCurrent })
}

interface Showing {
  element: HTMLElement
  code: string
  colours: ColouredCode
  isCurrent(): boolean
}

async function showColours({ element, code, colours, isCurrent }: Showing): Promise<void> {
  let until = 0
  const pieces = cutPieces(code, colours)
  for (let index = 0; index * LINES_IN_PART < pieces.length; index += 1) {
    if (performance.now() > until) {
      await untilIdle()
      if (!isCurrent()) return
      until = performance.now() + TURN_MS
    }
    if (index === 0) showInParts(element, code)
    const lines = pieces.slice(index * LINES_IN_PART, (index + 1) * LINES_IN_PART)
    element.children[index]?.replaceWith(createPart(...lines.flat().map((piece) => toNode(piece, colours))))
  }
}

/** Code that grew stands in parts already, and the same ones. */
function showInParts(element: HTMLElement, code: string): void {
  if (element.children.length === 0) {
    element.replaceChildren(...splitIntoParts(code).map((part) => createPart(part)))
  }
}

interface Piece {
  text: string
  colour: number
}

/** The pieces of each line, the break behind it included. */
function cutPieces(code: string, { lengths, colours }: ColouredCode): Piece[][] {
  const lines: Piece[][] = [[]]
  let at = 0
  lengths.forEach((length, run) => {
    for (const text of code.slice(at, at + length).split(/(?<=\n)/)) {
      if (text === '') continue
      lines.at(-1)?.push({ text, colour: colours[run] ?? -1 })
      if (text.endsWith('\n')) lines.push([])
    }
    at += length
  })
  return lines.filter((pieces) => pieces.length > 0)
}

/** Built as elements and text, so that code never passes as HTML on its way to the page. */
function toNode({ text, colour }: Piece, { palette }: ColouredCode): Node {
  const pair = palette[colour]
  if (!pair) return document.createTextNode(text)
  const span = document.createElement('span')
  span.className = toColourClass(pair)
  span.textContent = text
  return span
}
