import { createAnswerReader } from '../answer/answer-reader.ts'
import { createChunkMachine } from '../answer/chunk-machine.ts'
import { gatherToolCalls, type ToolCall } from '../answer/gather-tool-calls.ts'
import type { DeltaChannel } from '../completion.ts'

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
  const reader = createAnswerReader({
    ...machine,
    take(chunk) {
      machine.take(chunk)
      tools.take(chunk)
    },
  })
  let isReadable = true

  function attempt(work: () => void): void {
    if (!isReadable) return
    try {
      work()
    } catch {
      isReadable = false
    }
  }

  return {
    push: (bytes) => attempt(() => reader.push(bytes)),
    isFinished: machine.isFinished,
    end() {
      attempt(() => {
        if (!reader.isOver()) reader.end()
      })
      machine.flush()
      return tools.list()
    },
  }
}
