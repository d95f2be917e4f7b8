import { createModelConfig, type Database } from '@chatmore/db'
import type { Cores } from '../../measure/cores.ts'
import { unsetVariables } from '../../../apps/server/src/env.ts'
import { startProcess } from '../start-process.ts'
import type { Target } from '../target.ts'
import { createAccount } from './create-account.ts'
import { createRoom } from './create-room.ts'
import { openWatcher } from './open-watcher.ts'

const SECRET = 'a secret of the bench alone, 32 bytes or more'

export interface ChatMoreOptions {
  upstreamUrl: string
  /** The server's database, by whatever way it is reached. */
  databaseUrl: string
  db: Database
  cores: Cores | null
  /** For Node, such as `--cpu-prof`. */
  nodeArguments?: string[]
  /** Where the server listens; a free port by default. */
  port?: string
}

export interface ChatMore extends Target {
  url: string
  modelId: string
  /** The last of what the server printed. */
  output(): string
}

/** The real product: the built server as a process, with its database, everything recorded. */
export async function startChatMore(options: ChatMoreOptions): Promise<ChatMore> {
  const { db, databaseUrl, cores, nodeArguments = [], port = '0' } = options
  const model = await createModelConfig(db, {
    name: 'bench',
    provider: 'custom',
    apiBase: options.upstreamUrl,
    model: 'bench',
  })
  const variables = {
    ...unsetVariables,
    DATABASE_URL: databaseUrl,
    CHATMORE_SECRET: SECRET,
    CHATMORE_DEMO: 'off',
    NODE_ENV: 'production',
    PORT: port,
    // All readers of the bench come from one address, and one of them does what many would.
    CHATMORE_SOCKETS_PER_CALLER: '10000',
    CHATMORE_CALLS_PER_SECOND: '1000000',
  }
  const args = [...nodeArguments, 'apps/server/dist/main.js']
  const {
    pid,
    address: url,
    output,
    stop,
  } = await startProcess({ args, variables, cores, ready: /Address\s+(\S+)/ })
  return {
    name: 'chatmore',
    pid,
    url,
    output,
    modelId: model.id,
    openReader: async (streams) => {
      const account = await createAccount(db)
      const room = await createRoom({ url, ...account, modelId: model.id }, streams)
      return openWatcher(room)
    },
    close: stop,
  }
}
