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

describe('the limit of the first load', () => {
  it('counts what a session’s page needs, and nothing that is loaded later', async () => {
    const later = noise(60_000)
    const pages = { [LAYOUT]: noise(4000), [BOARD]: `${noise(4000)}\n${loads('/later.ts')}` }
    await buildWith({ [ENTRY]: loads(LAYOUT, BOARD), ...pages, '/later.ts': later })
  })

  it.each([
    ['the entry', { [ENTRY]: `${noise(60_000)}\n${loads(LAYOUT, BOARD)}` }],
    ['a page', { [BOARD]: noise(60_000) }],
    [
      'what pages import',
      {
        [LAYOUT]: `import '/shared.ts'; ${noise(4000)}`,
        [BOARD]: `import '/shared.ts'; ${noise(4000)}`,
        '/shared.ts': noise(60_000),
      },
    ],
  ])('fails the build where %s is too much', async (_what, heavy) => {
    const light = { [ENTRY]: loads(LAYOUT, BOARD), [LAYOUT]: noise(4000), [BOARD]: noise(4000) }
    await expect(buildWith({ ...light, ...heavy })).rejects.toThrow(
      /loads \d{5} bytes of script, and may load 20000/,
    )
  })

  it('fails the build where the pages have gone elsewhere', async () => {
    await expect(buildWith({ [ENTRY]: noise(400) })).rejects.toThrow('name them anew')
  })
})
