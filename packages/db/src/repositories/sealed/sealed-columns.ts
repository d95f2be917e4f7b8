import { modelSecrets } from '../../schema/model-secrets.ts'

/** Every column that holds what is sealed under the secret: what is not in here is lost when the secret changes. */
export const sealedColumns = [{ table: modelSecrets, id: modelSecrets.id, cipher: modelSecrets.cipher }]
