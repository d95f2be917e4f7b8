import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import schemas from './openai-schemas.json' with { type: 'json' }

const ajv = new Ajv2020({ strict: false, allErrors: true })
ajv.addSchema(schemas, 'openai')

/** Expects a value to be what OpenAI's own description of its API says of it. */
export function expectOpenAi(name: keyof (typeof schemas)['$defs'], value: unknown): void {
  const validate = ajv.getSchema(`openai#/$defs/${name}`)
  if (!validate) throw new Error(`there is no schema of ${name}`)
  validate(value)
  const errors = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  expect(errors, JSON.stringify(value)).toEqual([])
}
