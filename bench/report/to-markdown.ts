import type { Goal, PartResult, Table } from '../parts/part.ts'
import type { Machine } from './describe-machine.ts'

/** A part's result with where and how it was measured. */
export interface Report extends PartResult {
  machine: Machine
  /** Of how many rounds the figures are medians. */
  rounds: number
  isQuick: boolean
}

/** A part's section of `docs/benchmarks.md`. */
export function toMarkdown(report: Report): string {
  const parts = [`### ${report.title}`, report.method, toMarkdownTable(report.table)]
  if (report.goals.length > 0) parts.push(toMarkdownTable(toGoalTable(report.goals)))
  return [...parts, describe(report)].join('\n\n')
}

export function toGoalTable(goals: Goal[]): Table {
  return {
    columns: ['goal', 'measured', ''],
    rows: goals.map(({ text, measured, isReached }) => [
      text,
      measured,
      isReached ? 'reached' : '**missed**',
    ]),
  }
}

/** Padded as the formatter pads it, so that what is written passes its check. */
export function toMarkdownTable({ columns, rows }: Table): string {
  const widths = columns.map((column, index) =>
    Math.max(3, column.length, ...rows.map((row) => (row[index] ?? '').length)),
  )
  const toLine = (cells: string[]) =>
    `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`
  const rule = widths.map((width) => '-'.repeat(width))
  return [toLine(columns), toLine(rule), ...rows.map(toLine)].join('\n')
}

function describe({ machine, rounds, isQuick }: Report): string {
  const { processor, cores, memoryGb, system, node, isSplit, date, commit } = machine
  const place = isSplit
    ? 'the process under test on one core, the load and the database on the other'
    : 'all processes on all cores'
  const kind = isQuick ? 'A quick run, for orientation only: ' : ''
  return `_${kind}${date}, commit ${commit}, ${cores} × ${processor}, ${memoryGb} GB, ${system}, Node ${node}; ${place}; median of ${rounds}._`
}
