import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './create-client.ts'
import { toAddress } from './to-address.ts'

afterEach(() => vi.unstubAllGlobals())

describe('the address of a server', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:3000'],
    ['https://chat.example/below//', 'https://chat.example/below'],
    ['HTTP://[::1]:3000/', 'HTTP://[::1]:3000'],
  ])('begins with http or https: %s', (url, address) => {
    expect(toAddress(url)).toBe(address)
  })

  it.each([
    'localhost:3000',
    '127.0.0.1:3000',
    'ws://localhost',
    'http://',
    'http:localhost',
    '',
    '/',
    '/below',
  ])('is refused at once where no call could reach it: "%s"', (url) => {
    expect(() => createClient({ url })).toThrow(`url: ${JSON.stringify(url)} is not an address`)
  })

  it('may be a path on a page', () => {
    vi.stubGlobal('location', { origin: 'http://chatmore.test' })
    expect(['/', '/below/', ''].map(toAddress)).toEqual(['', '/below', ''])
  })
})
