import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { closeOnce } from '../../clean-up.ts'
import { startProcess } from '../../targets/start-process.ts'
import type { BenchBrowser } from '../open-browser.ts'
import type { BenchPage } from './bench-page.ts'

const folder = fileURLToPath(new URL('../page', import.meta.url))

const html = `<!doctype html><meta charset="utf-8"><title>vueblock</title><style>
  body { margin: 0; font: 15px/1.5 sans-serif }
  #app { display: grid; grid-template-columns: repeat(4, 1fr); height: 100vh; grid-auto-rows: 1fr }
  .pane { overflow-y: auto; border: 1px solid #ccc; padding: 8px; min-width: 0 }
  pre { overflow-x: auto }
</style><div id="app"></div><script type="module" src="/page.js"></script>`

/** A minimal page of Vue that renders block by block, fed over one bare WebSocket with the same flush: the limit. */
export async function openVueblock(browser: BenchBrowser, upstreamUrl: string): Promise<BenchPage> {
  const args = ['--import', 'tsx', 'bench/targets/servers/ws-server.ts', upstreamUrl]
  const { address, stop } = await startProcess({ args, cores: null, ready: /listening at (\S+)/ })
  const script = await buildScript()
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : html)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const context = await browser.openContext()
  return {
    name: 'vueblock',
    selector: '.pane',
    async open(panes, order) {
      const query = {
        panes: String(panes),
        order: JSON.stringify(order),
        socket: address.replace('http', 'ws'),
      }
      const page = await context.newPage()
      await page.goto(`http://127.0.0.1:${port}/?${new URLSearchParams(query).toString()}`)
      return page
    },
    close: closeOnce(async () => {
      await context.close()
      server.close()
      server.closeAllConnections()
      await stop()
    }),
  }
}

async function buildScript(): Promise<string> {
  const built = (await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    define: { __VUE_OPTIONS_API__: 'true' },
    build: { write: false, rolldownOptions: { input: `${folder}/vueblock.js` } },
  })) as Rolldown.RolldownOutput
  return built.output[0].code
}
