import type { RelayRefusal, RelayReply } from './relay.ts'

/** Tells of an answer once its first bytes are there; until then a refusal is kept, so that another model may be asked. */
export function holdReply(reply: RelayReply): { reply: RelayReply; refusal(): RelayRefusal | null } {
  let open: (() => void) | null = null
  let hasBegun = false
  let refusal: RelayRefusal | null = null
  const begin = () => {
    hasBegun = true
    open?.()
    open = null
  }
  return {
    reply: {
      open: (head, flow) => void (open = () => reply.open(head, flow)),
      write(bytes) {
        if (!hasBegun) begin()
        reply.write(bytes)
      },
      end() {
        if (!hasBegun) begin()
        reply.end()
      },
      refuse(given) {
        if (hasBegun) reply.refuse(given)
        else refusal = given
      },
    },
    refusal: () => refusal,
  }
}
