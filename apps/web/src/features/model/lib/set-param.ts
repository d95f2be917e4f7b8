import type { ModelParams } from '@chatmore/api/contract'

/** The parameters with one of them set, or left out when it has no value. */
export function setParam<Name extends keyof ModelParams>(
  params: ModelParams,
  name: Name,
  value: ModelParams[Name] | null,
): ModelParams {
  const { [name]: _previous, ...others } = params
  return (value === null || value === undefined ? others : { ...others, [name]: value }) as ModelParams
}
