import { isInFlight, type ChatWindow, type Message } from '@chatmore/api/contract'
import type { AskDeltaEvent, AskEvent, AskStatusEvent } from './asking.ts'
import type { Progress } from './progress.ts'

/** How far a loop has been told of one answer: its texts by their lengths. */
interface Told {
  content: number
  reasoning: number
  status: string | null
  isOver: boolean
}

export type ChangeReader = () => AskEvent[]

/**
 * What changed since the last time, as events. What is kept for a loop is how far it is rather than a queue: one that is slow,
 * or begins late, gets what it missed in one piece.
 */
export function createChangeReader(progress: Progress): ChangeReader {
  const toldById = new Map<string, Told>()
  let isStarted = false

  return () => {
    const { started } = progress
    if (!started) return []
    const first = isStarted ? [] : [started.event]
    isStarted = true
    const windows = new Map(started.event.windows.map((window) => [window.id, window]))
    const others = started.turns.flatMap(({ assistantMessageId: id, windowId }) => {
      const [answer, window] = [progress.find(id), windows.get(windowId)]
      if (!answer || !window) return []
      const told = toldById.get(id) ?? { content: 0, reasoning: 0, status: null, isOver: false }
      toldById.set(id, told)
      return readAnswer(told, window, answer)
    })
    return [...first, ...others]
  }
}

/** Notes in `told` what it returns. */
function readAnswer(told: Told, window: ChatWindow, answer: Message): AskEvent[] {
  if (told.isOver) return []
  const events = [...readStatus(told, window, answer), ...readTexts(told, window, answer)]
  told.isOver = !isInFlight(answer.status)
  return told.isOver ? [...events, { type: 'end', window, answer }] : events
}

function readStatus(told: Told, window: ChatWindow, { status, waiting = null }: Message): AskStatusEvent[] {
  const now = `${status} ${waiting}`
  if (now === told.status || (status !== 'pending' && status !== 'streaming')) return []
  told.status = now
  return [{ type: 'status', window, status, waiting }]
}

function readTexts(told: Told, window: ChatWindow, answer: Message): AskDeltaEvent[] {
  return (['reasoning', 'content'] as const).flatMap((channel) => {
    const text = answer[channel].slice(told[channel])
    told[channel] += text.length
    return text === '' ? [] : [{ type: 'delta' as const, window, channel, text }]
  })
}
