import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestServerOptions } from './control-server.ts'

/** A new server writes a log of 96 MB first, which shrinks as it starts. */
const SIZE_MB = 160

/** InnoDB's least, so that the data has the room. */
const smallLogs = [
  '--innodb-log-file-size=4M',
  '--innodb-buffer-pool-size=16M',
  '--innodb-temp-data-file-path=ibtmp1:2M:autoextend',
]

/** Without a disk of its own: all tables in one file that must not grow beyond this. */
const smallTablespace = [
  '--innodb-file-per-table=OFF',
  '--innodb-data-file-path=ibdata1:12M:autoextend:max:24M',
]

export interface SmallDisk extends Disposable {
  /** For `startTestServer`. */
  server: TestServerOptions
  /** Takes all the room that is left, where it is a disk. */
  fill(): void
  /** Gives back what `fill` took. */
  makeRoom(): void
  /** Whether it is a real one, which room can be made on. */
  isDisk: boolean
}

/** A disk for a server's data that is soon full: a small tmpfs where this process may mount one, else a limit of InnoDB's. */
export function createSmallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'chatmore-test-disk-'))
  const isDisk = mount(folder)
  const filler = join(folder, 'filler')
  return {
    isDisk,
    server: { dataDir: folder, serverArguments: isDisk ? smallLogs : smallTablespace },
    fill: () => isDisk && fill(filler),
    makeRoom: () => rmSync(filler, { force: true }),
    [Symbol.dispose]() {
      if (isDisk) execFileSync('umount', ['--lazy', folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function mount(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** In ever smaller pieces, until nothing fits any more. */
function fill(path: string): void {
  for (let bytes = 1024 * 1024; bytes >= 1024;) {
    try {
      writeFileSync(path, Buffer.alloc(bytes, 1), { flag: 'a' })
    } catch {
      bytes /= 4
    }
  }
}
