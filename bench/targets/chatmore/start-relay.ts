import { createHttpReader } from '../http-reader.ts'
import type { Target } from '../target.ts'
import { createAccount } from './create-account.ts'
import { startChatMore, type ChatMoreOptions } from './start-chatmore.ts'

export type Relay = Target & { output(): string }

/** The product as other programs ask it: `/v1/chat/completions` with an API key for each reader. */
export async function startRelay(options: ChatMoreOptions): Promise<Relay> {
  const server = await startChatMore(options)
  return {
    ...server,
    name: 'relay',
    openReader: async (streams) => {
      const { token } = await createAccount(options.db)
      const url = `${server.url}/v1/chat/completions`
      return createHttpReader({ url, headers: { authorization: `Bearer ${token}` } }, streams)
    },
  }
}
