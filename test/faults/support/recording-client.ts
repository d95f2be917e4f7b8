import { createClient, type ClientOptions } from '@chatmore/api/client'
import type { TestClient } from '../../create-test-app.ts'
import { followSession, type Following } from '../../follow-session.ts'
import type { SendRecord } from './check-history.ts'
import { classifyError } from './classify-error.ts'
import { toContent, type Script } from './script.ts'
import { createShownTexts, type ShownTexts } from './shown-texts.ts'

/** A client that remembers what it sent, what it was told of that, and what it was shown. */
export interface RecordingClient extends AsyncDisposable {
  readonly client: TestClient
  readonly sends: SendRecord[]
  readonly watchers: ShownTexts[]
  /** Sends a script to all windows. Never rejects: the record says how it went. */
  send(sessionId: string, script: Script): Promise<SendRecord>
  /** The same with a text of any kind, under a key of its own. */
  sendText(sessionId: string, key: string, content: string): Promise<SendRecord>
  /** Sends once more what got no answer. */
  sendAgain(record: SendRecord): Promise<SendRecord>
  watch(sessionId: string): Promise<Following>
}

/** Its sends are tried once, so that the first answer is what is recorded, unless `sendRetryMs` says otherwise. */
export function createRecordingClient(options: ClientOptions): RecordingClient {
  const client = createClient({ sendRetryMs: 0, ...options })
  const sends: SendRecord[] = []
  const watchers: ShownTexts[] = []

  async function attempt(record: SendRecord): Promise<SendRecord> {
    const { sessionId, clientMessageId, content } = record
    try {
      record.result = await client.message.send({ sessionId, clientMessageId, content })
      record.outcome = 'ok'
      delete record.error
    } catch (error) {
      record.error = error
      record.outcome = classifyError(error)
    }
    return record
  }

  function sendText(sessionId: string, key: string, content: string): Promise<SendRecord> {
    const clientMessageId = `send-of-${key}`
    const record: SendRecord = { sessionId, clientMessageId, content, outcome: 'pending' }
    sends.push(record)
    return attempt(record)
  }

  return {
    client,
    sends,
    watchers,
    send: (sessionId, script) => sendText(sessionId, script.key, toContent(script)),
    sendText,
    sendAgain: attempt,
    watch(sessionId) {
      const shown = createShownTexts(sessionId)
      watchers.push(shown)
      return followSession(client, sessionId, shown.note)
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** The answers to a send that was acknowledged. Throws what was said instead where it was not. */
export function answersTo({ result, error }: SendRecord): string[] {
  if (!result) throw error
  return result.turns.map((turn) => turn.assistantMessageId)
}
