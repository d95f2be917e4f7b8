import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { findProcess } from './process-info.ts'

const MAX_TRIES = 5

interface Holder {
  pid: number
  startedAt: string
}

export type FolderLock = { release: () => void } | { heldBy: number }

/**
 * Takes the lock file, unless a live process holds it. A file left by a dead process is put aside first. Two starts that find
 * the same leftover at the same moment may both think they have it: `claimServer` then decides between them.
 */
export function lockFolder(path: string): FolderLock {
  const own = describeSelf()
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    if (createExclusively(path, own)) return { release: () => releaseLock(path, own) }
    const content = readText(path) ?? ''
    const holder = parseHolder(content)
    if (holder && isAlive(holder)) return { heldBy: holder.pid }
    putAside(path, content)
  }
  return { heldBy: parseHolder(readText(path) ?? '')?.pid ?? 0 }
}

function describeSelf(): string {
  const holder: Holder = { pid: process.pid, startedAt: findProcess(process.pid)?.startedAt ?? '' }
  return JSON.stringify(holder)
}

/** A link appears with its content: nobody reads half a lock. */
function createExclusively(path: string, content: string): boolean {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  writeFileSync(draft, content, { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function putAside(path: string, staleContent: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  // Another start was quicker and this is its lock: give it back.
  const taken = readText(aside)
  if (taken !== null && taken !== staleContent) createExclusively(path, taken)
  rmSync(aside, { force: true })
}

function releaseLock(path: string, own: string): void {
  if (readText(path) === own) rmSync(path, { force: true })
}

function isAlive(holder: Holder): boolean {
  return findProcess(holder.pid)?.startedAt === holder.startedAt
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function parseHolder(content: string): Holder | null {
  try {
    const { pid, startedAt } = JSON.parse(content) as Partial<Holder>
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null
  } catch {
    return null
  }
}
