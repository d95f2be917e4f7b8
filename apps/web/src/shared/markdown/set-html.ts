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
    else if (known.nodeName === wanted.nodeName) matchNode(known, wanted)
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

function matchAttributes(known: Element, wanted: Element): void {
  for (const { name } of [...known.attributes]) if (!wanted.hasAttribute(name)) known.removeAttribute(name)
  for (const { name, value } of wanted.attributes) {
    if (known.getAttribute(name) !== value) known.setAttribute(name, value)
  }
}

function matchNode(known: ChildNode, wanted: ChildNode): void {
  if (known instanceof Text) return growText(known, (wanted as Text).data)
  matchAttributes(known as unknown as Element, wanted as unknown as Element)
  if (!isSameCode(known, wanted)) matchChildren(known, wanted)
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
