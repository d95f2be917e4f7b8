import { listModelConfigs, type ModelConfigRow } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { tryToOpen } from './open-endpoint.ts'
import type { SecretBox } from './secret-box.ts'

type Parts = Pick<Dependencies, 'database' | 'secretBox' | 'log'>

/** Says at the start which models have lost their key, as the secret has changed: else each would tell when it is called. */
export async function warnOfUnreadableKeys({ database, secretBox, log }: Parts): Promise<void> {
  const rows = await listModelConfigs(database)
  const models = rows.filter((row) => !isReadable(secretBox, row)).map(({ id, name }) => ({ id, name }))
  if (models.length === 0) return
  const advice = 'set CHATMORE_SECRET_PREVIOUS to the secret before, or enter the keys again'
  log.warn({ models }, `the API keys of some models were sealed under another secret: ${advice}`)
}

function isReadable(secretBox: SecretBox, { secrets }: ModelConfigRow): boolean {
  return secrets.every((secret) => tryToOpen(secretBox, secret) !== null)
}
