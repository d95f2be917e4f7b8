import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../new-id.ts'
import type { ModelAccess } from '../../records/model-config.ts'
import type { Scope } from '../../records/scope.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedModel, seedUser } from '../../testing/seed.ts'
import { requirePersonalWorkspace } from '../workspaces/require-personal-workspace.ts'
import { findModelConfig, findPermittedModel } from './find-model-config.ts'
import { listModelConfigs, listPermittedModels } from './list-model-configs.ts'
import { listModelStates } from './list-model-states.ts'
import { listModelAccess, saveModelAccess } from './model-access.ts'
import { reorderModels } from './reorder-models.ts'

let database: TestDatabase
/** The first user is an administrator. */
let admin: Scope
let user: Scope
beforeAll(async () => {
  database = await createTestDatabase()
  admin = await seedUser(database.db)
  user = await seedUser(database.db)
})
afterAll(() => database[Symbol.asyncDispose]())

const workspaceOf = (scope: Scope) => requirePersonalWorkspace(database.db, scope)

describe('a model', () => {
  it.each<[string, () => Promise<ModelAccess>, Record<'admin' | 'user', boolean>]>([
    ['everyone', async () => ({ kind: 'everyone' }), { admin: true, user: true }],
    ['administrators', async () => ({ kind: 'roles', roles: ['admin'] }), { admin: true, user: false }],
    ['users', async () => ({ kind: 'roles', roles: ['user'] }), { admin: false, user: true }],
    ['both roles', async () => ({ kind: 'roles', roles: ['admin', 'user'] }), { admin: true, user: true }],
    [
      'the members of a workspace',
      async () => ({ kind: 'workspaces', workspaceIds: [await workspaceOf(user)] }),
      { admin: false, user: true },
    ],
    [
      'the members of a workspace that is gone',
      async () => ({ kind: 'workspaces', workspaceIds: [newId()] }),
      { admin: false, user: false },
    ],
  ])('of %s is there for these and nobody else', async (_whom, makeAccess, expected) => {
    const access = await makeAccess()
    const { id } = await seedModel(database.db)
    await saveModelAccess(database.db, id, { kind: 'roles', roles: ['admin', 'user'] })
    await saveModelAccess(database.db, id, access)
    expect((await listModelAccess(database.db, [id])).get(id)).toEqual(access)
    for (const [name, scope] of Object.entries({ admin, user })) {
      const may = expected[name as 'admin' | 'user']
      const listed = await listPermittedModels(database.db, scope)
      expect(listed.some((model) => model.id === id)).toBe(may)
      expect((await findPermittedModel(database.db, scope, id)) !== null).toBe(may)
      expect((await listModelStates(database.db, scope, [id])).get(id)?.isPermitted).toBe(may)
    }
    expect(await findModelConfig(database.db, id)).toMatchObject({ access: access.kind })
  })
})

describe('the order of models', () => {
  it('is the one they were made in, until someone says another; what is left out follows', async () => {
    const earlier = (await listModelConfigs(database.db)).map(({ id }) => id)
    const made = [await seedModel(database.db), await seedModel(database.db), await seedModel(database.db)]
    const [one, two, three] = made.map(({ id }) => id) as [string, string, string]
    const ids = async () => (await listModelConfigs(database.db)).map(({ id }) => id)
    expect(await ids()).toEqual([...earlier, one, two, three])
    expect(await reorderModels(database.db, [three, one])).toBe(true)
    expect(await ids()).toEqual([three, one, ...earlier, two])
    expect(await reorderModels(database.db, [two, newId()])).toBe(false)
    expect(await ids()).toEqual([three, one, ...earlier, two])
    const { id: last } = await seedModel(database.db)
    expect((await ids()).at(-1)).toBe(last)
  })
})
