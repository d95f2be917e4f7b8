const IMPLICIT: Record<string, string> = {
  button: 'button',
  textbox: 'textarea, input:not([type])',
  region: 'section[aria-label]',
  article: 'article',
  link: 'a[href]',
  navigation: 'nav',
  row: 'tr',
  heading: 'h1, h2, h3',
}

/** The elements of a role within a root, by accessible name where one is given. */
export function allByRole(role: string, name?: string | RegExp, root: ParentNode = document): HTMLElement[] {
  const implicit = IMPLICIT[role]
  const selector = [`[role="${role}"]`, ...(implicit ? [`:is(${implicit}):not([role])`] : [])].join(', ')
  return [...root.querySelectorAll<HTMLElement>(selector)].filter((element) => hasName(element, name))
}

/** The one element of a role and name; an error names those that there are. */
export function byRole(role: string, name?: string | RegExp, root: ParentNode = document): HTMLElement {
  const found = allByRole(role, name, root)
  if (found.length === 1 && found[0]) return found[0]
  const others = allByRole(role, undefined, root).map((element) => nameOf(element))
  throw new Error(
    `${found.length} elements of role ${role} are named ${name}; there are: ${others.join(' | ')}`,
  )
}

function hasName(element: HTMLElement, name: string | RegExp | undefined): boolean {
  if (name === undefined) return true
  return typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element))
}

function nameOf(element: HTMLElement): string {
  const labelledBy = document.getElementById(element.getAttribute('aria-labelledby') ?? '')
  const label = element.getAttribute('aria-label') ?? labelledBy?.textContent
  return (label ?? visibleText(element)).replace(/\s+/g, ' ').trim()
}

/** The text of an element as a screen reader reads it: without what is hidden from it. */
function visibleText(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove()
  return copy.textContent ?? ''
}
