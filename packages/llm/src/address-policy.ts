/** Which addresses may be called. Link-local, metadata, multicast and unspecified ones are refused always. */
export interface AddressPolicy {
  /** Whether loopback and private networks may be called (Ollama and its like). */
  allowPrivate: boolean
  /** Origins that may be called whatever their address, such as the demo upstream's. */
  alwaysAllow?: string[]
}
