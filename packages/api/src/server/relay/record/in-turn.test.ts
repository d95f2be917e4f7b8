import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'
import { STOPPED } from './record-turn.ts'
import type { RelayReply, RelayRequest } from '../relay.ts'

/** What happens to a turn and its reply, in order. */
async function listEvents(ask: (reply: RelayReply) => void, signal = new AbortController().signal) {
  const events: string[] = []
  const turn = {
    signal,
    noteGiven: () => void events.push('given'),
    close: () => Promise.resolve(void events.push('closed')),
  }
  const reply = {
    end: () => void events.push('end'),
    refuse: ({ status }: { status: number }) => void events.push(`refused ${status}`),
  }
  const request = { signal: new AbortController().signal }
  const exchange = { request: request as RelayRequest, reply: reply as unknown as RelayReply }
  const ctx = { turn } as unknown as Parameters<typeof inTurn>[0]
  await inTurn(ctx, exchange, (own) => Promise.resolve(ask(own.reply)))
  return events
}

const refusal = { status: 502, contentType: 'application/json', text: '{}', retryAfter: null }

test.each([
  ['an answer', (reply: RelayReply) => reply.end(), undefined, 'end'],
  ['a refusal', (reply: RelayReply) => reply.refuse(refusal), undefined, 'refused 502'],
  ['a stop', () => {}, AbortSignal.abort(STOPPED), 'refused 400'],
])('%s is noted as given, and told before the turn is closed', async (...[, ask, signal, told]) => {
  expect(await listEvents(ask, signal)).toEqual(['given', told, 'closed'])
})
