import type { Environment } from '../env.ts'
import { ok, warn, type Finding } from './finding.ts'

const WITHIN_MS = 5000
const LOCAL = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/

/** Whether people reach ChatMore where they are told that it is. */
export async function checkAddress({ publicUrl, host, port }: Environment): Promise<Finding> {
  if (publicUrl === null) {
    return LOCAL.test(host)
      ? ok('address', `http://${host}:${port}, for this machine alone. Set PUBLIC_URL for others.`)
      : warn(
          'address',
          `HOST is ${host}, and PUBLIC_URL is not set: set it to the address that browsers use.`,
        )
  }
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol === 'http:' && !LOCAL.test(hostname)) {
    return warn(
      'address',
      `${publicUrl} is not encrypted, so passwords can be read on the way: put TLS before it.`,
    )
  }
  return (await answers(publicUrl))
    ? ok('address', `ChatMore answers at ${publicUrl}.`)
    : warn(
        'address',
        `Nothing of ChatMore answers at ${publicUrl} from here: is it started, and PUBLIC_URL right?`,
      )
}

async function answers(publicUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(WITHIN_MS) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
