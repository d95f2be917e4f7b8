import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

describe('a password', () => {
  it('is hashed by argon2id at the cost that OWASP names, with a salt of its own', async () => {
    const first = await hashPassword('correct horse')
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await hashPassword('correct horse')).not.toBe(first)
  })

  it('is right or wrong', async () => {
    const stored = await hashPassword('correct horse')
    expect(await verifyPassword(stored, 'correct horse')).toBe(true)
    expect(await verifyPassword(stored, 'correct horsf')).toBe(false)
  })

  it('is wrong for nobody, even the one that is hashed in their place', async () => {
    expect(await verifyPassword(null, 'nobody has this password')).toBe(false)
  })

  it('takes as long for nobody as for somebody', async () => {
    const stored = await hashPassword('correct horse')
    const time = async (hash: string | null) => {
      const start = performance.now()
      await verifyPassword(hash, 'wrong')
      return performance.now() - start
    }
    await time(null)
    const median = (times: number[]) => times.sort((a, b) => a - b)[2] ?? 0
    const known: number[] = []
    const unknown: number[] = []
    for (let turn = 0; turn < 5; turn++) {
      known.push(await time(stored))
      unknown.push(await time(null))
    }
    // Not hashing at all would take a hundredth.
    expect(median(unknown)).toBeGreaterThan(median(known) / 3)
  })
})
