import type { EndpointSwitch, ModelConfig } from '@chatmore/api/contract'

/** A header as the form holds it; the value of a saved one is not known here and stays where none is typed. */
export interface HeaderForm {
  name: string
  value: string
  isSaved: boolean
}

interface EndpointFields {
  apiVersion: string
  maxCompletionTokens: EndpointSwitch
  streamOptions: EndpointSwitch
  headers: HeaderForm[]
  /** JSON as it is typed; empty for none. */
  extraBody: string
  maxConcurrent: number | null
}

/** How an endpoint is spoken to, as the form holds it, beside what is saved of that. */
export interface EndpointForm extends EndpointFields {
  saved: EndpointFields
}

const usual: EndpointFields = {
  apiVersion: '',
  maxCompletionTokens: 'auto',
  streamOptions: 'auto',
  headers: [],
  extraBody: '',
  maxConcurrent: null,
}

export function toEndpointForm(config: ModelConfig | null = null): EndpointForm {
  const saved = config ? toFields(config) : usual
  return { ...saved, headers: saved.headers.map((header) => ({ ...header })), saved }
}

function toFields(config: ModelConfig): EndpointFields {
  const { apiVersion, maxCompletionTokens, streamOptions, extraHeaderNames, extraBody, maxConcurrent } =
    config
  return {
    apiVersion: apiVersion ?? '',
    ...{ maxCompletionTokens, streamOptions, maxConcurrent },
    headers: extraHeaderNames.map((name) => ({ name, value: '', isSaved: true })),
    extraBody: extraBody ? JSON.stringify(extraBody, null, 2) : '',
  }
}

/** What was changed of how calls are made: what was not is left out, so that it stays as it is. */
export function toOptionInput(form: EndpointForm) {
  const { saved, maxCompletionTokens, streamOptions } = form
  return {
    ...(form.apiVersion !== saved.apiVersion && { apiVersion: form.apiVersion.trim() || null }),
    ...(maxCompletionTokens !== saved.maxCompletionTokens && { maxCompletionTokens }),
    ...(streamOptions !== saved.streamOptions && { streamOptions }),
    ...(form.extraBody !== saved.extraBody && { extraBody: parseBody(form.extraBody) }),
    ...(!areSameHeaders(form.headers, saved.headers) && { extraHeaders: toHeaders(form.headers) }),
  }
}

/** The same, and how many calls go at a time. */
export function toEndpointInput(form: EndpointForm) {
  const { maxConcurrent } = form
  return { ...toOptionInput(form), ...(maxConcurrent !== form.saved.maxConcurrent && { maxConcurrent }) }
}

/** What is no JSON goes as the text that it is, which the contract's rule refuses. */
function parseBody(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return text as unknown as Record<string, unknown>
  }
}

function toHeaders(headers: HeaderForm[]): Record<string, string> {
  const named = headers.filter(({ name, value }) => name.trim() !== '' || value !== '')
  return Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
}

function areSameHeaders(one: HeaderForm[], other: HeaderForm[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** The rule that is broken under this field, or under a name within it. */
export function findRule(
  rules: Readonly<Record<string, string>>,
  field: string,
): { name: string | null; field: string } | null {
  const found = Object.keys(rules).find((each) => each === field || each.startsWith(`${field}.`))
  return found === undefined ? null : { field: found, name: found.slice(field.length + 1) || null }
}
