/** A model of the demo upstream as it is offered to people. */
export interface DemoModel {
  /** The name on the wire. */
  model: string
  /** The name that people see. */
  name: string
  contextWindow: number
  capabilities: string[]
}

/** How a demo model writes. */
export interface DemoTemper {
  /** Milliseconds until the first piece. */
  firstPieceMs: number
  /** Pieces a second, a piece being about a token. */
  pace: number
}

/** The demo models in the order in which they are offered. */
export const demoModels: readonly DemoModel[] = [
  { model: 'demo-swift', name: 'Demo Swift', contextWindow: 32_000, capabilities: [] },
  { model: 'demo-scholar', name: 'Demo Scholar', contextWindow: 128_000, capabilities: ['vision'] },
  { model: 'demo-coder', name: 'Demo Coder', contextWindow: 64_000, capabilities: [] },
  { model: 'demo-bilingual', name: 'Demo Bilingual 双语', contextWindow: 64_000, capabilities: ['vision'] },
]

export const demoTempers: Record<string, DemoTemper> = {
  'demo-swift': { firstPieceMs: 120, pace: 90 },
  'demo-scholar': { firstPieceMs: 500, pace: 45 },
  'demo-coder': { firstPieceMs: 300, pace: 70 },
  'demo-bilingual': { firstPieceMs: 250, pace: 55 },
}
