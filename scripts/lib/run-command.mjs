import { spawn } from 'node:child_process'
import { root } from './root.mjs'

/**
 * Runs a program in the project's root and resolves with its exit code (1 where it could not be started) and, with
 * `capture`, all that it wrote.
 */
export function runCommand(command, args, { capture = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // npx is a .cmd file there, which only a shell can start.
      shell: process.platform === 'win32' && command === 'npx',
    })
    const output = []
    child.stdout?.on('data', (bytes) => output.push(bytes))
    child.stderr?.on('data', (bytes) => output.push(bytes))
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }))
  })
}

/** Runs a tool of the workspace by its script, with the Node that runs this. */
export function runNode(script, args, options) {
  return runCommand(process.execPath, [script, ...args], options)
}
