import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** What is measured has the first core, the load and the database the second; null where the system cannot do that. */
export interface Cores {
  /** Words to put before a command that is to run on the measured core. */
  prefix: string[]
}

/** Moves this process, and what it starts from now on, to the second core. */
export function splitCores(): Cores | null {
  if (availableParallelism() < 2) return null
  const { status } = spawnSync('taskset', ['-acp', '1', String(process.pid)], { stdio: 'ignore' })
  return status === 0 ? { prefix: ['taskset', '-c', '0'] } : null
}
