import type { MarkdownLabels } from '../markdown-env.ts'

/** For tests. */
export const labels: MarkdownLabels = {
  copy: 'Copy',
  code: 'code',
  table: 'Table',
  source: 'Source',
  diagramFailed: 'Not drawn.',
}
