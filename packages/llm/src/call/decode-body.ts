import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** Takes a body's bytes in order, then how it ended. */
export interface BodyTarget {
  push(bytes: Buffer): void
  end(): void
  lost(error: Error): void
}

/** Holds what sends back and lets it go on. */
export interface BodyFlow {
  pause(): void
  resume(): void
}

/** A body that whoever takes it can hold back. */
export interface HeldBody extends BodyTarget {
  flow: BodyFlow
}

/** The encoding that a response names, in small letters. */
export function readEncoding(headers: Record<string, string | string[] | undefined>): string {
  return String(headers['content-encoding'] ?? '')
    .trim()
    .toLowerCase()
}

/**
 * We ask for no compression, but some proxies compress all the same. Each piece is given out as soon as it can be, and
 * what came before a cut or a loss is given out before that is told. `flow` is the connection's; that of the result holds back
 * what is undone of the compression as well, which may be a thousand times as much as comes.
 */
export function decodeBody(encoding: string, target: BodyTarget, flow: BodyFlow): HeldBody {
  if (encoding === 'deflate') return decodeDeflate(target, flow)
  const decompressor = createDecompressor(encoding)
  return decompressor ? connect(decompressor, target, flow) : { ...target, flow }
}

type Decompressor = ReturnType<typeof createGunzip | typeof createBrotliDecompress>

function connect(decompressor: Decompressor, target: BodyTarget, flow: BodyFlow): HeldBody {
  let loss: Error | null = null
  decompressor.on('data', (bytes: Buffer) => target.push(bytes))
  decompressor.on('end', () => (loss ? target.lost(loss) : target.end()))
  decompressor.on('error', (error) => target.lost(loss ?? error))
  decompressor.on('drain', () => flow.resume())
  return {
    push(bytes) {
      if (!decompressor.write(bytes)) flow.pause()
    },
    end: () => void decompressor.end(),
    lost(error) {
      loss = error
      decompressor.end()
    },
    flow: { pause: () => void decompressor.pause(), resume: () => void decompressor.resume() },
  }
}

/** Some send the bare deflate format and not, as the name means, zlib's: the first byte tells which. */
function decodeDeflate(target: BodyTarget, flow: BodyFlow): HeldBody {
  let inner: HeldBody | null = null
  return {
    push(bytes) {
      inner ??= connect(isZlib(bytes) ? createInflate(lenient) : createInflateRaw(lenient), target, flow)
      inner.push(bytes)
    },
    end: () => (inner ?? target).end(),
    lost: (error) => (inner ?? target).lost(error),
    flow: { pause: () => inner?.flow.pause(), resume: () => inner?.flow.resume() },
  }
}

/** The body may be cut anywhere: a cut is judged by the text that came, and is no fault of the compression. */
const lenient = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }

/** What undoes an encoding; null for none and for one that is unknown. */
export function createDecompressor(encoding: string): Decompressor | null {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip(lenient)
  if (encoding === 'deflate') return createInflate(lenient)
  if (encoding !== 'br') return null
  const flush = constants.BROTLI_OPERATION_FLUSH
  return createBrotliDecompress({ flush, finishFlush: flush })
}

function isZlib(bytes: Buffer): boolean {
  return ((bytes[0] ?? 0) & 0x0f) === 8
}
