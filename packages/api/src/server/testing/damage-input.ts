/** A repeatable source of whole numbers from 0 up to, but not, `limit`. */
export type Random = (limit: number) => number

const nest = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown

/** What no field wants, as JSON can carry it. */
const junk: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  -1e308,
  '',
  ' ',
  '\u200B',
  '\u0000',
  '\uD800',
  'a\uDC00b',
  '\u202Eevil',
  'x'.repeat(10_000),
  `e${'\u0301'.repeat(2000)}`,
  '1e3',
  '2026-13-45T99:99:99Z',
  '9999-12-31T23:59:59-23:59',
  'file:///etc/passwd',
  'http://169.254.169.254/latest',
  'WyJzZXNzaW9ucyJd',
  '__proto__',
  [],
  [[]],
  [null],
  {},
  { toString: 1 },
  { then: 1 },
  { $ne: null },
  JSON.parse('{"__proto__":{"role":"admin"}}'),
  { constructor: { prototype: { role: 'admin' } } },
  nest(100),
  nest(2000),
  Array.from({ length: 300 }, (_item, index) => index),
  Object.fromEntries(Array.from({ length: 300 }, (_item, index) => [`field${index}`, index])),
]

const extraFields = [
  'role',
  'userId',
  'workspaceId',
  'isDemo',
  '__proto__',
  'constructor',
  'then',
  '',
  '\u0000',
  'x'.repeat(500),
]

type Container = Record<string, unknown> | unknown[]

/** The input with one thing wrong in it, wherever: junk in a field, a field too few or too many, a list too long. */
export function damage(input: unknown, random: Random): unknown {
  const containers = collectContainers(input)
  if (containers.length === 0 || random(12) === 0) return pickJunk(random)
  const container = pick(containers, random)
  const keys = Object.keys(container)
  const key = keys.length === 0 ? '0' : pick(keys, random)
  const kind = random(10)
  if (kind === 0) setOwn(container, pick(extraFields, random), pickJunk(random))
  else if (kind === 1) Reflect.deleteProperty(container, key)
  else if (kind === 2 && Array.isArray(container)) container.push(...Array<unknown>(60).fill(container[0]))
  else setOwn(container, key, pickJunk(random))
  return input
}

/** A copy: what is picked may be damaged in its turn. */
function pickJunk(random: Random): unknown {
  return structuredClone(pick(junk, random))
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[random(items.length)] as Item
}

/** As a field of its own even where it is called `__proto__`, as `JSON.parse` does it. */
function setOwn(container: Container, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true })
}

function collectContainers(value: unknown, depth = 0): Container[] {
  if (typeof value !== 'object' || value === null || depth > 5) return []
  const container = value as Container
  return [container, ...Object.values(container).flatMap((each) => collectContainers(each, depth + 1))]
}
