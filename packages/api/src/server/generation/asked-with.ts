import { isImage } from '../../contract/index.ts'
import { listSent } from './attached-files.ts'
import { SYSTEM_SEQ, toSystem } from './build-context.ts'
import type { AskedWith, ContextMessage, RunPlan } from './ports.ts'

/** What is written down of a request, so that it can be shown later: texts that the window keeps are named by their places. */
export function toAsked(
  { params, vision }: Pick<RunPlan, 'params' | 'vision'>,
  context: ContextMessage[],
): AskedWith {
  const system = context.find(({ seq }) => seq === SYSTEM_SEQ)
  const places = context.flatMap(({ seq }) => (seq === SYSTEM_SEQ ? [] : seq))
  const hasImages = vision && listSent(context, vision).some(isImage)
  const asked = { params, systemMessage: system?.content ?? null, messages: toRuns(places) }
  return hasImages ? { ...asked, vision } : asked
}

/** The messages of a request by what was written down of it. `window` has at least those named, in any order. */
export function fromAsked(asked: AskedWith, window: ContextMessage[]): ContextMessage[] {
  const bySeq = new Map(window.map((message) => [message.seq, message]))
  return [...toSystem(asked.systemMessage), ...listPlaces(asked).flatMap((seq) => bySeq.get(seq) ?? [])]
}

/** `[7, 3, 4, 5]` is `[[7, 7], [3, 5]]`. */
function toRuns(places: number[]): AskedWith['messages'] {
  const runs: AskedWith['messages'] = []
  for (const place of places) {
    const last = runs.at(-1)
    if (last?.[1] === place - 1) last[1] = place
    else runs.push([place, place])
  }
  return runs
}

export function listPlaces({ messages }: Pick<AskedWith, 'messages'>): number[] {
  return messages.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index))
}
