import { examine } from '../doctor/examine.ts'
import type { Finding } from '../doctor/finding.ts'
import type { Command } from './command.ts'

const JSON_FLAG = '--json'

export const doctorCommand: Command = {
  takes: '',
  flags: [JSON_FLAG],
  does: 'says what is well and what is not, and what to do',
  async run({ flags }, context) {
    const findings = await examine(context)
    const exitCode = findings.some(({ state }) => state === 'fail') ? 1 : 0
    const text = flags.has(JSON_FLAG) ? JSON.stringify(findings, null, 2) : findings.map(toLine).join('\n')
    return { text, exitCode }
  },
}

function toLine({ check, state, says }: Finding): string {
  return `${state.padEnd(6)}${check.padEnd(13)}${says}`
}
