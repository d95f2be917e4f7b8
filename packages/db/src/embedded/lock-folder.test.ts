import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lockFolder, type FolderLock } from './lock-folder.ts'
import { findProcess } from './process-info.ts'

describe('lockFolder', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatmore-lock-'))
    path = join(folder, 'lock')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function take(): FolderLock & { release: () => void } {
    const lock = lockFolder(path)
    if ('heldBy' in lock) throw new Error(`It is held by ${lock.heldBy}.`)
    return lock
  }

  it('gives the lock to one at a time, and again once it is released', () => {
    const lock = take()
    expect(lockFolder(path)).toEqual({ heldBy: process.pid })
    lock.release()
    take().release()
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes over from a process that has ended', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    const { startedAt } = findProcess(child.pid!)!
    await once(child, 'exit')
    writeFileSync(path, JSON.stringify({ pid: child.pid, startedAt }))
    take()
  })

  it('takes over from a process whose number another has by now', () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, startedAt: 'another time' }))
    take()
  })

  it.each(['', 'not JSON', '{}', '{"pid":"1"}'])('takes over a damaged lock file: %j', (content) => {
    writeFileSync(path, content)
    take()
  })

  it('releases nothing that is not its own any more', () => {
    const lock = take()
    writeFileSync(path, JSON.stringify({ pid: 1, startedAt: 'x' }))
    lock.release()
    expect(existsSync(path)).toBe(true)
  })
})

describe('findProcess', () => {
  it('finds this process, tells it from others, and finds none that has ended', async () => {
    expect(findProcess(process.pid)).toMatchObject({
      command: expect.stringContaining('node'),
      isEnding: false,
    })
    const child = spawn('sleep', ['60'])
    expect(findProcess(child.pid!)?.command).toContain('60')
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(findProcess(child.pid!)).toBeNull()
  })
})
