import { readFileSync } from 'node:fs'

/** The kernel counts CPU time in hundredths of a second for whoever asks. */
const TICKS_PER_SECOND = 100

/** CPU seconds, user and system, that a process has used in all its threads. */
export function readCpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** The memory that a process has in RAM, in MB. */
function readResidentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
}

export interface Usage {
  cpuSeconds: number
  elapsedSeconds: number
  peakResidentMb: number
}

/** Starts to measure a process; the returned function ends that and tells. */
export function measureUsage(pid: number): () => Usage {
  const cpuBefore = readCpuSeconds(pid)
  const startedAt = performance.now()
  let peakResidentMb = readResidentMb(pid)
  const timer = setInterval(() => (peakResidentMb = Math.max(peakResidentMb, readResidentMb(pid))), 250)
  return () => {
    clearInterval(timer)
    return {
      cpuSeconds: readCpuSeconds(pid) - cpuBefore,
      elapsedSeconds: (performance.now() - startedAt) / 1000,
      peakResidentMb: Math.max(peakResidentMb, readResidentMb(pid)),
    }
  }
}
