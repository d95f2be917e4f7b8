import { createSecretBox, type SecretBox, type SecretBoxOptions } from '../services/secret-box.ts'

/** What secrets are called in what is sealed under them; it tells nothing of them. Throws for one that is too short. */
export function nameSecrets(secrets: SecretBoxOptions): SecretBox['keyIds'] {
  return createSecretBox(secrets).keyIds
}
