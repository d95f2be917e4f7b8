import { describe, expect, it } from 'vitest'
import { closeAll, closeOnce } from './clean-up.ts'

describe('closeAll', () => {
  it('closes what is open, the newest first, though one fails, and nothing twice', async () => {
    const closed: string[] = []
    const open = (name: string) => closeOnce(() => Promise.resolve(void closed.push(name)))
    open('database')
    closeOnce(() => Promise.reject(new Error('stuck')))
    const closeServer = open('server')
    open('reader')
    await closeServer()
    await closeAll()
    await closeAll()
    expect(closed).toEqual(['server', 'reader', 'database'])
  })
})
