import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuse } from '@chatmore/llm/testing'
import { createClient } from '@chatmore/sdk'
import { chromium } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium } from '../e2e/support/find-chromium.ts'
import { createTestApp, type TestApp } from './create-test-app.ts'
import { compilerOf, installPackage, toolOf, type InstalledPackage } from './sdk-package/install-package.ts'
import { runProgram, runWell } from './sdk-package/run-program.ts'
import { servePage, type PageServer } from './sdk-package/serve-page.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** A busy machine builds and compiles for a while. */
const SLOW_MS = 300_000

let sdk: InstalledPackage
let app: TestApp
let site: PageServer

beforeAll(async () => {
  site = await servePage()
  const made = await Promise.all([installPackage(), createTestApp({ CHATMORE_ALLOWED_ORIGINS: site.origin })])
  sdk = made[0]
  app = made[1]
}, SLOW_MS)

afterAll(async () => {
  await site[Symbol.asyncDispose]()
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
        isSignedInByTrpc: true,
        sessionCount: 0,
        watched: 2,
        answers: [saw(one, 3, 'Again'), saw(other, 3, 'Again')],
        alone: saw(one, 1, 'Alone'),
        codes: ['NOT_FOUND', 'INVALID_INPUT'],
        kinds: ['NOT_FOUND'],
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
    expect(types).not.toMatch(/drizzle|mysql|lucia|@trpc|zod|hono/i)
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

test(
  'a page of another origin calls, uploads and asks by a key',
  async () => {
    site.offer(join(sdk.published, 'index.browser.js'))
    const [model, browser] = await Promise.all([app.createModel(), chromium.launch(findChromium())])
    try {
      const page = await browser.newPage()
      await page.goto(site.origin)
      const content = "import * as sdk from '/sdk.js'\nObject.assign(globalThis, sdk)"
      await page.addScriptTag({ type: 'module', content })
      await page.waitForFunction(() => 'createClient' in globalThis)
      const said = await page.evaluate(askInPage, { url: app.url, token: app.admin.token, model: model.name })
      expect(said).toEqual({
        email: app.admin.email,
        file: 'note.txt',
        content: `${model.model} saw 1 messages: Hello`,
        types: expect.arrayContaining(['start', 'end']),
      })
    } finally {
      await browser.close()
    }
  },
  SLOW_MS,
)

/** Runs in the browser. */
async function askInPage({ url, token, model }: { url: string; token: string; model: string }) {
  const { createClient: create } = globalThis as unknown as { createClient: typeof createClient }
  const client = create({ url, token })
  const { user } = await client.auth.status()
  const { name } = await client.uploadFile(new Blob(['text'], { type: 'text/plain' }), 'note.txt')
  const asking = client.ask({ models: [model], content: 'Hello' })
  const types: string[] = []
  for await (const { type } of asking) types.push(type)
  const { answers } = await asking
  await client.close()
  return { email: user?.email, file: name, content: answers[0]?.content, types }
}

describe('the examples', () => {
  const examples = ['ask-three-models', 'nightly-replay', 'sync-models'] as const

  /** Runs one as its reader would. Its files are beside it. */
  const run = (name: (typeof examples)[number], words: string[], env: Record<string, string> = {}) =>
    runProgram(process.execPath, [`${name}.mjs`, ...words], {
      cwd: sdk.project,
      env: { ...access(), ...env },
    })

  beforeAll(async () => {
    for (const name of ['connect', ...examples]) {
      await copyFile(join(root, 'examples', `${name}.mjs`), join(sdk.project, `${name}.mjs`))
    }
  })

  test('their types are right', async () => {
    const options = { ...forNode, checkJs: true, noEmit: true }
    for (const name of examples) await compile('typescript-7', `${name}.mjs`, options)
  })

  test('one question goes to three models and comes back as a table', async () => {
    const models = [await app.createModel(), await app.createModel(), await app.createModel()]
    const price = { currency: 'USD' as const, inputPerMillion: '1000', outputPerMillion: '2000' }
    await app.client.model.update({ id: models[0]!.id, price })
    app.upstream.on(models[2]!.model, refuse({ status: 401 }))
    const { code, stdout } = await run('ask-three-models', ['Why?', ...models.map(({ name }) => name)])
    const [head, ...rows] = stdout.trimEnd().split('\n')
    expect(head?.split(/ {2,}/)).toEqual(['model', 'first token', 'tokens', 'cost', 'answer'])
    expect(rows).toHaveLength(3)
    const paid = new RegExp(
      `^${models[0]!.name} +\\d+ ms +\\d+ +0\\.\\d+ USD +${models[0]!.model} saw 1 messages: Why\\?$`,
    )
    expect(rows[0]).toMatch(paid)
    expect(rows[1]).toContain(`${models[1]!.model} saw 1 messages: Why?`)
    // A failed model is a row of the table, and shows in the exit code.
    expect(rows[2]).toMatch(new RegExp(`^${models[2]!.name} +- +- +-`))
    expect(code).toBe(1)
  })

  test('a session is asked again of another model, and the comparison kept', async () => {
    const [old, young] = [await app.createModel(), await app.createModel()]
    const windows = [{ modelId: old.id }]
    const { id: sessionId } = await app.client.session.create({ title: 'Nights', windows })
    const client = createClient({ url: app.url, token: app.admin.token })
    for (const content of ['First', 'Second']) await client.ask({ sessionId, content })
    await client.close()
    const { code, stdout, stderr } = await run('nightly-replay', [sessionId, young.name, 'reports'])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const [, markdown = ''] = /: (.*\.md)/.exec(stdout) ?? []
    expect(await readFile(join(sdk.project, markdown), 'utf8')).toContain(
      `${young.model} saw 3 messages: Second`,
    )
    const report = JSON.parse(
      await readFile(join(sdk.project, markdown.replace(/md$/, 'json')), 'utf8'),
    ) as object
    const answer = ({ model }: { model: string }, count: number, text: string) => ({
      ...{ model, status: 'done' },
      content: `${model} saw ${count} messages: ${text}`,
    })
    expect(report).toMatchObject({
      sourceId: sessionId,
      turns: [
        { input: 'First', before: [answer(old, 1, 'First')], after: answer(young, 1, 'First') },
        { input: 'Second', before: [answer(old, 3, 'Second')], after: answer(young, 3, 'Second') },
      ],
    })
  })

  test('models of one name, in the file or on the server, are refused by a sentence', async () => {
    const [one, other] = [await app.createModel({ name: 'Twin' }), await app.createModel({ name: 'Twin' })]
    const { provider, apiBase, model } = one
    const twin = { name: 'Twin', provider, apiBase, model }
    const sync = async (...models: object[]) => {
      await writeFile(join(sdk.project, 'twins.json'), JSON.stringify(models))
      const { code, stderr, stdout } = await run('sync-models', ['twins.json'])
      return { code, stderr: stderr.trim(), stdout }
    }
    const refused = { code: 1, stdout: '' }
    expect(await sync(twin, twin)).toEqual({
      ...refused,
      stderr: 'The sync failed: Several models have one name in the file: Twin',
    })
    expect(await sync(twin)).toEqual({ ...refused, stderr: expect.stringMatching(/ on the server.*: Twin$/) })
    for (const { id } of [one, other]) await app.client.model.remove({ id })
  })

  test('what goes wrong is said by its code and its sentence', async () => {
    const refused = await run('ask-three-models', ['Why?', 'No such model'])
    expect(refused).toMatchObject({ code: 1, stderr: 'NOT_FOUND: There is no model "No such model"\n' })
    const withoutScheme = await run('sync-models', ['models.json'], { CHATMORE_URL: 'localhost:3000' })
    expect(withoutScheme.stderr).toContain('localhost:3000')
    expect(withoutScheme.stderr).toContain('http://')
  })

  test('models become those of a file, and a second run finds nothing to do', async () => {
    const write = (models: object[]) => writeFile(join(sdk.project, 'models.json'), JSON.stringify(models))
    const sync = async (...words: string[]) => {
      const ran = await run('sync-models', ['models.json', ...words], { SYNC_KEY: 'sk-of-the-file' })
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      return ran.stdout.trim().split('\n')
    }
    const before = await app.client.model.catalogue()
    const kept = before.map(({ name, provider, apiBase, model }) => ({ name, provider, apiBase, model }))
    const one = {
      ...{
        name: 'From the file',
        provider: 'custom',
        apiBase: `${app.upstream.url}/`,
        model: 'a',
        apiKeyEnv: 'SYNC_KEY',
      },
      ...{ price: { currency: 'EUR', inputPerMillion: '2.50', outputPerMillion: '10' }, tags: ['synced'] },
    }
    const other = { name: 'Another', provider: 'custom', apiBase: app.upstream.url, model: 'b', vision: true }

    await write([...kept, one, other])
    expect(await sync('--dry-run')).toEqual(['would create From the file', 'would create Another'])
    expect(await app.client.model.catalogue()).toHaveLength(before.length)
    expect(await sync()).toEqual(['create From the file', 'create Another'])
    expect(await sync()).toEqual(['nothing to do'])

    await write([...kept, { ...one, price: { ...one.price, outputPerMillion: '9' }, model: 'c' }])
    expect(await sync()).toEqual(['update From the file: model, price', 'disable Another'])
    expect(await sync()).toEqual(['nothing to do'])
    const after = await app.client.model.catalogue()
    expect(after.find(({ name }) => name === one.name)).toMatchObject({
      ...{ model: 'c', enabled: true, hasApiKey: true, tags: ['synced'] },
      price: { currency: 'EUR', outputPerMillion: expect.stringMatching(/^9/) },
    })
    expect(after.find(({ name }) => name === other.name)).toMatchObject({ enabled: false })
  })
})

test('what docs/sdk.md shows compiles and runs', async () => {
  const guide = await readFile(join(root, 'docs/sdk.md'), 'utf8')
  const snippets = [...guide.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code)
  expect(snippets.length).toBeGreaterThan(8)
  const names = new Set(
    snippets.flatMap(
      (code) => /^import \{ (.*) \} from '@chatmore\/sdk'$/m.exec(code)?.[1]?.split(', ') ?? [],
    ),
  )
  const program = [
    `import { ${[...names].join(', ')} } from '@chatmore/sdk'`,
    "const client = createClient({ url: process.env.CHATMORE_URL ?? '', token: process.env.CHATMORE_KEY })",
    "const { sessionId } = await client.ask({ models: ['GPT-5', 'DeepSeek'], content: 'Hello' })",
    ...snippets.map(
      (code, index) => `{ ${code.replace(/^import .*$/m, '')}\nconsole.log('snippet ${index + 1}') }`,
    ),
    'await client.close()',
  ].join('\n')
  await writeFile(join(sdk.project, 'guide.mjs'), program)
  await compile('typescript-7', 'guide.mjs', { ...forNode, checkJs: true, noEmit: true })
  for (const name of ['GPT-5', 'DeepSeek']) await app.createModel({ name })
  const { code, stdout, stderr } = await runProgram(process.execPath, ['guide.mjs'], {
    cwd: sdk.project,
    env: access(),
  })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.match(/snippet \d+/g)).toHaveLength(snippets.length)
})
