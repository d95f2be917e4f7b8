import type { Context } from '../context.ts'
import type { HeldRights } from '../generation/held-rights.ts'

/** Why a call ends whose key, user or model was taken away while its answer came. */
export const ACCESS_LOST = new Error('this API key, or its right to this model, was taken away')

/** An open call: its signal aborts once what it rests on is lost, looked up afresh with that of all others. */
export interface HeldAccess {
  signal: AbortSignal
  release(): void
}

type Parts = Pick<Context, 'auth' | 'credentials'> & { hold: HeldRights['hold'] }

export function holdAccess({ auth, credentials, hold }: Parts, modelId: string): HeldAccess {
  const controller = new AbortController()
  const release = hold({
    isAllowed: () => auth.holds(credentials, { modelId }),
    close: () => controller.abort(ACCESS_LOST),
  })
  return { signal: controller.signal, release }
}
