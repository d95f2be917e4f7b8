export type CallSource = 'window' | 'retry' | 'title' | 'test'
