import { addModelSecrets, bringBackModelKey, removeModelSecrets, type ModelConfigRow } from '@chatmore/db'
import { MAX_MODEL_KEYS, type ModelAddKeyInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput, notFound } from '../errors/app-error.ts'
import { requireSameAddress } from './require-same-address.ts'
import { sealSecret } from './seal-secret.ts'

type Parts = Pick<Dependencies, 'database'>

/** Another key for the endpoint of a model, taken in turn with those it has. */
export async function addModelKey(
  { database, secretBox }: Parts & Pick<Dependencies, 'secretBox'>,
  model: ModelConfigRow,
  { apiKey, name = '' }: ModelAddKeyInput,
): Promise<void> {
  if (model.isDemo) throw invalidInput({ apiKey: 'cannot be changed in a demo model' })
  // A name is shown, and the same words are easily put into the wrong field.
  if (name !== '' && name.includes(apiKey)) throw invalidInput({ name: 'has the key in it' })
  if (model.secrets.filter(({ kind }) => kind === 'key').length >= MAX_MODEL_KEYS)
    throw invalidInput({ apiKey: `is one more than the ${MAX_MODEL_KEYS} keys that a model can have` })
  await requireSameAddress(database, model)
  await addModelSecrets(database, model.id, [sealSecret(secretBox, { kind: 'key', name, value: apiKey })])
}

/** The name of the key that was removed. */
export async function removeModelKey(
  { database }: Parts,
  model: ModelConfigRow,
  keyId: string,
): Promise<string> {
  const key = requireKey(model, keyId)
  await removeModelSecrets(database, model.id, [key.id])
  return key.name
}

/** The name of the key that is taken in turn again. */
export async function bringBackKey(
  { database }: Parts,
  model: ModelConfigRow,
  keyId: string,
): Promise<string> {
  const key = requireKey(model, keyId)
  await bringBackModelKey(database, model.id, key.id)
  return key.name
}

function requireKey({ secrets }: ModelConfigRow, keyId: string) {
  const key = secrets.find(({ id, kind }) => kind === 'key' && id === keyId)
  if (!key) throw notFound('this key')
  return key
}
