import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licences of what was bundled, which ask to be passed on with it. */
export function quoteLicences(packageFolders: string[]): string {
  return packageFolders
    .map(quote)
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function quote(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
    string,
    string
  >
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  if (!file) throw new Error(`${name} has no licence that could be passed on`)
  return `${name} ${version}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
}
