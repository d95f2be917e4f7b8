import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStaticFiles } from './static-files.ts'
import { staticRoutes } from './static-routes.ts'

const SCRIPT = 'console.log("hello");\n'.repeat(500)
const PAGE = '<!doctype html><div id="app"></div>'

let folder: string
let app: ReturnType<typeof staticRoutes>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'chatmore-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), PAGE)
  await writeFile(path.join(folder, 'assets/app-4f3a.js'), SCRIPT)
  await writeFile(path.join(folder, 'favicon.svg'), '<svg/>')
  const script = new URL('../../../../scripts/lib/precompress.mjs', import.meta.url).href
  await (await import(script)).precompress(folder)
  app = staticRoutes(await readStaticFiles(folder))
})

afterAll(() => rm(folder, { recursive: true }))

const get = (url: string, headers: Record<string, string> = {}) => app.request(url, { headers })
const navigation = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

test('the start page is served with a tag and asked for again each time', async () => {
  const response = await get('/', navigation)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  expect(await response.text()).toBe(PAGE)
  const again = await get('/', { 'if-none-match': response.headers.get('etag') ?? '' })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
})

test('a hashed file is kept for good', async () => {
  const response = await get('/assets/app-4f3a.js')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(await response.text()).toBe(SCRIPT)
})

test('a file without a hash in its name is asked for again each time', async () => {
  expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('no-cache')
})

describe('compression', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=1.0, gzip;q=0.8', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0', null],
    ['identity', null],
    ['brotli', null],
    ['', null],
  ])('a caller that accepts "%s" gets %s', async (accepted, encoding) => {
    const response = await get('/assets/app-4f3a.js', { 'accept-encoding': accepted })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync }[encoding ?? ''] ?? ((same: Buffer) => same)
    expect(unpack(bytes).toString()).toBe(SCRIPT)
  })

  test('what gains nothing by it stays as it is', async () => {
    const response = await get('/favicon.svg', { 'accept-encoding': 'br, gzip' })
    expect(response.headers.get('content-encoding')).toBeNull()
  })
})

describe('an address that is no file', () => {
  test.each(['/sessions/01JD0000000000000000000000', '/admin/models', '/anything/deep'])(
    '%s opens the web app for a person',
    async (url) => {
      const response = await get(url, navigation)
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(await response.text()).toBe(PAGE)
    },
  )

  test.each(['/assets/app-old.js', '/assets/', '/trpc/nothing', '/metrics'])(
    '%s is 404 even for a person',
    async (url) => {
      expect((await get(url, navigation)).status).toBe(404)
    },
  )

  test('is 404 for a program', async () => {
    expect((await get('/sessions/1', { accept: 'application/json' })).status).toBe(404)
    expect((await get('/missing.png', { accept: 'image/png,image/*' })).status).toBe(404)
  })

  test.each(['/../secret', '/..%2f..%2fetc%2fpasswd', '/assets/..%5c..%5cpackage.json', '/%00', '/%E0%A4%A'])(
    '%s leads to no file outside',
    async (url) => {
      const response = await get(url)
      expect(response.status).toBe(404)
    },
  )
})

test('without a built web app everything is 404', async () => {
  const empty = staticRoutes(await readStaticFiles(path.join(folder, 'nowhere')))
  expect((await empty.request('/', { headers: navigation })).status).toBe(404)
})
