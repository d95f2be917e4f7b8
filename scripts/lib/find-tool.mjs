import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { inRoot } from './root.mjs'

/** The script behind a program of the workspace, such as eslint's: run with Node itself it needs no shell. */
export function findTool(packageName, { program = packageName, from = '.' } = {}) {
  const require = createRequire(inRoot(from, 'package.json'))
  const folder = require.resolve
    .paths(packageName)
    .map((modules) => path.join(modules, packageName))
    .find((candidate) => readJson(path.join(candidate, 'package.json')) !== null)
  if (!folder) throw new Error(`${packageName} is not installed`)
  const { bin } = readJson(path.join(folder, 'package.json'))
  return path.join(folder, typeof bin === 'string' ? bin : bin[program])
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
