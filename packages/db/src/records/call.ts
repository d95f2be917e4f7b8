export type CallSource = 'window' | 'retry' | 'test'
