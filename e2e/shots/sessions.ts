import type { Locator, Page } from '@playwright/test'
import { callApi, expect } from '../support/test.ts'
import type { Visit } from './visit.ts'

export interface MadeWindow {
  id: string
  name: string
}

export interface MadeSession {
  id: string
  windows: MadeWindow[]
}

export interface MadeMessage {
  id: string
  windowId: string
  role: string
  status: string
  broadcastGroupId: string | null
}

export const modelNames = [
  'GPT-5',
  'Claude Sonnet 4.5',
  'DeepSeek-V3.2',
  'Gemini 2.5 Pro',
  'Qwen3-Max',
  'GLM-4.6',
  'Kimi K2 Thinking 0905 preview',
  'Llama 4 Maverick',
]

const price = { currency: 'USD', inputPerMillion: '1.25', outputPerMillion: '10' }

/** Models on the scripted upstream, by their names. */
export async function addModels({ page, upstream }: Visit, names: readonly string[]) {
  const ids = new Map<string, string>()
  for (const name of names) {
    const model = name.toLowerCase().replaceAll(' ', '-')
    const fields = { name, model, provider: 'openai', apiBase: upstream.url, apiKey: 'sk-test-key' }
    const created = await callApi<{ id: string }>(page, 'model.create', {
      ...fields,
      contextWindow: 128_000,
      price,
    })
    ids.set(name, created.id)
  }
  return ids
}

async function queryApi<Output>(page: Page, procedure: string, input: unknown): Promise<Output> {
  const encoded = encodeURIComponent(JSON.stringify(input))
  const response = await page.request.get(`/trpc/${procedure}?input=${encoded}`)
  const body = (await response.json()) as { result: { data: Output } }
  return body.result.data
}

/** The newest messages of each window, in order. */
export async function latestOf(page: Page, sessionId: string): Promise<MadeMessage[][]> {
  const latest = await queryApi<{ windows: { items: MadeMessage[] }[] }>(page, 'message.latest', {
    sessionId,
  })
  return latest.windows.map(({ items }) => items)
}

let sent = 0

/** Sends to all windows, or to some, and does not wait for the answers. */
export async function send(
  page: Page,
  input: { sessionId: string; content: string; windowIds?: string[] },
): Promise<void> {
  const clientMessageId = `shot-${String(sent++).padStart(6, '0')}`
  await callApi(page, 'message.send', { ...input, clientMessageId })
}

/** Waits until every answer has ended. */
export async function settle(page: Page, sessionId: string): Promise<void> {
  const inFlight = async () =>
    (await latestOf(page, sessionId)).flat().filter(({ status }) => /pending|streaming/.test(status)).length
  await expect.poll(inFlight, { timeout: 60_000 }).toBe(0)
}

/** Opens a session, and waits until its windows show what they hold. */
export async function openBoard(page: Page, sessionId: string): Promise<void> {
  await page.goto(`/sessions/${sessionId}`)
  await expect(page.getByRole('log').first()).toBeVisible()
  await expect(page.locator('#global-input')).toBeVisible()
}

/** A menu closes where the list that it stands in is put in another order meanwhile. */
export async function openMenuOf(page: Page, button: Locator): Promise<void> {
  await expect(async () => {
    if (!(await page.getByRole('menu').isVisible())) await button.click({ timeout: 2000 })
    await expect(page.getByRole('menu')).toBeVisible({ timeout: 2000 })
  }).toPass()
}
