/** A model of the demo upstream as it is offered to people. */
export interface DemoModel {
  /** The name on the wire. */
  model: string
  /** The name that people see. */
  name: string
  contextWindow: number
}

/** The demo models in the order in which they are offered. */
export const demoModels: readonly DemoModel[] = [
  { model: 'demo-swift', name: 'Demo Swift', contextWindow: 32_000 },
  { model: 'demo-scholar', name: 'Demo Scholar', contextWindow: 128_000 },
  { model: 'demo-coder', name: 'Demo Coder', contextWindow: 64_000 },
  { model: 'demo-bilingual', name: 'Demo Bilingual 双语', contextWindow: 64_000 },
]
