import mermaid from 'mermaid'
import { isPlainDiagram } from './is-plain-diagram.ts'

export interface Diagram {
  svg: string
  width: number
  height: number
}

let count = 0
let last: Promise<unknown> = Promise.resolve()

/** Lays a diagram out, as an image that stands for itself. Rejects where it cannot be read. One after the other. */
export function toDiagram(source: string, isDark: boolean): Promise<Diagram> {
  const drawing = last.then(() => draw(source, isDark))
  last = drawing.catch(() => undefined)
  return drawing
}

async function draw(source: string, isDark: boolean): Promise<Diagram> {
  if (!isPlainDiagram(source)) throw new Error('This diagram is not drawn.')
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    // What a diagram's own settings may not change.
    secure: ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'themeCSS', 'fontFamily'],
    suppressErrorRendering: true,
    maxEdges: 300,
    // Labels as SVG text: an image has no place for HTML in every browser.
    htmlLabels: false,
    theme: isDark ? 'dark' : 'neutral',
    fontFamily: 'system-ui, sans-serif',
  })
  const workshop = openWorkshop()
  try {
    const { svg } = await mermaid.render(`diagram-${++count}`, source, workshop)
    return toImage(svg)
  } finally {
    workshop.remove()
  }
}

/** A place in the page, for text is measured there, that nobody sees. */
function openWorkshop(): HTMLElement {
  const workshop = document.createElement('div')
  workshop.className = 'md-workshop'
  workshop.ariaHidden = 'true'
  document.body.append(workshop)
  return workshop
}

/** An image needs sizes of its own, and well-formed XML. */
function toImage(svg: string): Diagram {
  const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number)
  if (root.tagName !== 'svg' || !(width > 0 && height > 0)) throw new Error('This is not an image.')
  root.removeAttribute('style')
  root.setAttribute('width', String(width))
  root.setAttribute('height', String(height))
  return {
    svg: new XMLSerializer().serializeToString(root),
    width: Math.ceil(width),
    height: Math.ceil(height),
  }
}
