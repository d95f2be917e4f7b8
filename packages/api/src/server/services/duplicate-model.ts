import {
  addModelSecrets,
  createModelConfig,
  listModelAccess,
  listModelConfigs,
  newId,
  reorderModels,
  saveModelAccess,
  type Database,
  type ModelConfigRow,
} from '@chatmore/db'
import type { ModelConfig } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput } from '../errors/app-error.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { tryToOpen } from './open-endpoint.ts'
import { readModelConfig } from './read-model-config.ts'
import { sealSecret } from './seal-secret.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox'>

/** The same model once more, right behind the first. Its keys are sealed anew, each for its own row. Call it in a transaction. */
export async function duplicateModel(parts: Parts, row: ModelConfigRow): Promise<ModelConfig> {
  if (row.isDemo) throw invalidInput({ id: 'is a demo model, which cannot be duplicated' })
  const { database } = parts
  const models = await listModelConfigs(database)
  const name = chooseWindowName(
    row.name,
    models.map((model) => model.name),
  )
  const id = newId()
  await createModelConfig(database, { ...row, id, name })
  await copySecrets(parts, row, id)
  const access = await listModelAccess(database, [row.id])
  await saveModelAccess(database, id, access.get(row.id) ?? { kind: 'everyone' })
  await placeBehind(
    database,
    models.map((model) => model.id),
    { id, behind: row.id },
  )
  return readModelConfig(parts, id)
}

async function copySecrets({ database, secretBox }: Parts, { secrets }: ModelConfigRow, modelId: string) {
  const copies = secrets.map((secret) => {
    const value = tryToOpen(secretBox, secret)
    if (value !== null) return sealSecret(secretBox, { ...secret, value })
    throw invalidInput({
      id: 'is a model with a saved key that cannot be read, as the secret has changed: enter it again',
    })
  })
  await addModelSecrets(database, modelId, copies)
}

async function placeBehind(
  database: Database,
  ids: string[],
  { id, behind }: { id: string; behind: string },
): Promise<void> {
  await reorderModels(
    database,
    ids.flatMap((each) => (each === behind ? [each, id] : each)),
  )
}
