import { toDiagram } from './to-diagram.ts'
import { untilIdle } from './until-idle.ts'

/** Draws the finished diagrams inside an element, and again when the theme changes, until the signal. */
export async function drawDiagrams(root: HTMLElement, signal: AbortSignal): Promise<void> {
  for (const box of root.querySelectorAll<HTMLElement>('.md-diagram:not(.md-code-open)')) {
    await untilIdle()
    if (signal.aborted) return
    await drawDiagram(box, signal)
    const themes = new MutationObserver(() => void drawDiagram(box, signal))
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    signal.addEventListener('abort', () => themes.disconnect())
  }
}

/** Puts the picture above its source, or says that there is none. */
async function drawDiagram(box: HTMLElement, signal: AbortSignal): Promise<void> {
  const source = box.querySelector<HTMLElement>('pre')
  const button = box.querySelector<HTMLButtonElement>('.md-source')
  const note = box.querySelector<HTMLElement>('.md-diagram-note')
  if (!source || !button || !note) return
  const isDark = document.documentElement.dataset['theme'] === 'dark'
  const diagram = await toDiagram(source.textContent, isDark).catch(() => null)
  if (signal.aborted) return
  const known = box.querySelector('.md-drawing')
  note.hidden = diagram !== null
  if (!diagram) return known?.remove()
  const drawing = toDrawing(diagram, button.textContent)
  if (known) known.replaceWith(drawing)
  else source.before(drawing)
  showSource(box, known ? button.ariaPressed === 'true' : false)
  button.hidden = false
  button.onclick = () => showSource(box, button.ariaPressed !== 'true')
}

function showSource(box: HTMLElement, isSource: boolean): void {
  const button = box.querySelector<HTMLButtonElement>('.md-source')
  const source = box.querySelector<HTMLElement>('pre')
  const drawing = box.querySelector<HTMLElement>('.md-drawing')
  if (button) button.ariaPressed = String(isSource)
  if (source) source.hidden = !isSource
  if (drawing) drawing.hidden = isSource
}

/** As an image a drawing runs no script, loads nothing and styles nothing around it, whatever is in it. */
function toDrawing(diagram: Awaited<ReturnType<typeof toDiagram>>, alternative: string): HTMLElement {
  const box = document.createElement('div')
  box.className = 'md-drawing'
  box.tabIndex = 0
  const image = new Image(diagram.width, diagram.height)
  image.alt = alternative
  image.src = `data:image/svg+xml,${encodeURIComponent(diagram.svg)}`
  box.append(image)
  return box
}
