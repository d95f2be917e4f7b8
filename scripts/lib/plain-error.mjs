/** A failure that a person can mend: shown as one sentence, without a stack trace. */
export class PlainError extends Error {}

/** Runs a script's work; what it throws ends the process with exit code 1. */
export async function runMain(work) {
  try {
    await work()
  } catch (error) {
    console.error(`\n${error instanceof PlainError ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}
