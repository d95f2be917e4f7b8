import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startScriptedUpstream, type ScriptedUpstream } from '@chatmore/llm/testing'
import { expect, test as base, type Page } from '@playwright/test'
import { createServerProcess, type ServerProcess } from './server-process.ts'

interface Fixtures {
  /** The built server with a fresh database of its own. */
  server: ServerProcess
  upstream: ScriptedUpstream
  /** Fails the test when the page logged an error, threw one, or broke the content security policy. */
  consoleErrors: string[]
}

interface WorkerFixtures {
  /** A data folder whose database is set up and empty: to copy it takes a fraction of the time that setting one up does. */
  emptyDataDir: string
}

export { expect }

const tellOfViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  reportViolation('content security policy: ' + event.violatedDirective + ' refused ' + event.blockedURI))`

export const test = base.extend<Fixtures, WorkerFixtures>({
  emptyDataDir: [
    async ({}, use) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), 'chatmore-e2e-'))
      const server = await createServerProcess(dataDir)
      await server.start()
      await server.stop()
      await use(dataDir)
      await rm(dataDir, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  server: async ({ emptyDataDir }, use) => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'chatmore-e2e-'))
    await cp(emptyDataDir, dataDir, { recursive: true })
    const server = await createServerProcess(dataDir)
    await server.start()
    await use(server)
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  },
  upstream: async ({}, use) => {
    await using upstream = await startScriptedUpstream()
    await use(upstream)
  },
  baseURL: async ({ server }, use) => use(server.url),
  consoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = []
      page.on('console', (entry) => {
        if (entry.type() === 'error') errors.push(entry.text())
      })
      page.on('pageerror', (error) => errors.push(String(error)))
      await page.exposeFunction('reportViolation', (text: string) => errors.push(text))
      await page.addInitScript(tellOfViolations)
      await use(errors)
      expect(errors, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
})

/** Calls a mutation with the page's cookies, for what a test needs but is not about. */
export async function callApi<Output>(page: Page, procedure: string, input: unknown): Promise<Output> {
  const response = await page.request.post(`/trpc/${procedure}`, {
    data: input,
    headers: { origin: new URL(page.url()).origin },
  })
  expect(response.ok(), await response.text()).toBe(true)
  const body = (await response.json()) as { result: { data: Output } }
  return body.result.data
}

interface StoredMessage {
  role: string
  content: string
}

/** The messages of a session's first window, as the database has them. */
export async function storedMessages(page: Page, sessionId: string): Promise<StoredMessage[]> {
  const input = encodeURIComponent(JSON.stringify({ sessionId }))
  const response = await page.request.get(`/trpc/message.latest?input=${input}`)
  const body = (await response.json()) as { result: { data: { windows: { items: StoredMessage[] }[] } } }
  return body.result.data.windows[0]?.items ?? []
}

/** Waits until a checkpoint has written this text, so that not even a killed server loses it. */
export async function expectStored(page: Page, sessionId: string, text: string): Promise<void> {
  const contents = async () => (await storedMessages(page, sessionId)).map(({ content }) => content)
  await expect.poll(contents).toContainEqual(expect.stringContaining(text))
}

/** Registers the first account through the page, which leaves it signed in. */
export async function register(page: Page, email = 'ada@example.com'): Promise<void> {
  await page.goto('/')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.getByLabel('Password', { exact: true }).press('Enter')
  await expect(page.getByLabel('Password', { exact: true })).toBeHidden()
}

/** Creates models on the scripted upstream, one a name. */
export async function createModels(page: Page, upstream: ScriptedUpstream, names: string[]) {
  const models: { id: string; name: string }[] = []
  for (const name of names) {
    models.push(
      await callApi(page, 'model.create', {
        name,
        provider: 'openai',
        apiBase: upstream.url,
        model: name,
        apiKey: 'sk-test-key',
      }),
    )
  }
  return models
}

/** Creates a session with a window on each of new models, and opens it. */
export async function openSession(page: Page, upstream: ScriptedUpstream, names: string[]): Promise<string> {
  return openWindows(page, await createModels(page, upstream, names))
}

/** Creates a session with a window on each of these models, and opens it. */
export async function openWindows(page: Page, models: readonly { id: string }[]): Promise<string> {
  const session = await callApi<{ id: string }>(page, 'session.create', {
    windows: models.map((model) => ({ modelId: model.id })),
  })
  await page.goto(`/sessions/${session.id}`)
  await expect(globalBox(page)).toBeVisible()
  return session.id
}

export const globalBox = (page: Page) => page.getByRole('textbox', { name: 'Message all windows' })

export const windowOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

export async function sendToAll(page: Page, content: string): Promise<void> {
  await globalBox(page).fill(content)
  await page.getByRole('button', { name: 'Send to all' }).click()
}
