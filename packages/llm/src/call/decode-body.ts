import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

export interface BodyDecoder {
  push(bytes: Buffer): void
  end(): void
}

/** We ask for no compression, but some proxies compress all the same. Each piece is given out as soon as it can be. */
export function decodeBody(
  encoding: string,
  target: BodyDecoder & { lost(error: Error): void },
): BodyDecoder {
  const decompressor = createDecompressor(encoding)
  if (!decompressor) return target
  decompressor.on('data', (bytes: Buffer) => target.push(bytes))
  decompressor.on('end', () => target.end())
  decompressor.on('error', (error) => target.lost(error))
  return {
    push: (bytes) => void decompressor.write(bytes),
    end: () => void decompressor.end(),
  }
}

function createDecompressor(encoding: string) {
  const flush = { flush: constants.Z_SYNC_FLUSH }
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(flush)
  if (encoding === 'deflate') return createInflate(flush)
  if (encoding === 'br') return createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH })
  return null
}
