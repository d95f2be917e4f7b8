import { execFileSync } from 'node:child_process'
import { cpus, totalmem, type as systemType, release } from 'node:os'
import { root } from '../targets/start-process.ts'

export interface Machine {
  date: string
  commit: string
  processor: string
  cores: number
  memoryGb: number
  system: string
  node: string
  /** Whether the process under test had a core of its own. */
  isSplit: boolean
}

/** What a reader needs to judge the figures; nothing that says whose machine it is. */
export function describeMachine(isSplit: boolean): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${systemType()} ${release().split('-')[0]}`,
    node: process.version,
    isSplit,
  }
}
