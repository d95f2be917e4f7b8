/**
 * happy-dom keeps `nodeName` on the prototypes of the kinds of nodes, and an empty one on Node's. DOMPurify reads
 * Node's, as the DOM standard has it there, and would take every element for an unknown one.
 */
const empty = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeName')

Object.defineProperty(Node.prototype, 'nodeName', {
  ...empty,
  get(this: Node): string {
    for (
      let proto = Object.getPrototypeOf(this);
      proto !== Node.prototype;
      proto = Object.getPrototypeOf(proto)
    ) {
      const own = Object.getOwnPropertyDescriptor(proto, 'nodeName')
      if (own?.get) return own.get.call(this)
    }
    return ''
  },
})
