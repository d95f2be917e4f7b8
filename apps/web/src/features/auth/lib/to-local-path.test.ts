import { expect, it } from 'vitest'
import { toLocalPath } from './to-local-path.ts'

it.each([
  ['/sessions/01A?x=1#end', '/sessions/01A?x=1#end'],
  [undefined, '/'],
  [['/a'], '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/sign-in?to=/sign-in', '/'],
  ['javascript:alert(1)', '/'],
])('leads %j to %s', (wanted, path) => {
  expect(toLocalPath(wanted)).toBe(path)
})
