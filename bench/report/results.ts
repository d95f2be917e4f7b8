import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../targets/start-process.ts'
import { replaceBetweenMarkers } from './replace-between-markers.ts'
import { toMarkdown, type Report } from './to-markdown.ts'

const folder = path.join(root, 'bench/results')
const page = path.join(root, 'docs/benchmarks.md')

export function saveReport(name: string, report: Report): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(toFile(name), `${JSON.stringify(report, null, 2)}\n`)
}

/** Writes all saved results into the page, in the order of the names. */
export function writePage(names: readonly string[]): void {
  const reports = names
    .filter((name) => existsSync(toFile(name)))
    .map((name) => JSON.parse(readFileSync(toFile(name), 'utf8')) as Report)
  const text = reports.map(toMarkdown).join('\n\n')
  writeFileSync(page, replaceBetweenMarkers(readFileSync(page, 'utf8'), text))
}

function toFile(name: string): string {
  return path.join(folder, `${name}.json`)
}
