/** One of the keys of an endpoint. */
export interface EndpointKey {
  id: string
  value: string
}

/** That an endpoint does not take a key. */
export interface KeyRefusal {
  /** The HTTP status that said so; null where none did. */
  status: number | null
  /** How long to do without the key, in milliseconds; for good where null. */
  restMs: number | null
}

/** The keys of an endpoint, which calls take in turn. */
export interface KeyRing {
  /** The keys that a call which begins now tries one after the other, as long as they are refused. At least one. */
  order(): EndpointKey[]
  noteRefusal(key: EndpointKey, refusal: KeyRefusal): void
  noteAnswer(key: EndpointKey): void
}
