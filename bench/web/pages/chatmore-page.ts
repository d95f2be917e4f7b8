import type { BrowserContext, Page } from 'playwright-core'
import { toTurnText } from '../../load/order.ts'
import { startChatMore, type ChatMore } from '../../targets/chatmore/start-chatmore.ts'
import { startDatabase, type BenchDatabase } from '../../targets/chatmore/start-database.ts'
import { toStreamText } from '../../load/order.ts'
import type { BenchBrowser } from '../open-browser.ts'
import type { BenchPage } from './bench-page.ts'

export interface ChatMorePage extends BenchPage {
  server: ChatMore
  database: BenchDatabase
  userId: string
  context: BrowserContext
}

/** The built product with a database of its own, and somebody signed in. */
export async function openChatMore(browser: BenchBrowser, upstreamUrl: string): Promise<ChatMorePage> {
  const database = await startDatabase()
  const { url: databaseUrl, db } = database
  const server = await startChatMore({ upstreamUrl, databaseUrl, db, cores: null })
  const context = await browser.openContext()
  const call = async <Output>(procedure: string, data: unknown): Promise<Output> => {
    const headers = { origin: server.url }
    const response = await context.request.post(`${server.url}/trpc/${procedure}`, { data, headers })
    if (!response.ok()) throw new Error(`${procedure}: ${await response.text()}`)
    return ((await response.json()) as { result: { data: Output } }).result.data
  }
  const account = { email: 'bench@example.org', password: 'correct horse battery staple' }
  const { user } = await call<{ user: { id: string } }>('auth.register', account)

  async function open(panes: number, order: Parameters<typeof toTurnText>[0]): Promise<Page> {
    const windows = Array.from({ length: panes }, (_, index) => ({
      modelId: server.modelId,
      name: `Window ${index + 1}`,
      systemMessage: toStreamText(index),
    }))
    const { id } = await call<{ id: string }>('session.create', { windows })
    const page = await context.newPage()
    await page.goto(`${server.url}/sessions/${id}`)
    const box = page.getByRole('textbox', { name: 'Message all windows' })
    await box.fill(toTurnText(order))
    await box.press('Enter')
    return page
  }

  return {
    name: 'chatmore',
    selector: '[role="log"]',
    server,
    database,
    context,
    userId: user.id,
    open,
    close: async () => {
      await context.close()
      await server.close()
      await database.close()
    },
  }
}
