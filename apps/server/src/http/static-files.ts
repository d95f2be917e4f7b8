import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

export type Encoding = 'br' | 'gzip' | 'identity'

export interface StaticFile {
  type: string
  etag: string
  /** Whether the name changes with the content, so that the file may be kept for good. */
  isHashed: boolean
  /** The content as it is, and in the encodings that the build made beside it. */
  bodies: Partial<Record<Encoding, Uint8Array<ArrayBuffer>>> & { identity: Uint8Array<ArrayBuffer> }
}

/** The files of a folder by URL path, read whole: what is not in the map does not exist, whatever a path says. */
export type StaticFiles = ReadonlyMap<string, StaticFile>

/** Reads a built web app with the `.br` and `.gz` files that the build laid beside the compressible ones. */
export async function readStaticFiles(folder: string): Promise<StaticFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  const known = new Set(names)
  const files = new Map<string, StaticFile>()
  const read = async (name: string) => new Uint8Array(await readFile(path.join(folder, name)))

  for (const name of names.filter((candidate) => !/\.(br|gz)$/.test(candidate))) {
    const identity = await read(name)
    files.set(`/${name.split(path.sep).join('/')}`, {
      type: types[path.extname(name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
      isHashed: name.split(path.sep)[0] === 'assets',
      bodies: {
        identity,
        ...(known.has(`${name}.br`) && { br: await read(`${name}.br`) }),
        ...(known.has(`${name}.gz`) && { gzip: await read(`${name}.gz`) }),
      },
    })
  }
  return files
}
