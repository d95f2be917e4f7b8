import type { Env } from 'markdown-it'

/** What the rules need to know of the text that they render. */
export interface MarkdownEnv extends Env {
  labels: MarkdownLabels
  /** False while text still comes: then a code fence without its end is one that is being written. */
  isComplete: boolean
  /** The lines of the text at hand, to tell whether its last fence is closed. */
  lines: readonly string[]
}

export interface MarkdownLabels {
  copy: string
  code: string
  table: string
  /** The button that shows a diagram's source. */
  source: string
  diagramFailed: string
}

export function toMarkdownEnv(env: Env | undefined): MarkdownEnv {
  return env as MarkdownEnv
}
