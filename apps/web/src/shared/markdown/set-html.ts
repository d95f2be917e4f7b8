/**
 * Brings what is in an element to some HTML, which has passed the sanitiser, and leaves alone what stays the same: its nodes
 * keep their layout and what is selected in them, and text that goes on is only added to.
 */
export function setHtml(root: Element, html: string): void {
  const template = document.createElement('template')
  template.innerHTML = html
  matchChildren(root, template.content)
}

function matchChildren(parent: Node, wantedParent: Node): void {
  let known = parent.firstChild
  for (let wanted = wantedParent.firstChild; wanted;) {
    const next: ChildNode | null = wanted.nextSibling
    const follower: ChildNode | null = known?.nextSibling ?? null
    if (!known) parent.appendChild(wanted)
    else if (isAlike(known, wanted)) matchNode(known, wanted)
    else parent.replaceChild(wanted, known)
    known = follower
    wanted = next
  }
  while (known) {
    const follower: ChildNode | null = known.nextSibling
    known.remove()
    known = follower
  }
}

function isAlike(known: Node, wanted: Node): boolean {
  if (known.nodeName !== wanted.nodeName) return false
  return !(known instanceof Element) || hasSameAttributes(known, wanted as Element)
}

function hasSameAttributes(known: Element, wanted: Element): boolean {
  const { attributes } = wanted
  if (known.attributes.length !== attributes.length) return false
  for (const { name, value } of attributes) if (known.getAttribute(name) !== value) return false
  return true
}

function matchNode(known: ChildNode, wanted: ChildNode): void {
  if (known instanceof Text) growText(known, (wanted as Text).data)
  else if (!isSameCode(known, wanted)) matchChildren(known, wanted)
}

function growText(known: Text, text: string): void {
  const { data } = known
  if (text === data) return
  if (text.startsWith(data)) known.appendData(text.slice(data.length))
  else known.data = text
}

/** Code keeps its colours while what is around it changes. */
function isSameCode(known: ChildNode, wanted: ChildNode): boolean {
  return known.nodeName === 'CODE' && known.textContent === wanted.textContent
}
