/** What a call was made for. `discover` asks for an endpoint's models and spends nothing. */
export type CallSource = 'window' | 'retry' | 'merge' | 'title' | 'test' | 'discover' | 'relay'

/** What an answer that is no window's usual one was asked for. */
export type CallPurpose = 'merge' | 'relay'
