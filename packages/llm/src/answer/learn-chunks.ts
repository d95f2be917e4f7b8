import { learnTemplate, readRun, type ChunkTemplate } from './chunk-template.ts'
import type { ChunkMachine } from './chunk-machine.ts'

/** Where a field changes with every chunk no template fits twice: after so many in vain none is made any more. */
const MAX_VAIN = 8

/** Reads the chunks that differ from an earlier one in their text alone, without parsing them. */
export interface ChunkLearner {
  /** Learns from a chunk that was parsed and taken. */
  learn(data: string, chunk: unknown): void
  /** Takes the texts of the events that begin at `start`, as far as it knows their like, and tells where they end. */
  takeKnown(body: string, start: number): number
}

/** All else that a chunk says was taken when its like was parsed, and saying it again changes nothing. */
export function learnChunks(machine: ChunkMachine): ChunkLearner {
  let template: ChunkTemplate | null = null
  let vain = 0

  return {
    learn(data, chunk) {
      if (vain >= MAX_VAIN || isOfKind(template, data)) return
      vain += 1
      template = learnTemplate(data, chunk) ?? template
    },
    takeKnown(body, start) {
      if (!template || machine.isDone()) return start
      const { text, end } = readRun(template, body, start)
      if (end === start) return start
      vain = 0
      machine.takeText(template.channel, text)
      return end
    },
  }
}

/** A known chunk whose text had to be parsed, for it has escapes. */
function isOfKind(template: ChunkTemplate | null, data: string): boolean {
  return (
    template !== null &&
    data.startsWith(template.before.slice('data: '.length)) &&
    data.endsWith(template.after.trimEnd())
  )
}
