/** A text that went over the wire, deflated. `size` is in bytes, before it was cut and deflated. */
export interface KeptText {
  bytes: Buffer
  size: number
  isCut: boolean
}

/** Makes of a text what is kept of it. */
export type KeepText = (text: string) => Promise<KeptText>
