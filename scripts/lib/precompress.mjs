import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const COMPRESSIBLE = /\.(css|html|js|json|mjs|svg|ttf|txt|wasm|webmanifest)$/
const MIN_BYTES = 1024
/** What is larger is fetched by few, and would keep the build waiting. */
const MAX_BYTES_FOR_BEST = 1_000_000

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

/** Lays a `.br` and a `.gz` beside each file of a folder that gets smaller by it, for the server to send as they are. */
export async function precompress(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  for (const stale of files.filter((file) => /\.(br|gz)$/.test(file))) rmSync(stale)
  await Promise.all(files.filter((file) => COMPRESSIBLE.test(file)).map(compress))
}

async function compress(file) {
  const content = readFileSync(file)
  if (content.length < MIN_BYTES) return
  const brotliOptions = {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.length > MAX_BYTES_FOR_BEST ? 9 : 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  }
  const [brotli, gzipped] = await Promise.all([
    toBrotli(content, brotliOptions),
    toGzip(content, { level: 9 }),
  ])
  writeFileSync(`${file}.br`, brotli)
  writeFileSync(`${file}.gz`, gzipped)
}
