import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { answer } from '@chatmore/llm/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './create-test-app.ts'

const run = promisify(execFile)
/** Within the repository, so that what the snippets import is found. */
const FOLDER = new URL('../.cache/relay-docs/', import.meta.url)

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
  for (const name of ['GPT-5', 'DeepSeek']) await app.createModel({ name, model: 'gpt' })
  app.upstream.on('gpt', answer({ text: ['Because ', 'of ', 'the air.'] }))
  await mkdir(FOLDER, { recursive: true })
})
afterAll(async () => {
  await rm(FOLDER, { recursive: true, force: true })
  await app[Symbol.asyncDispose]()
})

async function readSnippets(language: string): Promise<string[]> {
  const text = await readFile(new URL('../docs/relay.md', import.meta.url), 'utf8')
  const snippets = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  return snippets.filter(([, named]) => named === language).map(([, , snippet = '']) => toThisServer(snippet))
}

const toThisServer = (snippet: string) => snippet.replaceAll('http://localhost:3000', app.url)

async function output(program: string, ...given: string[]): Promise<string> {
  const { stdout } = await run(program, given, { env: { ...process.env, CHATMORE_KEY: app.admin.token } })
  return stdout
}

it('has snippets of JavaScript that print the answer', async () => {
  const snippets = await readSnippets('js')
  expect(snippets.length).toBeGreaterThan(1)
  for (const [index, snippet] of snippets.entries()) {
    const file = new URL(`${index}.mjs`, FOLDER)
    await writeFile(file, snippet)
    // Of many models, a line each.
    for (const line of (await output(process.execPath, file.pathname)).trim().split('\n')) {
      expect(line).toMatch(/^(GPT-5: |DeepSeek: )?Because of the air\.$/)
    }
  }
})

it('has a command that streams the answer', async () => {
  const [snippet = ''] = await readSnippets('sh')
  // Where the machine has no curl, its arguments are at least those of a request.
  const [, body = ''] = /-d '(.*)'/.exec(snippet) ?? []
  expect(JSON.parse(body)).toMatchObject({ model: 'GPT-5', stream: true })
  const said = await output('sh', '-c', `command -v curl > /dev/null || exit 0; ${snippet}`)
  if (said !== '')
    expect([said.includes('Because'), said.trim().endsWith('data: [DONE]')]).toEqual([true, true])
})
