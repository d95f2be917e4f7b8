import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite'
import { ENTRY, isPart, MARKDOWN, SESSION, SIGN_IN } from './first-load-parts.ts'

type Chunks = readonly Rolldown.OutputChunk[]

/**
 * Puts what a person waits for into few files: what the sign-in page needs too, what a session needs besides, and what shows
 * Markdown. Left to itself the bundler makes a file of each set of modules that some pages share, a hundred for a session,
 * and each costs a request, headers, and what compression gains by text that it has seen before.
 */
export function gatherFirstLoad(createConfig: () => InlineConfig): Plugin {
  let names = new Map<string, string>()
  return {
    name: 'gather-first-load',
    apply: 'build',
    config: () => ({
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [{ debugName: 'first load', name: (id) => names.get(id) ?? null }],
              // Who imports a library names all of it, and uses little: what is used was told apart before.
              includeDependenciesRecursively: false,
            },
          },
        },
      },
    }),
    async buildStart() {
      names = nameModules(await buildParts(createConfig()))
    },
  }
}

function nameModules(chunks: Chunks): Map<string, string> {
  const signIn = listModules(chunks, [ENTRY, SIGN_IN])
  const names = new Map<string, string>()
  for (const id of listModules(chunks, [MARKDOWN])) names.set(id, 'markdown')
  for (const id of listModules(chunks, [ENTRY, ...SESSION])) names.set(id, 'session')
  const always = listModules(chunks, [ENTRY])
  for (const id of names.keys()) if (signIn.has(id) || always.has(id)) names.set(id, 'app')
  // The entry's own file is its name's, by which the limit knows it.
  for (const id of names.keys()) if (isPart(id, ENTRY)) names.delete(id)
  return names
}

/** The parts without what they load later. Of this build is wanted only which modules remain of each. */
async function buildParts(config: InlineConfig): Promise<Chunks> {
  const later: Plugin = {
    name: 'leave-out-what-loads-later',
    resolveDynamicImport: (specifier) => ({ id: String(specifier), external: true }),
  }
  const built = await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    plugins: [config.plugins, later],
    build: {
      ...config.build,
      write: false,
      minify: false,
      rolldownOptions: {
        ...config.build?.rolldownOptions,
        input: [ENTRY, SIGN_IN, ...SESSION, MARKDOWN],
        preserveEntrySignatures: 'strict',
      },
    },
  })
  return (built as Rolldown.RolldownOutput).output.filter((file) => file.type === 'chunk')
}

/** The modules of which something remains in the chunks that these parts load. */
function listModules(chunks: Chunks, parts: readonly string[]): Set<string> {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const loaded = new Set(
    chunks.filter(({ facadeModuleId }) => parts.some((part) => isPart(facadeModuleId, part))),
  )
  for (const chunk of loaded) {
    for (const name of chunk.imports) {
      const imported = byName.get(name)
      if (imported) loaded.add(imported)
    }
  }
  return new Set([...loaded].flatMap(listRemaining))
}

function listRemaining({ modules }: Rolldown.OutputChunk): string[] {
  return Object.entries(modules).flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : []))
}
