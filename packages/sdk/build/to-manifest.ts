import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Manifest = Record<string, unknown> & { dependencies: Record<string, string> }

/** What stays of the workspace's manifest. */
const KEPT = ['name', 'version', 'description', 'keywords', 'license', 'type', 'sideEffects', 'engines']

/** The manifest of the published package: what was built in place of the sources, and ranges in place of the workspace's versions. */
export function toManifest(text: string, folder: string): string {
  const manifest = JSON.parse(text) as Manifest
  const published = {
    ...Object.fromEntries(KEPT.map((key) => [key, manifest[key]])),
    main: './index.js',
    types: './index.d.ts',
    exports: {
      '.': { types: './index.d.ts', browser: './index.browser.js', default: './index.js' },
      './package.json': './package.json',
    },
    dependencies: Object.fromEntries(
      Object.keys(manifest.dependencies).map((name) => [name, `^${readVersion(folder, name)}`]),
    ),
  }
  return `${JSON.stringify(published, null, 2)}\n`
}

function readVersion(folder: string, name: string): string {
  const file = join(folder, 'node_modules', name, 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
