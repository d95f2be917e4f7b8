import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16
const MIN_SECRET_BYTES = 32

interface BoxKey {
  id: string
  key: Buffer
}

/** Locks secrets for the database. What is locked for one row opens for that row alone. */
export interface SecretBox {
  /** `v1:keyId:iv:ciphertext:tag`, the binary parts in base64url. */
  seal(rowId: string, plain: string): string
  /** Throws where the text was changed, belongs to another row or was sealed under an unknown secret. */
  open(rowId: string, sealed: string): string
  /** What the secrets are called in what is sealed under them; they tell nothing of the secrets. */
  keyIds: { current: string; previous: string | null }
  /** How all that is sealed under that secret begins. */
  prefixOf(keyId: string): string
}

export interface SecretBoxOptions {
  secret: string
  /** The secret before a rotation: opens, never seals. */
  previousSecret?: string | undefined
}

/** Makes the box of what is in `model_secrets`, keys and values of headers: AES-256-GCM under keys derived from the secrets by HKDF-SHA256. */
export function createSecretBox({ secret, previousSecret }: SecretBoxOptions): SecretBox {
  const current = deriveKey(secret)
  const previous = previousSecret === undefined ? null : deriveKey(previousSecret)
  const keys = previous ? [current, previous] : [current]
  return {
    seal: (rowId, plain) => seal(current, rowId, plain),
    open(rowId, sealed) {
      const [version, keyId, ...parts] = sealed.split(':')
      const boxKey = keys.find(({ id }) => id === keyId)
      if (version !== VERSION || parts.length !== 3) throw new Error('the sealed text is not of a known form')
      if (!boxKey) throw new Error('the text was sealed under a secret that is not known')
      return open(boxKey, rowId, parts)
    },
    keyIds: { current: current.id, previous: previous?.id ?? null },
    prefixOf: (keyId) => `${VERSION}:${keyId}:`,
  }
}

function deriveKey(secret: string): BoxKey {
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES) {
    throw new Error(`the secret is shorter than ${MIN_SECRET_BYTES} bytes`)
  }
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'chatmore/secret-box/v1', 32))
  const id = createHash('sha256').update('key id').update(key).digest('hex').slice(0, 8)
  return { id, key }
}

function additionalData(rowId: string): Buffer {
  return Buffer.from(`model_configs/api_key/${rowId}`)
}

function seal({ id, key }: BoxKey, rowId: string, plain: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(additionalData(rowId))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))
  return [VERSION, id, ...parts].join(':')
}

function open({ key }: BoxKey, rowId: string, parts: string[]): string {
  const [iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url')) as [
    Buffer,
    Buffer,
    Buffer,
  ]
  // A shorter tag would be accepted and is easier to forge.
  if (tag.length !== TAG_BYTES || iv.length !== IV_BYTES) throw new Error('the sealed text was changed')
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
  decipher.setAAD(additionalData(rowId))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
}
