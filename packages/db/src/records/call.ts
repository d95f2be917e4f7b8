/** What a call was made for. `discover` asks for an endpoint's models and spends nothing. */
export type CallSource = 'window' | 'retry' | 'merge' | 'title' | 'test' | 'discover'

/** What an answer that is no window's usual one was asked for. */
export type CallPurpose = 'merge'

/** What a call was sent and what it answered, deflated; null of what there was none. Sizes are in bytes, before that. */
export interface CallBodies {
  request: Buffer | null
  answer: Buffer | null
  requestSize: number
  answerSize: number
  /** Whether one of them was longer than is kept. */
  isCut: boolean
}
