/** A running demo upstream. */
export interface DemoUpstream {
  /** The API base, `/v1` included. */
  url: string
  close(): Promise<void>
}

/** Starts the demo upstream on a free loopback port. */
export async function startDemoUpstream(): Promise<DemoUpstream> {
  throw new Error('not built yet')
}
