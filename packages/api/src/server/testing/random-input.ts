import { z } from 'zod'
import { damage, type Random } from './damage-input.ts'

/** What may stand in a field of this name; an empty list leaves it to the schema. */
export type KnownValues = (field: string) => readonly unknown[]

/** The part of JSON Schema that the schemas of the contract come out as. */
interface Shape {
  type?: string
  anyOf?: Shape[]
  enum?: unknown[]
  properties?: Record<string, Shape>
  required?: string[]
  items?: Shape
  minItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  format?: string
}

const texts = [
  'plain',
  ' two  words ',
  '中文 שלום',
  '👩‍👩‍👧‍👦',
  '<b>&amp;',
  "' OR 1=1 --",
  '%%%%',
  '(((((',
  'C++',
  'a@b.com',
]
const TRIES = 4

/** Makes inputs for a schema: now and then a good one, mostly one that is damaged in a place or three. */
export function createInputMaker(schema: z.ZodType, knownValues: KnownValues) {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape
  return (random: Random): unknown => {
    let input = build(shape, { random, knownValues, field: '' })
    for (let times = random(TRIES); times > 0; times--) input = damage(input, random)
    return input
  }
}

interface Place {
  random: Random
  knownValues: KnownValues
  field: string
}

function build(shape: Shape, place: Place): unknown {
  const { random, knownValues, field } = place
  const known = knownValues(field)
  if (known.length > 0 && shape.type === 'string') return known[random(known.length)]
  if (shape.anyOf) return build(shape.anyOf[random(shape.anyOf.length)] ?? {}, place)
  if (shape.enum) return shape.enum[random(shape.enum.length)]
  return builders[shape.type ?? 'null']?.(shape, place) ?? null
}

const builders: Record<string, (shape: Shape, place: Place) => unknown> = {
  object: buildObject,
  array: ({ minItems = 0, items = {} }, place) =>
    Array.from({ length: minItems + place.random(3) }, () => build(items, place)),
  string: ({ format }, { random }) =>
    format === 'date-time' ? '2030-01-01T00:00:00Z' : texts[random(texts.length)],
  integer: (shape, { random }) => Math.trunc(buildNumber(shape, random)),
  number: (shape, { random }) => buildNumber(shape, random),
  boolean: (_shape, { random }) => random(2) === 0,
}

function buildObject({ properties = {}, required = [] }: Shape, place: Place): Record<string, unknown> {
  const isWanted = (field: string) => required.includes(field) || place.random(2) === 0
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([field]) => isWanted(field))
      .map(([field, shape]) => [field, build(shape, { ...place, field })]),
  )
}

function buildNumber({ minimum = -1000, maximum = 1000 }: Shape, random: Random): number {
  return minimum + (random(1001) / 1000) * (maximum - minimum)
}
