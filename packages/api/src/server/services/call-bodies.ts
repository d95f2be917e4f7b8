import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type { CallBodies as KeptBodies } from '@chatmore/db'
import type { CallBodies } from '../../contract/index.ts'

const inflateBytes = promisify(inflate)

/** What went over the wire, as text. */
export async function openBodies(bodies: KeptBodies | null): Promise<CallBodies> {
  const [request, response] = await Promise.all([open(bodies?.request), open(bodies?.answer)])
  return {
    request,
    response,
    requestSize: bodies?.requestSize ?? 0,
    responseSize: bodies?.answerSize ?? 0,
    isCut: bodies?.isCut ?? false,
  }
}

async function open(deflated: Buffer | null | undefined): Promise<string | null> {
  return deflated ? (await inflateBytes(deflated)).toString('utf8') : null
}
