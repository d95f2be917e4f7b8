import { execFile } from 'node:child_process'

export interface ProgramRun {
  code: number
  stdout: string
  stderr: string
}

/** Runs a program to its end, with these variables and no others of ours. */
export function runProgram(
  program: string,
  words: string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<ProgramRun> {
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH, HOME, ...options.env }
  return new Promise((resolve) => {
    execFile(program, words, { ...options, env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0
      resolve({ code, stdout, stderr })
    })
  })
}

/** Its output. Throws with all it said where it failed. */
export async function runWell(...program: Parameters<typeof runProgram>): Promise<string> {
  const { code, stdout, stderr } = await runProgram(...program)
  if (code !== 0)
    throw new Error(`${program[0]} ${program[1].join(' ')} ended with ${code}:\n${stdout}\n${stderr}`)
  return stdout
}
