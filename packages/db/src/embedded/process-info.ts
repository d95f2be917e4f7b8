import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessInfo {
  /** Tells a process from a later one with the same number. */
  startedAt: string
  command: string
  /** It has given its memory back, its command with it, but maybe not its files yet. */
  isEnding: boolean
}

const PF_EXITING = 0x4

/** The live process with this number. Null where there is none, or where it has ended and nobody has collected it yet. */
export function findProcess(pid: number): ProcessInfo | null {
  return process.platform === 'linux' ? readProc(pid) : askPs(pid)
}

/**
 * See proc(5). The name of the program, in brackets, may hold spaces and brackets itself. A killed program's first thread is
 * often gone before the others, which hold its files and sockets until then.
 */
function readProc(pid: number): ProcessInfo | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    const hasThreads = isGone(state) && readdirSync(`/proc/${pid}/task`).length > 1
    const isEnding = hasThreads || (Number(fields[5]) & PF_EXITING) !== 0
    return isGone(state) && !hasThreads ? null : { startedAt: fields[18] ?? '', command, isEnding }
  } catch {
    return null
  }
}

function askPs(pid: number): ProcessInfo | null {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'state=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    const match = /^(\S+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/s.exec(line)
    if (!match || isGone(match[1] ?? '')) return null
    return { startedAt: match[2] ?? '', command: match[3] ?? '', isEnding: false }
  } catch {
    return null
  }
}

function isGone(state: string): boolean {
  return state === '' || 'ZXx'.includes(state.charAt(0))
}
