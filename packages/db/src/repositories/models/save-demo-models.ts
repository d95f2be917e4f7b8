import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { DemoModel } from '../../records/model-config.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** Not an address that exists (RFC 2606): runs of demo models go to the demo upstream, wherever it listens. */
const DEMO_API_BASE = 'http://demo.invalid/v1'
const CROCKFORD_BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Offers the demo models; those that are there already take the new name, context window and capabilities and stay as they are otherwise. */
export async function saveDemoModels(db: Database, models: DemoModel[]): Promise<void> {
  if (models.length === 0) return
  const now = new Date()
  const rows = models.map(({ model, name, contextWindow, capabilities = [] }, index) => ({
    id: toDemoId(model),
    name,
    provider: 'demo',
    apiBase: DEMO_API_BASE,
    model,
    extraConfig: {},
    contextWindow,
    capabilities,
    timeouts: {},
    enabled: true,
    isDemo: true,
    // Apart by a millisecond, so that they are listed in the order given.
    createdAt: new Date(now.getTime() + index),
    updatedAt: now,
  }))
  await db
    .insert(modelConfigs)
    .values(rows)
    .onDuplicateKeyUpdate({
      set: {
        name: sql`VALUES(name)`,
        contextWindow: sql`VALUES(context_window)`,
        capabilities: sql`VALUES(capabilities)`,
      },
    })
}

/** The same for every instance and start, so that the primary key keeps two of them from adding a model twice. */
function toDemoId(model: string): string {
  const digest = createHash('sha256').update(`demo:${model}`).digest()
  const characters = Array.from(digest.subarray(0, 25), (byte) => CROCKFORD_BASE32[byte % 32])
  return `0${characters.join('')}`
}
