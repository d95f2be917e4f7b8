import { expect, test } from 'vitest'
import { createCloseStack } from './close-stack.ts'

test('what was started last is closed first, and once', async () => {
  const closed: string[] = []
  const stack = createCloseStack()
  for (const name of ['database', 'upstream', 'api']) stack.add(async () => void closed.push(name))
  await stack.close()
  await stack.close()
  expect(closed).toEqual(['api', 'upstream', 'database'])
})

test('a failure does not keep the rest open', async () => {
  const closed: string[] = []
  const stack = createCloseStack()
  stack.add(async () => void closed.push('database'))
  stack.add(() => Promise.reject(new Error('stuck')))
  await expect(stack.close()).rejects.toThrow('stuck')
  expect(closed).toEqual(['database'])
})
