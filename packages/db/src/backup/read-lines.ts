import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

const NEWLINE = 0x0a
/** A row of 16 MB in base64, and then some: what is longer is no backup. */
const LONGEST_LINE = 64 * 1024 * 1024

/** The lines of a compressed file, one after another. Throws where it is cut off, damaged or not compressed. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const source = createReadStream(file)
  const text = createGunzip()
  source.on('error', (error) => text.destroy(error))
  source.pipe(text)
  let pieces: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) {
      let start = 0
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8')
        pieces = []
        length = 0
        start = end + 1
      }
      pieces.push(chunk.subarray(start))
      length += chunk.length - start
      if (length > LONGEST_LINE) throw unreadable('Z_DATA_ERROR', 'a line is too long')
    }
    if (length > 0) throw unreadable('Z_BUF_ERROR', 'the last line is cut off')
  } finally {
    source.destroy()
  }
}

/** In the codes of what decompresses, which say the same of what it is given. */
function unreadable(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
