/** Lines as a file to keep, read as they are sent. One that cannot be read to its end is cut, and never looks whole. */
export function exportResponse(lines: AsyncIterable<string>, mediaType: string, fileName: string): Response {
  return new Response(ReadableStream.from(toBytes(lines)), {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
    },
  })
}

async function* toBytes(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder()
  for await (const line of lines) yield encoder.encode(line)
}
