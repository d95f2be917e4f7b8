import { join } from 'node:path'
import { build, type Rollup } from 'vite'

export interface BundleOptions {
  /** The package's folder. */
  folder: string
  outFolder: string
  fileName: string
  platform: 'node' | 'browser'
}

/** Building a schema has no effect: as nothing here checks by one, zod is left out with the last of them. */
const PURE = ['z', 'lineSchema', 'between', 'milliseconds']

/** One readable file with its map, for one platform. Resolves with the folders of the packages that went into it. */
export async function bundle({ folder, outFolder, fileName, platform }: BundleOptions): Promise<string[]> {
  const packages = new Set<string>()
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [
      { name: 'note-packages', generateBundle: (_options, output) => notePackages(output, packages) },
    ],
    resolve: { conditions: platform === 'browser' ? ['browser', 'import'] : ['node', 'import'] },
    ssr: { noExternal: true, external: ['ws'] },
    build: {
      outDir: outFolder,
      emptyOutDir: false,
      target: 'es2022',
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      ...(platform === 'node' && { ssr: 'src/index.ts' }),
      lib: { entry: join(folder, 'src/index.ts'), formats: ['es'], fileName: () => fileName },
      rolldownOptions: {
        external: ['ws'],
        output: { entryFileNames: fileName },
        treeshake: { manualPureFunctions: PURE },
      },
    },
  })
  return [...packages]
}

function notePackages(output: Rollup.OutputBundle, packages: Set<string>): void {
  for (const chunk of Object.values(output)) {
    if (chunk.type !== 'chunk') continue
    for (const [file, { renderedLength }] of Object.entries(chunk.modules)) {
      const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []
      if (folder && renderedLength > 0) packages.add(folder.replace(/^\0/, ''))
    }
  }
}
