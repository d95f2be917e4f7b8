import { createTextOutlet } from './text-outlet.ts'

/** A whole answer's text as one that is streamed is told apart: without what stands between `<think>` and `</think>` before it. */
export function withoutThinking(answer: string): string {
  let content = ''
  const outlet = createTextOutlet((channel, text) => {
    if (channel === 'content') content += text
  })
  outlet.push('content', answer)
  outlet.flush()
  return content
}
