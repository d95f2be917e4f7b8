import { readdir, readFile } from 'node:fs/promises'

export interface Resources {
  /** Open files and sockets. */
  descriptors: number
  residentMb: number
}

/** What a process holds, as Linux shows it. */
export async function countResources(pid: number): Promise<Resources> {
  const descriptors = await readdir(`/proc/${pid}/fd`)
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? []
  return { descriptors: descriptors.length, residentMb: Math.round(Number(kilobytes) / 1024) }
}
