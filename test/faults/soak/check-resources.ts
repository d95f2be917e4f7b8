import { waitFor } from '../support/wait-for.ts'
import { countResources, type Resources } from './count-resources.ts'
import type { Target } from './soak-faults.ts'

const CLIENTS = 20
/** The pool may have opened more connections the second time. */
const MORE_DESCRIPTORS = 20
const MORE_MB = 96

/**
 * C8: after the same work, done and left twice, the server holds no more than after the first time. Returns what it held, and a
 * sentence where that grew.
 */
export async function checkResources(target: Target): Promise<{ resources: Resources; problems: string[] }> {
  const before = await countResources(target.server.pid)
  await workAndLeave(target, 'first')
  const first = await countResources(target.server.pid)
  await workAndLeave(target, 'second')
  const mayHold = first.descriptors + MORE_DESCRIPTORS
  const hasLetGo = async () => (await countResources(target.server.pid)).descriptors <= mayHold
  const problems: string[] = []
  await waitFor('C8 the server closes what nobody uses', hasLetGo).catch((error: Error) => {
    problems.push(error.message)
  })
  const resources = await countResources(target.server.pid)
  if (resources.residentMb > Math.max(first.residentMb, before.residentMb) + MORE_MB) {
    problems.push(
      `C8 the server grew from ${first.residentMb} MB to ${resources.residentMb} MB by the same work`,
    )
  }
  return { resources, problems }
}

async function workAndLeave({ rig, server }: Target, name: string): Promise<void> {
  const session = await rig.createSession()
  const clients = Array.from({ length: CLIENTS }, () => rig.connect(server))
  await Promise.all(clients.map((client) => client.watch(session.id)))
  await clients[0]?.send(session.id, { key: `leave-${name}`, words: 500, everyMs: 1 })
  await rig.settled(session)
  await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()))
}
