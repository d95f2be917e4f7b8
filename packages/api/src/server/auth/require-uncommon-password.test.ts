import { describe, expect, it } from 'vitest'
import { commonPasswords } from './common-passwords.ts'
import { requireUncommonPassword } from './require-uncommon-password.ts'

describe('a new password', () => {
  it.each(['password', '12345678', 'Password123', 'QWERTYUIOP', 'iloveyou'])(
    'may not be %s, which everyone tries first',
    (password) => {
      expect(() => requireUncommonPassword(password)).toThrow('password: is one of the most common passwords')
    },
  )

  it.each([
    'correct horse battery staple',
    'a long password',
    'password 1',
    'Zq7-plover',
    '密码密码密码密码',
  ])('may be %s', (password) => {
    expect(() => requireUncommonPassword(password)).not.toThrow()
  })

  it('is compared with three thousand that its length alone would let pass', () => {
    expect(commonPasswords.size).toBe(3000)
    expect([...commonPasswords].filter((each) => each.length < 8 || each !== each.toLowerCase())).toEqual([])
  })
})
