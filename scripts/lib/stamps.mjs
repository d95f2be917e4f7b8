import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inRoot } from './root.mjs'

const skipped = new Set(['node_modules', 'dist', '.cache', '.data', 'results'])

/** A fingerprint of files and folders (relative to the root) by their names and contents. */
export function fingerprint(paths, isRelevant = () => true) {
  const hash = createHash('sha256')
  for (const file of paths
    .flatMap((entry) => listFiles(entry))
    .filter(isRelevant)
    .sort()) {
    const content = readFileSync(inRoot(file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

function listFiles(entry) {
  const stats = statSync(inRoot(entry), { throwIfNoEntry: false })
  if (!stats) return []
  if (!stats.isDirectory()) return [entry]
  const names = readdirSync(inRoot(entry)).filter((name) => !skipped.has(name))
  return names.flatMap((name) => listFiles(path.posix.join(entry, name)))
}

/** Whether `file` holds this fingerprint: what it stands for is up to date. */
export function isStamped(file, value) {
  try {
    return readFileSync(inRoot(file), 'utf8') === value
  } catch {
    return false
  }
}

export function writeStamp(file, value) {
  mkdirSync(path.dirname(inRoot(file)), { recursive: true })
  writeFileSync(inRoot(file), value)
}

export function removeStamp(file) {
  rmSync(inRoot(file), { force: true })
}
