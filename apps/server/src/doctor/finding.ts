export interface Finding {
  check: string
  state: 'ok' | 'warn' | 'fail'
  /** What was found, and where it is not well what to do. Never holds a secret. */
  says: string
}

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says })
export const warn = (check: string, says: string): Finding => ({ check, state: 'warn', says })
export const fail = (check: string, says: string): Finding => ({ check, state: 'fail', says })
