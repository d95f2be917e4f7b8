import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { compilerOf, installPackage, toolOf, type InstalledPackage } from './sdk-package/install-package.ts'
import { runProgram, runWell } from './sdk-package/run-program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** A busy machine builds and compiles for a while. */
const SLOW_MS = 300_000

let sdk: InstalledPackage
let app: TestApp

beforeAll(async () => {
  const made = await Promise.all([installPackage(), createTestApp()])
  sdk = made[0]
  app = made[1]
}, SLOW_MS)

afterAll(async () => {
  await sdk[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

/** What a program needs to know of the server. */
const access = () => ({ CHATMORE_URL: app.url, CHATMORE_KEY: app.admin.token })

const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, target: 'es2022' }
const nodeTypes = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] }
const forNode = { ...strict, ...nodeTypes, lib: ['es2023'], module: 'nodenext', outDir: 'out' }
const forBrowsers = {
  ...strict,
  types: [],
  lib: ['es2023', 'dom'],
  module: 'esnext',
  moduleResolution: 'bundler',
}

async function compile(compiler: string, name: string, compilerOptions: object): Promise<void> {
  const config = `tsconfig.${compiler}.json`
  await writeFile(join(sdk.project, config), JSON.stringify({ compilerOptions, files: [name] }))
  await runWell(process.execPath, [compilerOf(compiler), '-p', config], { cwd: sdk.project })
}

describe('the package, installed outside of the repository', () => {
  test(
    'compiles with a strict program on TypeScript 5.9 and 7, library checks on, and runs with plain Node',
    async () => {
      const program = 'every-kind-of-call.ts'
      await copyFile(join(root, 'test/sdk-package', program), join(sdk.project, program))
      await compile('typescript-7', program, { ...forNode, noEmit: true })
      await compile('typescript-5', program, forNode)
      const [one, other] = [await app.createModel(), await app.createModel()]
      const { code, stdout, stderr } = await runProgram(process.execPath, ['out/every-kind-of-call.js'], {
        cwd: sdk.project,
        env: access(),
      })
      expect(stderr).toBe('')
      expect(code).toBe(0)
      const said = JSON.parse(stdout) as { streamed: string; answers: string[] }
      const saw = ({ model }: { model: string }, count: number, text: string) =>
        `${model} saw ${count} messages: ${text}`
      expect(said).toMatchObject({
        isSignedIn: true,
        sessionCount: 0,
        watched: 2,
        answers: [saw(one, 3, 'Again'), saw(other, 3, 'Again')],
        alone: saw(one, 1, 'Alone'),
        codes: ['NOT_FOUND', 'INVALID_INPUT'],
        aborted: 'aborted',
        states: expect.arrayContaining(['open']),
      })
      expect(said.streamed.startsWith('2 windows;')).toBe(true)
      expect([...said.streamed].sort().join('')).toBe(
        [...`2 windows;${said.answers.join('')};done;done`].sort().join(''),
      )
    },
    SLOW_MS,
  )

  test('names in its types no other package, nothing of the server and no secret', async () => {
    const types = await readFile(join(sdk.published, 'index.d.ts'), 'utf8')
    expect(types).not.toMatch(/^\s*import\b|\bfrom '|\bimport\(|<reference/m)
    expect(types).not.toMatch(/drizzle|mysql|lucia|trpc|zod|hono/i)
    expect(types).not.toMatch(/encrypted|ciphertext|hash\w*:|sealed/i)
    const manifest = JSON.parse(await readFile(join(sdk.published, 'package.json'), 'utf8')) as object
    expect(manifest).toMatchObject({ dependencies: { ws: expect.stringMatching(/^\^8\./) } })
    expect(Object.keys((manifest as { dependencies: object }).dependencies)).toEqual(['ws'])
  })

  test(
    'has nothing that publint or are-the-types-wrong finds fault with',
    async () => {
      const [publint, types] = await Promise.all([
        runProgram(toolOf('publint'), [sdk.published, '--pack', 'npm', '--strict'], { cwd: sdk.project }),
        runProgram(toolOf('attw'), [sdk.tarball, '--profile', 'esm-only'], { cwd: sdk.project }),
      ])
      expect(publint.stdout).toContain('All good!')
      expect(types.stdout).toContain('🟢 (ESM)')
      expect([publint.code, types.code]).toEqual([0, 0])
    },
    SLOW_MS,
  )

  test(
    'is bundled for browsers without anything of Node, and compiles there with the browser’s types alone',
    async () => {
      const page =
        "import { createClient } from '@chatmore/sdk'\nexport const client = createClient({ url: '/' })\n"
      await writeFile(join(sdk.project, 'page.ts'), page)
      const words = ['page.ts', '--bundle', '--format=esm', '--platform=browser', '--outfile=page.js']
      await runWell(toolOf('esbuild'), words, { cwd: sdk.project })
      await compile('typescript-7', 'page.ts', { ...forBrowsers, noEmit: true })
      const bundle = await readFile(join(sdk.project, 'page.js'), 'utf8')
      expect(bundle).not.toMatch(/\brequire\(|node:|\bprocess\.|\bBuffer\b/)
      expect(await readFile(join(sdk.published, 'index.browser.js'), 'utf8')).not.toMatch(/^import /m)
    },
    SLOW_MS,
  )
})
