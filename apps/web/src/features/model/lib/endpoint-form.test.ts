import { modelUpdateInputSchema } from '@chatmore/api/contract'
import { expect, it } from 'vitest'
import { id, sampleConfig } from '../../../shared/testing/samples.ts'
import { findRule, toEndpointForm, toEndpointInput } from './endpoint-form.ts'

const config = sampleConfig({
  ...{ apiVersion: '2024-10-21', extraHeaderNames: ['X-Title'], extraBody: { top_k: 1 } },
  ...{ maxConcurrent: 3, streamOptions: 'off' },
})

it('leaves out what was not changed', () => {
  expect(toEndpointInput(toEndpointForm())).toEqual({})
  expect(toEndpointInput(toEndpointForm(config))).toEqual({})
})

it('takes away what was emptied, and keeps the value of a header that was not typed anew', () => {
  const form = toEndpointForm(config)
  const headers = [...form.headers, { name: 'X-New', value: 'x', isSaved: false }]
  const changes = { apiVersion: ' ', extraBody: '', maxConcurrent: null, streamOptions: 'auto' as const }
  expect(toEndpointInput({ ...form, ...changes, headers })).toEqual({
    ...{ apiVersion: null, extraBody: null, maxConcurrent: null, streamOptions: 'auto' },
    extraHeaders: { 'X-Title': '', 'X-New': 'x' },
  })
})

it.each(['{', '[1]', '"text"', '3'])('has the contract refuse what is no JSON object: %s', (extraBody) => {
  const input = toEndpointInput({ ...toEndpointForm(), extraBody })
  const { error } = modelUpdateInputSchema.safeParse({ id: id(1), ...input })
  expect(error?.issues).toMatchObject([{ path: ['extraBody'], message: 'is not a JSON object' }])
})

it('finds the rule that is broken within a field', () => {
  const rules = { 'extraBody.model': 'is set by ChatMore itself', apiVersion: 'is not a version' }
  expect(findRule(rules, 'extraBody')).toEqual({ field: 'extraBody.model', name: 'model' })
  expect(findRule(rules, 'apiVersion')).toEqual({ field: 'apiVersion', name: null })
  expect(findRule(rules, 'extraHeaders')).toBeNull()
})
