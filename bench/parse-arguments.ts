import { parseArgs } from 'node:util'
import type { OtherPage } from './web/pages/other-page.ts'

export interface BenchArguments<Name extends string> {
  names: Name[]
  isQuick: boolean
  rounds: number
  minutes: number
  /** Whether to keep the results and to renew the page that shows them. */
  isWriting: boolean
  /** Another chat to be measured in the product's stead. */
  otherPage: OtherPage | undefined
}

/** Throws a sentence for what is not understood. Without names, all parts but those that take long. */
export function parseArguments<Name extends string>(
  args: string[],
  parts: { all: readonly Name[]; long: readonly Name[] },
): BenchArguments<Name> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      minutes: { type: 'string' },
      url: { type: 'string' },
      selector: { type: 'string' },
      panes: { type: 'string' },
      profile: { type: 'string' },
      'upstream-port': { type: 'string' },
    },
  })
  const unknown = positionals.find((name) => !parts.all.includes(name as Name))
  if (unknown !== undefined)
    throw new Error(`There is no part "${unknown}": choose from ${parts.all.join(', ')}.`)
  if (values.url !== undefined && values.write)
    throw new Error('--write keeps the figures of ChatMore: it does not go with the --url of another chat.')
  return {
    names:
      positionals.length > 0
        ? (positionals as Name[])
        : parts.all.filter((name) => !parts.long.includes(name)),
    isQuick: values.quick,
    isWriting: values.write,
    rounds: toNumber('rounds', values.rounds, values.quick ? 1 : 3),
    minutes: toNumber('minutes', values.minutes, values.quick ? 0.5 : 10),
    otherPage: toOtherPage(values),
  }
}

interface OtherPageValues {
  url?: string | undefined
  selector?: string | undefined
  panes?: string | undefined
  profile?: string | undefined
  'upstream-port'?: string | undefined
}

function toOtherPage(values: OtherPageValues): OtherPage | undefined {
  const { url, selector, panes, profile, 'upstream-port': port } = values
  if (url === undefined) return undefined
  if (selector === undefined)
    throw new Error('--url needs a --selector that finds what shows an answer each.')
  return {
    url,
    selector,
    panes: toNumber('panes', panes, 1),
    ...(profile !== undefined && { profile }),
    ...(port !== undefined && { upstreamPort: toNumber('upstream-port', port, 0) }),
  }
}

function toNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!(number > 0)) throw new Error(`--${name} ${text}: is not a number above 0.`)
  return number
}
