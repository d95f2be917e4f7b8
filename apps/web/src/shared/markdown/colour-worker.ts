import { colourCode } from './colour-code.ts'
import { toColouredCode } from './coloured-code.ts'

/** Colours code in a thread of its own: reading a grammar takes longer than a frame, and a long file many frames. */
interface ColourTask {
  id: number
  code: string
  language: string
}

addEventListener('message', ({ data }: MessageEvent<ColourTask>) => {
  const answer = (coloured: unknown) => postMessage({ id: data.id, coloured })
  colourCode(data.code, data.language).then(
    (lines) => answer(lines && toColouredCode(lines)),
    () => answer(null),
  )
})
