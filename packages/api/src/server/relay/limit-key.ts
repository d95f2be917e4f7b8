import type { Scope } from '@chatmore/db'
import type { Usage } from '@chatmore/llm'
import type { Identity } from '../auth/authenticate.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { resolveTargets, type RelayTargets } from './resolve-targets.ts'

/** The API key that a request came with. */
export interface RelayKey {
  id: string
  /** Whose it is, and which models it is for. */
  scope: Scope
  /** Is told what a call has used. */
  noteUsage(usage: Usage | null): void
}

/** Counts a request of the key. Throws where it has had as many, or as many tokens, as it may have in a minute. */
export function limitKey({ keyRates }: Context, { apiKey, scope }: Identity): RelayKey {
  if (!apiKey) throw new AppError('UNAUTHORIZED', 'send an API key of ChatMore')
  keyRates.count(apiKey)
  return {
    id: apiKey.id,
    scope,
    noteUsage(usage) {
      if (usage) keyRates.noteTokens(apiKey, usage.promptTokens + usage.completionTokens)
    },
  }
}

/**
 * What the model of a request stands for, for a key. Of what its user may use and the key may not the caller is told that
 * it is there, as OpenAI's API does: whoever made the key chose so, and only they can help.
 */
export async function resolveForKey(ctx: Context, { scope }: RelayKey, name: string): Promise<RelayTargets> {
  try {
    return await resolveTargets(ctx, scope, name)
  } catch (error) {
    const isUnknown = error instanceof AppError && error.appCode === 'NOT_FOUND'
    if (!isUnknown || !scope.keyModelIds) throw error
    await resolveTargets(ctx, { userId: scope.userId }, name)
    throw new AppError('FORBIDDEN', `this API key is not for the model “${name}”`, { fields: { model: '' } })
  }
}
