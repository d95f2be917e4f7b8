import { isInFlight, toLetters, type Broadcast, type ChatWindow, type Message } from '@chatmore/api/contract'

/** An answer of a broadcast beside the others. */
export interface ComparedAnswer {
  id: string
  /** What it is called towards a model that merges. */
  label: string
  name: string
  /** Null where it is the window's name, or hidden. */
  modelName: string | null
  message: Message
  isRunning: boolean
  /** Has a text, all of it. */
  isReady: boolean
}

/** The answers with their windows' names, in the windows' order. */
export function toComparedAnswers(
  { answers }: Broadcast,
  windows: readonly ChatWindow[],
  isBlind: boolean,
): ComparedAnswer[] {
  return answers.map((message) => {
    const place = windows.findIndex(({ id }) => id === message.windowId)
    const letter = toLetters(Math.max(0, place))
    const name = windows[place]?.name ?? letter
    const modelName = message.modelName === null || message.modelName === name ? null : message.modelName
    const isRunning = isInFlight(message.status)
    return {
      ...{ id: message.id, name, modelName, message, isRunning },
      label: isBlind ? name : letter,
      isReady: !isRunning && message.content !== '',
    }
  })
}
