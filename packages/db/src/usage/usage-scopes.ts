/** Everyone's calls by model: whose they were is left out. */
export const BY_MODEL = 'by-model'

/** Everyone's calls by user and workspace: of which model they were is left out. */
export const BY_USER = 'by-user'

/** What the sums of a scope are told apart by, besides the day; empty what it leaves out. */
export interface UsageScope {
  /** `BY_MODEL`, `BY_USER`, the user whose calls by model these are, or the model whose calls by user they are. */
  scope: string
  userId: string
  workspaceId: string
  modelId: string
}

/** The scopes in which a call is added up. */
export function listScopes(call: {
  userId: string
  workspaceId: string
  modelId?: string | null | undefined
}): UsageScope[] {
  const { userId, workspaceId } = call
  const modelId = call.modelId ?? ''
  const whole = { userId, workspaceId, modelId }
  return [
    { scope: BY_MODEL, userId: '', workspaceId: '', modelId },
    { scope: BY_USER, userId, workspaceId, modelId: '' },
    { scope: userId, ...whole },
    ...(modelId === '' ? [] : [{ scope: modelId, ...whole }]),
  ]
}
