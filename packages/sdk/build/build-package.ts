import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { format } from 'prettier'
import { bundle } from './bundle.ts'
import { createProgram } from './create-program.ts'
import { toManifest } from './to-manifest.ts'
import { quoteLicences } from './quote-licences.ts'
import { writeTypes } from './types/write-types.ts'

const folder = resolve(import.meta.dirname, '..')
const root = resolve(folder, '../..')

/** Writes the package as it is published into a folder of its own: code, types, manifest, readme and licences. */
export async function buildPackage(outFolder: string): Promise<void> {
  rmSync(outFolder, { recursive: true, force: true })
  mkdirSync(outFolder, { recursive: true })
  const parts = { folder, outFolder }
  const packages = [
    ...(await bundle({ ...parts, fileName: 'index.js', platform: 'node' })),
    ...(await bundle({ ...parts, fileName: 'index.browser.js', platform: 'browser' })),
  ]
  const write = (name: string, text: string) => writeFileSync(join(outFolder, name), text)
  write('index.d.ts', await describe())
  write('package.json', toManifest(readFileSync(join(folder, 'package.json'), 'utf8'), folder))
  write('THIRD-PARTY-LICENSES.txt', quoteLicences([...new Set(packages)]))
  copyFileSync(join(folder, 'README.md'), join(outFolder, 'README.md'))
  copyFileSync(join(root, 'LICENSE'), join(outFolder, 'LICENSE'))
}

async function describe(): Promise<string> {
  const entry = join(folder, 'src/index.ts')
  const types = writeTypes(createProgram(entry, join(root, 'tsconfig.base.json')), entry)
  return format(types, { parser: 'typescript', semi: false, singleQuote: true, printWidth: 110 })
}
