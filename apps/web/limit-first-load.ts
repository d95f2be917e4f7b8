import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

/** What a person waits for who opens a session: the application, its frame and the board. */
const FIRST_PAGES = ['src/features/layout/AppLayout.vue', 'src/features/board/BoardPage.vue']

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>

/** Fails the build when the scripts that a session's page needs before it shows are more than `maxBytes`, compressed. */
export function limitFirstLoad(maxBytes: number): Plugin {
  return {
    name: 'limit-first-load',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file]] : [])),
      )
      const first = [...chunks.values()].filter(isFirst)
      if (first.length <= FIRST_PAGES.length) this.error('The first pages were not found: name them anew')
      const loaded = new Set<Rolldown.OutputChunk>()
      for (const chunk of first) collect(chunk, chunks, loaded)
      const bytes = [...loaded].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0)
      if (bytes > maxBytes) {
        this.error(
          `Opening a session loads ${bytes} bytes of script, and may load ${maxBytes}: load something later`,
        )
      }
      this.info(`Opening a session loads ${Math.round(bytes / 1000)} KB of script`)
    },
  }
}

function isFirst({ isEntry, facadeModuleId }: Rolldown.OutputChunk): boolean {
  return isEntry || FIRST_PAGES.some((page) => facadeModuleId?.endsWith(page))
}

function collect(chunk: Rolldown.OutputChunk, chunks: Chunks, loaded: Set<Rolldown.OutputChunk>): void {
  if (loaded.has(chunk)) return
  loaded.add(chunk)
  for (const name of chunk.imports) {
    const imported = chunks.get(name)
    if (imported) collect(imported, chunks, loaded)
  }
}
