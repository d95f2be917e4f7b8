import type { PartResult, Table } from '../parts/part.ts'
import { toGoalTable } from './to-markdown.ts'

/** A part's result for the terminal. */
export function toText({ title, method, table, goals }: PartResult): string {
  const parts = [title, '', toTextTable(table), '']
  if (goals.length > 0) parts.push(toTextTable(toGoalTable(goals)), '')
  parts.push(method)
  return `\n${parts.join('\n').replaceAll('**', '')}\n`
}

function toTextTable({ columns, rows }: Table): string {
  const all = [columns, ...rows]
  const widths = columns.map((_, index) => Math.max(...all.map((row) => (row[index] ?? '').length)))
  const toLine = (row: string[]) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')
  return all.map(toLine).join('\n')
}
