import { createChunkMachine } from '../answer/chunk-machine.ts'
import { gatherToolCalls, type ToolCall } from '../answer/gather-tool-calls.ts'
import type { DeltaChannel } from '../completion.ts'
import { hearOn } from './hear-on.ts'

export interface AnswerFollower {
  push(bytes: Buffer): void
  /** Whether it has told how it ends. */
  isFinished(): boolean
  /** Gives out what was held back. Returns the tools that the answer wants to be called. */
  end(): ToolCall[]
}

/**
 * Follows a chat completion on its way to someone else, piece by piece: of several choices the first. What is wrong with it
 * ends the following, and keeps nobody from getting it.
 */
export function followAnswer(onDelta: (channel: DeltaChannel, text: string) => void): AnswerFollower {
  const machine = createChunkMachine(onDelta)
  const tools = gatherToolCalls()
  const reader = hearOn({
    ...machine,
    take(chunk) {
      machine.take(chunk)
      tools.take(chunk)
    },
  })

  return {
    push: reader.push,
    isFinished: machine.isFinished,
    end() {
      reader.end()
      machine.flush()
      return tools.list()
    },
  }
}
