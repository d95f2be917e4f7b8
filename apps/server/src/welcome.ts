import type { Environment } from './env.ts'
import type { RunningServer } from './start-server.ts'

/** What a person who starts ChatMore wants to know: where it is, where the data lies, what to do next. */
export function describeStart(environment: Environment, server: RunningServer): string {
  const address = environment.publicUrl ?? server.url
  const next = server.isFirstRun
    ? `Open ${address} and register: the first account is the administrator.`
    : `Open ${address} and sign in.`
  return [
    '',
    '  ChatMore is ready.',
    '',
    `    Address   ${address}`,
    `    Data      ${describeData(environment)}`,
    `    Next      ${next}`,
    '    Stop      Ctrl-C',
    '',
    '',
  ].join('\n')
}

function describeData({ databaseUrl, dataDir }: Environment): string {
  if (databaseUrl === null) return `${dataDir} (embedded database and the secret: back up the whole folder)`
  const { host, pathname } = new URL(databaseUrl)
  return `database ${pathname.slice(1)} at ${host}`
}
