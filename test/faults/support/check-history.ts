import { isInFlight, type Message, type SendResult } from '@chatmore/api/contract'
import { parseScript, scriptedText } from './script.ts'
import type { ShownTexts } from './shown-texts.ts'

/**
 * What a client knows of a message it sent: acknowledged, refused for good with nothing written, or neither, since the
 * answer never came or said that something failed midway.
 */
export interface SendRecord {
  sessionId: string
  clientMessageId: string
  content: string
  outcome: 'pending' | 'ok' | 'fail' | 'unknown'
  result?: SendResult
  error?: unknown
}

export interface WindowCopy {
  id: string
  /** Every message of the window, oldest first. */
  messages: Message[]
}

/** A session as it is read back when every fault is over. */
export interface SessionCopy {
  id: string
  windows: WindowCopy[]
}

export interface History {
  sends: readonly SendRecord[]
  /** What each watcher has shown. */
  watchers: readonly ShownTexts[]
  sessions: readonly SessionCopy[]
}

/** Compares what clients were told and shown with what is there, and says in a sentence each promise that was broken. */
export function checkHistory(history: History): string[] {
  const windows = history.sessions.flatMap((session) => session.windows)
  return [
    ...history.sends.flatMap((send) => checkSend(send, history.sessions)),
    ...windows.flatMap(checkOrder),
    ...windows.flatMap(checkAttempts),
    ...windows.flatMap(checkAnswers),
    ...history.watchers.flatMap((shown) => checkShown(shown, windows)),
  ]
}

/** C1 and C2: what was acknowledged is there once, what was not is there once or not at all; in all its windows or in none. */
function checkSend(send: SendRecord, sessions: readonly SessionCopy[]): string[] {
  const windows = sessions.find(({ id }) => id === send.sessionId)?.windows ?? []
  const name = `send ${send.clientMessageId} (${send.outcome})`
  const counts = windows.map(
    ({ messages }) =>
      messages.filter(({ role, content }) => role === 'user' && content === send.content).length,
  )
  const present = counts.filter((count) => count > 0).length
  const problems: string[] = []
  if (counts.some((count) => count > 1)) problems.push(`C2 ${name} is in a window more than once`)
  if (present !== 0 && present !== windows.length)
    problems.push(`P1 ${name} is in ${present} of ${windows.length} windows`)
  if (send.outcome === 'ok' && present === 0) problems.push(`C1 ${name} was acknowledged and is not there`)
  if (send.outcome === 'fail' && present > 0) problems.push(`C2 ${name} was refused and is there`)
  return [...problems, ...checkResult(send, windows, name)]
}

function checkResult({ result, content }: SendRecord, windows: WindowCopy[], name: string): string[] {
  const messages = new Map(windows.flatMap((window) => window.messages.map((each) => [each.id, each])))
  return (result?.turns ?? []).flatMap((turn) => {
    const user = messages.get(turn.userMessageId)
    const answer = messages.get(turn.assistantMessageId)
    const isThere = user?.content === content && answer?.replyToId === user.id
    return isThere ? [] : [`C1 ${name} was acknowledged with ids that are not those of its messages`]
  })
}

function checkOrder({ id, messages }: WindowCopy): string[] {
  return messages.every(({ seq }, index) => seq === index + 1)
    ? []
    : [`window ${id} has the places ${messages.map(({ seq }) => seq).join(', ')}`]
}

/** C3: each input has one answer an attempt, and one answer that counts. */
function checkAttempts({ messages }: WindowCopy): string[] {
  const answers = messages.filter(({ role }) => role === 'assistant')
  return messages
    .filter(({ role }) => role === 'user')
    .flatMap((input) => {
      const own = answers.filter(({ replyToId }) => replyToId === input.id)
      const attempts = new Set(own.map(({ attempt }) => attempt))
      const current = own.filter(({ superseded }) => !superseded)
      return attempts.size === own.length && current.length === 1
        ? []
        : [`C3 message ${input.id} has ${own.length} answers, ${current.length} of them current`]
    })
}

/** C5 and C6: nothing is in flight, what is done is the whole script, and everything else is its beginning. */
function checkAnswers({ messages }: WindowCopy): string[] {
  const inputs = new Map(messages.map((message) => [message.id, message]))
  return messages
    .filter(({ role }) => role === 'assistant')
    .flatMap((answer) => checkAnswer(answer, inputs.get(answer.replyToId ?? '')))
}

function checkAnswer(answer: Message, input: Message | undefined): string[] {
  const name = `answer ${answer.id} (${answer.status})`
  if (isInFlight(answer.status)) return [`C6 ${name} is still in flight`]
  const script = input && parseScript(input.content)
  if (!script) return []
  const whole = scriptedText(answer.modelName ?? '', input.content) ?? ''
  if (!whole.startsWith(answer.content)) return [`C5 ${name} is not what the model wrote`]
  if (answer.status !== 'done') return []
  if (script.ending !== 'done') return [`C5 ${name} did not end well upstream`]
  return answer.content === whole ? [] : [`C5 ${name} lacks part of what the model wrote`]
}

/**
 * C4: what was shown is a beginning of what is stored, and only ever grew. An answer whose owner died may have been shown
 * further than it is stored: then a whole copy takes the watcher back, never a piece, and never to other words.
 */
function checkShown(shown: ShownTexts, windows: WindowCopy[]): string[] {
  const stored = new Map(windows.flatMap((window) => window.messages.map((each) => [each.id, each])))
  const isLost = (messageId: string) => stored.get(messageId)?.status === 'interrupted'
  const backwards = shown.stepsBack
    .filter(({ messageId, before, after, by }) => {
      const isCopy = by === 'sync' || by === 'message'
      return !(isLost(messageId) && isCopy && before.startsWith(after))
    })
    .map(({ messageId, by }) => `C4 answer ${messageId} was shown otherwise than before, by a ${by}`)
  const astray = [...shown.longest].flatMap(([messageId, text]) => {
    const content = stored.get(messageId)?.content ?? ''
    const fits = content.startsWith(text) || (isLost(messageId) && text.startsWith(content))
    return fits ? [] : [`C4 answer ${messageId} was shown with words that are not stored`]
  })
  return [...backwards, ...astray]
}
