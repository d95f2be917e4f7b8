import type { CallOptions } from '@chatmore/db'
import type { EndpointOptionInput } from '../../contract/index.ts'

type Given = Pick<EndpointOptionInput, 'apiVersion' | 'maxCompletionTokens' | 'streamOptions' | 'extraBody'>

/** The options with what was given in place of what was there; null takes one away. */
export function mergeCallOptions(known: CallOptions, given: Given): CallOptions {
  const { apiVersion, maxCompletionTokens, streamOptions, extraBody } = given
  const changes = { apiVersion, maxCompletionTokens, streamOptions, extraBody }
  const merged = Object.entries({ ...known, ...withoutUndefined(changes) })
  return Object.fromEntries(merged.filter(([, value]) => value !== null))
}

/** Whether any of them was given. */
export function hasCallOptions({
  apiVersion,
  maxCompletionTokens,
  streamOptions,
  extraBody,
}: Given): boolean {
  return [apiVersion, maxCompletionTokens, streamOptions, extraBody].some((each) => each !== undefined)
}

function withoutUndefined(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
