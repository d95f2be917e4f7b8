/** The field that a label names: by its `for` or around it, or by the field's own `aria-label`. */
export function byLabel(label: string, root: ParentNode = document): HTMLInputElement {
  const found = [...labelled(label, root), ...namedSelf(label, root)]
  if (found.length === 1 && found[0]) return found[0]
  const others = [...root.querySelectorAll('label')].map((element) => element.textContent?.trim())
  throw new Error(`${found.length} fields are labelled ${label}; there are: ${others.join(' | ')}`)
}

function labelled(label: string, root: ParentNode): HTMLInputElement[] {
  return [...root.querySelectorAll('label')]
    .filter((element) => element.textContent?.trim() === label)
    .flatMap(
      (element) => document.getElementById(element.htmlFor) ?? element.querySelector('input') ?? [],
    ) as HTMLInputElement[]
}

function namedSelf(label: string, root: ParentNode): HTMLInputElement[] {
  const fields = root.querySelectorAll<HTMLInputElement>('input, textarea, select')
  return [...fields].filter((field) => field.getAttribute('aria-label') === label)
}

/** Types into a field as a person would, over what stands there. */
export function fill(field: HTMLInputElement, text: string): void {
  field.focus()
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
}
