// @vitest-environment node
import { randomBytes } from 'node:crypto'
import { build, type Plugin } from 'vite'
import { describe, expect, it } from 'vitest'
import { limitFirstLoad } from './limit-first-load.ts'

/** Text that stays as long when it is compressed. */
const noise = (bytes: number) => `console.log('${randomBytes(bytes / 2).toString('base64')}')`

const ENTRY = '/src/main.ts'
const LAYOUT = '/src/features/layout/AppLayout.vue'
const BOARD = '/src/features/board/BoardPage.vue'
const ALONGSIDE = { '/src/shared/markdown/MarkdownText.vue': '1', '/src/shared/i18n/locales/en.ts': '2' }
const loads = (...pages: string[]) => pages.map((page) => `import('${page}')`).join('\n')

/** An application of these modules, built as the real one is. */
function buildWith(modules: Record<string, string>) {
  const virtual: Plugin = {
    name: 'virtual',
    resolveId: (id) => (id in modules ? id : null),
    load: (id) => modules[id] ?? null,
  }
  return build({
    configFile: false,
    logLevel: 'silent',
    plugins: [virtual, limitFirstLoad(20_000)],
    build: { write: false, rolldownOptions: { input: ENTRY } },
  })
}

const firstParts = loads(LAYOUT, BOARD, ...Object.keys(ALONGSIDE))

describe('the limit of the first load', () => {
  it('counts what a session’s page needs, and nothing that is loaded later', async () => {
    const later = noise(60_000)
    const pages = { [LAYOUT]: noise(4000), [BOARD]: `${noise(4000)}\n${loads('/later.ts')}` }
    await buildWith({ [ENTRY]: firstParts, ...pages, ...ALONGSIDE, '/later.ts': later })
  })

  it.each([
    ['the entry', { [ENTRY]: `${noise(60_000)}\n${firstParts}` }],
    ['a page', { [BOARD]: noise(60_000) }],
    [
      'what pages import',
      {
        [LAYOUT]: `import '/shared.ts'; ${noise(4000)}`,
        [BOARD]: `import '/shared.ts'; ${noise(4000)}`,
        '/shared.ts': noise(60_000),
      },
    ],
    ['what comes alongside', { '/src/shared/markdown/MarkdownText.vue': noise(60_000) }],
    [
      'the number of files',
      {
        [BOARD]: Array.from({ length: 40 }, (_, index) => `import '/part-${index}.ts'`).join('\n'),
        ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`/part-${index}.ts`, noise(20)])),
        // Each part is a file of its own, since another page loads it too.
        [LAYOUT]: Array.from({ length: 40 }, (_, index) => loads(`/part-${index}.ts`)).join('\n'),
      },
    ],
  ])('fails the build where %s is too much', async (_what, heavy) => {
    const light = { ...ALONGSIDE, [ENTRY]: firstParts, [LAYOUT]: noise(4000), [BOARD]: noise(4000) }
    await expect(buildWith({ ...light, ...heavy })).rejects.toThrow(
      /loads \d{5} bytes of script, and may load 20000/,
    )
  })

  it('fails the build where the pages have gone elsewhere', async () => {
    await expect(buildWith({ [ENTRY]: noise(400) })).rejects.toThrow('name them anew')
  })
})
