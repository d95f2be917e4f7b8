import { describe, expect, it } from 'vitest'
import { createSecretBox } from './secret-box.ts'

const secret = 'a'.repeat(32)
const otherSecret = 'b'.repeat(32)

describe('the secret box', () => {
  it('opens what it sealed for the same row', () => {
    const box = createSecretBox({ secret })
    for (const plain of ['sk-123', '', '键 🔑', 'x'.repeat(2000)]) {
      expect(box.open('row-1', box.seal('row-1', plain))).toBe(plain)
    }
  })

  it('seals in the form v1:keyId:iv:ciphertext:tag without a trace of the plain text, never twice the same', () => {
    const box = createSecretBox({ secret })
    const sealed = box.seal('row-1', 'sk-CANARY')
    expect(sealed).toMatch(/^v1:[0-9a-f]{8}:[\w-]{16}:[\w-]+:[\w-]{22}$/)
    expect(sealed).not.toContain('CANARY')
    expect(box.seal('row-1', 'sk-CANARY')).not.toBe(sealed)
  })

  it('refuses what was sealed for another row', () => {
    const box = createSecretBox({ secret })
    expect(() => box.open('row-2', box.seal('row-1', 'sk-123'))).toThrow()
  })

  it('refuses a text in which any one character was changed', () => {
    const box = createSecretBox({ secret })
    const sealed = box.seal('row-1', 'sk-1234567890')
    // The last character of a base64url part may carry bits that mean nothing.
    const ends = new Set([...sealed.matchAll(/:|$/g)].map((match) => match.index - 1))
    for (let at = 0; at < sealed.length; at++) {
      if (ends.has(at)) continue
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect(() => box.open('row-1', changed), `character ${at}`).toThrow()
    }
  })

  it('refuses a shortened tag', () => {
    const box = createSecretBox({ secret })
    const parts = box.seal('row-1', 'sk-123').split(':')
    parts[4] = Buffer.from(parts[4]!, 'base64url').subarray(0, 4).toString('base64url')
    expect(() => box.open('row-1', parts.join(':'))).toThrow('was changed')
  })

  it.each(['', 'sk-123', 'v2:00000000:a:b:c', 'v1:a:b:c', 'v1:a:b:c:d:f'])(
    'refuses %j, which is no box',
    (text) => {
      expect(() => createSecretBox({ secret }).open('row-1', text)).toThrow('is not of a known form')
    },
  )

  it('opens with the previous secret after a rotation and seals with the new one', () => {
    const old = createSecretBox({ secret })
    const rotated = createSecretBox({ secret: otherSecret, previousSecret: secret })
    const sealed = old.seal('row-1', 'sk-123')
    expect(rotated.open('row-1', sealed)).toBe('sk-123')
    expect(() => old.open('row-1', rotated.seal('row-1', 'sk-123'))).toThrow('not known')
    expect(() => createSecretBox({ secret: otherSecret }).open('row-1', sealed)).toThrow('not known')
  })

  it('refuses a secret shorter than 32 bytes', () => {
    expect(() => createSecretBox({ secret: 'short' })).toThrow('shorter than 32 bytes')
    expect(() => createSecretBox({ secret, previousSecret: 'short' })).toThrow('shorter than 32 bytes')
  })
})
