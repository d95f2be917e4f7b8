import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { isPart, MARKDOWN, SESSION, TEXTS } from './first-load-parts.ts'

const FIRST_PARTS = [...SESSION, MARKDOWN, TEXTS]

/** What an answer's headers take of the wire: a little more than the server's, as a proxy may add some. */
const HEADER_BYTES = 500
/** As the build compresses what the server sends. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>

/** Fails the build when the scripts that come before a session can be used take more than `maxBytes` of the wire. */
export function limitFirstLoad(maxBytes: number): Plugin {
  return {
    name: 'limit-first-load',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
      )
      const first = [...chunks.values()].filter(isFirst)
      if (!FIRST_PARTS.every((part) => first.some((chunk) => hasPart(chunk, part)))) {
        this.error('The first parts were not found: name them anew')
      }
      const loaded = new Set<Rolldown.OutputChunk>()
      for (const chunk of first) collect(chunk, chunks, loaded)
      const bytes = [...loaded].reduce((sum, { code }) => sum + countOnWire(code), 0)
      if (bytes > maxBytes) {
        this.error(
          `Opening a session loads ${bytes} bytes of script, and may load ${maxBytes}: load something later`,
        )
      }
      this.info(`Opening a session loads ${Math.round(bytes / 1000)} KB of script in ${loaded.size} files`)
    },
  }
}

function isFirst(chunk: Rolldown.OutputChunk): boolean {
  return chunk.isEntry || FIRST_PARTS.some((part) => hasPart(chunk, part))
}

function hasPart({ moduleIds }: Rolldown.OutputChunk, part: string): boolean {
  return moduleIds.some((id) => isPart(id, part))
}

function collect(chunk: Rolldown.OutputChunk, chunks: Chunks, loaded: Set<Rolldown.OutputChunk>): void {
  if (loaded.has(chunk)) return
  loaded.add(chunk)
  for (const name of chunk.imports) {
    const imported = chunks.get(name)
    if (imported) collect(imported, chunks, loaded)
  }
}

function countOnWire(code: string): number {
  return HEADER_BYTES + Math.min(code.length, brotliCompressSync(code, COMPRESSION).length)
}
