import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { shotsFolder } from './looks.ts'

/** Lays the pictures of each view beside each other, on one page to open in a browser. */
export default function writeSheet(): void {
  const views = new Map<string, string[]>()
  for (const file of readdirSync(shotsFolder).sort()) {
    const [view, look] = file.split('--')
    if (view && look?.endsWith('.png')) views.set(view, [...(views.get(view) ?? []), file])
  }
  const sections = [...views].map(
    ([view, files]) => `<h2 id="${view}">${view}</h2><div>${files.map(toFigure).join('')}</div>`,
  )
  const sheet = path.join(shotsFolder, 'index.html')
  writeFileSync(sheet, `${head}${sections.join('\n')}`)
  process.stdout.write(`${views.size} views: ${sheet}\n`)
}

const head = `<!doctype html><meta charset="utf-8"><title>ChatMore, every page</title><style>
body { margin: 24px; background: #777; color: #fff; font: 14px system-ui }
div { display: flex; flex-wrap: wrap; gap: 12px; align-items: start }
figure { margin: 0 } img { display: block; height: 300px }
</style>`

function toFigure(file: string): string {
  const caption = file.slice(file.indexOf('--') + 2, -'.png'.length)
  const picture = `<img loading="lazy" src="${file}" alt="${caption}">`
  return `<figure><a href="${file}">${picture}</a><figcaption>${caption}</figcaption></figure>`
}
