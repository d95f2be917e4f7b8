import type { SendResult } from '@chatmore/api/contract'
import { toTurnText } from '../../load/order.ts'
import { startUpstream } from '../../load/start-upstream.ts'
import { percentile } from '../../measure/median.ts'
import { measureUsage } from '../../measure/process-usage.ts'
import { callProcedure } from '../../targets/chatmore/call-procedure.ts'
import { createAccount } from '../../targets/chatmore/create-account.ts'
import { createRoom, type Room } from '../../targets/chatmore/create-room.ts'
import { startChatMore } from '../../targets/chatmore/start-chatmore.ts'
import type { BenchDatabase } from '../../targets/chatmore/start-database.ts'
import type { PartContext } from '../part.ts'

export const SENDS_PER_SECOND = 50
/** Each window has its answer long before its turn comes again. */
const ROOMS = 500

export interface SentOften {
  sends: number
  failures: number
  p50: number
  p95: number
  /** CPU of the server for one send and its short answer, in milliseconds. */
  cpuMs: number
}

/** Sends at an even pace, whether or not the earlier sends have been answered. */
export async function sendOften(context: PartContext, database: BenchDatabase): Promise<SentOften> {
  const upstream = await startUpstream()
  const { url: databaseUrl, db } = database
  const server = await startChatMore({ upstreamUrl: upstream.url, databaseUrl, db, cores: null })
  const rooms: Room[] = []
  for (let stream = 0; stream < ROOMS; stream += 1) {
    const account = await createAccount(db)
    rooms.push(await createRoom({ url: server.url, ...account, modelId: server.modelId }, [stream]))
  }
  const sends = SENDS_PER_SECOND * (context.isQuick ? 10 : 60)
  const finishUsage = measureUsage(server.pid)
  const results = await sendEvenly(rooms, sends)
  const { cpuSeconds } = finishUsage()
  await server.close()
  await upstream.close()
  // The first ones warm up.
  const times = results.slice(SENDS_PER_SECOND).filter((result) => typeof result === 'number')
  const failures = results.filter((result) => result instanceof Error)
  if (failures[0]) context.print(`  the first send that failed: ${failures[0].message}`)
  return {
    sends,
    failures: failures.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    cpuMs: (cpuSeconds * 1000) / sends,
  }
}

/** Gives for each send how long it took, in milliseconds, or why it failed. */
function sendEvenly(rooms: Room[], sends: number): Promise<(number | Error)[]> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const pending: Promise<number | Error>[] = []
    const timer = setInterval(() => {
      const due = Math.min(sends, ((performance.now() - startedAt) / 1000) * SENDS_PER_SECOND)
      while (pending.length < due) pending.push(send(rooms, pending.length))
      if (pending.length < sends) return
      clearInterval(timer)
      resolve(Promise.all(pending))
    }, 5)
  })
}

async function send(rooms: Room[], index: number): Promise<number | Error> {
  const room = rooms[index % rooms.length]
  if (!room) return new Error('There is no room to send to.')
  const startedAt = performance.now()
  const content = toTurnText({ turn: index, tokens: 20, rate: 100 })
  const input = { sessionId: room.sessionId, content, clientMessageId: `bench-send-${index}` }
  try {
    await callProcedure<SendResult>(room, 'message.send', input)
    return performance.now() - startedAt
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
