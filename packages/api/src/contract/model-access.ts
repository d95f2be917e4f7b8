import { z } from 'zod'
import { idSchema } from './id.ts'
import { roleSchema } from './user-admin.ts'

/** The most workspaces that a model can be given to by name. */
export const MAX_ACCESS_WORKSPACES = 200

/** Who may use a model: everyone, those with one of the system roles, or the members of the workspaces. */
export const modelAccessSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('everyone') }),
    z.strictObject({
      kind: z.literal('roles'),
      roles: z.array(roleSchema).min(1, 'is empty: choose at least one role').max(2, 'has more than 2 roles'),
    }),
    z.strictObject({
      kind: z.literal('workspaces'),
      workspaceIds: z
        .array(idSchema)
        .min(1, 'is empty: choose at least one workspace')
        .max(MAX_ACCESS_WORKSPACES, `has more than ${MAX_ACCESS_WORKSPACES} workspaces`),
    }),
  ],
  'is not everyone, roles or workspaces',
)
/** Who may use a model: everyone, some roles, or the members of some workspaces. */
export type ModelAccess = z.infer<typeof modelAccessSchema>

/** `ids` finds these; `search` those whose name, or a member's name or e-mail address, holds it. */
export const workspaceListInputSchema = z.strictObject({
  ids: z
    .array(idSchema)
    .max(MAX_ACCESS_WORKSPACES, `has more than ${MAX_ACCESS_WORKSPACES} workspaces`)
    .optional(),
  search: z.string().max(200, 'is longer than 200 characters').trim().optional(),
})
export type WorkspaceListInput = z.infer<typeof workspaceListInputSchema>

/** A workspace as administrators choose it. A personal one is known by its owner. */
export interface ListedWorkspace {
  id: string
  name: string
  isPersonal: boolean
  ownerName: string | null
  ownerEmail: string | null
}
