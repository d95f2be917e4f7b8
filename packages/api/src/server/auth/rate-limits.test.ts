import { describe, expect, it } from 'vitest'
import { createRateLimits } from './rate-limits.ts'

const settle = async (tries: Promise<unknown>[]) =>
  (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length

describe('the rate limits', () => {
  it('let ten parallel logins of one e-mail through, whatever address they come from, and say when to try again', async () => {
    const limits = createRateLimits()
    const tries = Array.from({ length: 30 }, (_try, index) =>
      limits.countLogin('a@b.example', `10.0.0.${index}`),
    )
    expect(await settle(tries)).toBe(10)
    await expect(limits.countLogin('a@b.example', '10.0.0.99')).rejects.toMatchObject({
      appCode: 'RATE_LIMITED',
      message: expect.stringMatching(/try again in \d+ minutes/),
    })
    await expect(limits.countLogin('other@b.example', '10.0.0.99')).resolves.toBeUndefined()
  })

  it('let a hundred logins of one address through, whatever the e-mail', async () => {
    const limits = createRateLimits()
    const tries = Array.from({ length: 120 }, (_try, index) =>
      limits.countLogin(`${index}@b.example`, '10.0.0.1'),
    )
    expect(await settle(tries)).toBe(100)
  })

  it('forget the tries of an e-mail that has signed in', async () => {
    const limits = createRateLimits()
    for (let turn = 0; turn < 5; turn++) {
      for (let count = 0; count < 9; count++) await limits.countLogin('a@b.example', '10.0.0.1')
      await limits.forgiveLogin('a@b.example', '10.0.0.1')
    }
    await expect(limits.countLogin('a@b.example', '10.0.0.1')).resolves.toBeUndefined()
  })

  it('count registrations apart from logins', async () => {
    const limits = createRateLimits()
    const tries = Array.from({ length: 30 }, () => limits.countRegistration('a@b.example', '10.0.0.1'))
    expect(await settle(tries)).toBe(10)
    await expect(limits.countLogin('a@b.example', '10.0.0.1')).resolves.toBeUndefined()
  })
})
