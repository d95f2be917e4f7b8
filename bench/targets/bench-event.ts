/** What the limits `ws` and `trpc-0` tell their readers. */
export type BenchEvent =
  { type: 'delta'; stream: number; at: number; text: string } | { type: 'end'; stream: number }
