import { expect, it } from 'vitest'
import { createFileReader } from './create-file-reader.ts'

function setUp() {
  const asked: string[] = []
  const readFiles = createFileReader(async (id) => {
    asked.push(id)
    await Promise.resolve()
    if (id === 'broken') throw new Error('away')
    return id === 'gone' ? null : Buffer.from(`bytes of ${id}`)
  })
  return { asked, readFiles }
}

it('reads a file once for all who want it at the same time, and they share its bytes', async () => {
  const { asked, readFiles } = setUp()
  const [one, other] = await Promise.all([readFiles(['a', 'b']), readFiles(['b', 'a'])])
  expect(asked.sort()).toEqual(['a', 'b'])
  expect(one.get('a')).toBe(other.get('a'))
  expect((await readFiles(['a'])).get('a')).toBe(one.get('a'))
  expect(asked).toHaveLength(2)
  expect(one.get('b')?.toString()).toBe('bytes of b')
})

it('leaves out what is gone, and tries again what failed', async () => {
  const { asked, readFiles } = setUp()
  expect([...(await readFiles(['gone', 'a'])).keys()]).toEqual(['a'])
  await expect(readFiles(['broken'])).rejects.toThrow('away')
  await expect(readFiles(['broken'])).rejects.toThrow('away')
  expect(asked.filter((id) => id === 'broken')).toHaveLength(2)
})
