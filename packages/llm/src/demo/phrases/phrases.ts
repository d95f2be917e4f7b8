import type { DemoImage } from '../demo-message.ts'
import type { Conversation } from '../read-conversation.ts'

/** Counts that the scholar makes of a question. */
export interface Measure {
  words: number
  letters: number
  mean: string
}

/** What the demo models say in one language. Paragraphs are Markdown without blank lines around them. */
export interface Phrases {
  quote(text: string, length?: number): string
  greeting(name: string): string
  recall(earlier: string[]): string
  /** Which question of the window this is, and what came before. */
  position(earlier: string[]): string
  /** What the pictures are that came with the question. */
  images(images: DemoImage[]): string
  systemNote(systemMessage: string): string
  demoNote: string
  list(conversation: Conversation): string
  swift(conversation: Conversation): string
  sum(expression: string, value: string): string
  scholar: {
    thoughts(conversation: Conversation): string
    asked: string
    computation: string
    parts: string
    columns: [word: string, letters: string, share: string]
    measure: string
    measured(measure: Measure): [before: string, after: string]
    next: string
    steps(keywords: string[]): string[]
  }
  coder: {
    opening(conversation: Conversation): string
    result(hasSum: boolean): string
    closing: string
  }
}
