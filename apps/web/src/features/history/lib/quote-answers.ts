export interface QuotedAnswer {
  /** What the answer is known by: the window as it is shown. */
  label: string
  content: string
}

/** Answers as part of an input: each under its label, each line marked as quoted. What is there already comes first. */
export function quoteAnswers(text: string, answers: readonly QuotedAnswer[]): string {
  const quotes = answers.map(({ label, content }) => {
    const lines = content.trim().split('\n')
    return [`${label}:`, ...lines.map((line) => `> ${line}`.trimEnd())].join('\n')
  })
  const before = text.trim() === '' ? [] : [text.trimEnd()]
  return `${[...before, ...quotes].join('\n\n')}\n\n`
}
