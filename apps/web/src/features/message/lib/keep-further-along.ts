import { isInFlight, type Message } from '@chatmore/api/contract'

/**
 * Of two copies of a message the one that knows more: an ended answer never becomes a running one again, and a text
 * that was shown never gets shorter. `known` stays the same object where `fresh` says nothing new.
 */
export function keepFurtherAlong(known: Message, fresh: Message): Message {
  const isKnownRunning = isInFlight(known.status)
  const isFreshRunning = isInFlight(fresh.status)
  if (!isKnownRunning && isFreshRunning) return known
  if (isKnownRunning && isFreshRunning && lengthOf(fresh) < lengthOf(known)) return known
  return isSame(known, fresh) ? known : fresh
}

function lengthOf(message: Message): number {
  return message.content.length + message.reasoning.length
}

function isSame(one: Message, other: Message): boolean {
  return (Object.keys(other) as (keyof Message)[]).every((key) => isFixed(key) || one[key] === other[key])
}

/** What a message has from its beginning on, and each copy as an object of its own. */
function isFixed(key: keyof Message): boolean {
  return key === 'attachments'
}
