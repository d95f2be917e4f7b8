import { expect, it } from 'vitest'
import { toBlindWindows } from './blind-windows.ts'

const windows = ['one', 'two', 'three'].map((modelId) => ({ modelId, name: modelId }))

it('windows of a blind session are named by their place, whatever they were called', () => {
  expect(toBlindWindows(windows).map(({ name }) => name)).toEqual(['A', 'B', 'C'])
})

it('windows of a blind session come in every order', () => {
  const seen = new Set<string>()
  // That one of six orders is missing after 500 draws happens once in 10 to the 38th runs.
  for (let draw = 0; draw < 500; draw++)
    seen.add(
      toBlindWindows(windows)
        .map(({ modelId }) => modelId)
        .join(),
    )
  expect(seen.size).toBe(6)
})
