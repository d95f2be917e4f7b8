import type { Context } from '../context.ts'
import type { Identity } from './authenticate.ts'
import { refuseNobody } from './refuse-nobody.ts'

/**
 * Who calls, by what they show: read anew, unless it may be recalled, so that what was revoked a moment ago no longer counts. Counts the call,
 * and prolongs the session of a cookie. Throws for nobody.
 */
export async function identifyCaller(ctx: Context, mayRecall = false): Promise<Identity> {
  const identity = await ctx.auth.authenticate(ctx.credentials, {
    canSetCookie: ctx.setCookie !== undefined,
    mayRecall,
  })
  if (!identity) {
    countForAddress(ctx)
    throw refuseNobody(ctx.credentials)
  }
  ctx.countCall(`user ${identity.user.id}`)
  if (identity.renewedCookie !== null) ctx.setCookie?.(identity.renewedCookie)
  return identity
}

/** Whoever is not signed in is known by their address alone. */
export function countForAddress({ countCall, network }: Context): void {
  countCall(`network ${network}`)
}
